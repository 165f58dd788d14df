import Yams

/// A YAML node with its file, so that every error can name its place. Scalars stay text until a schema asks for a type:
/// YAML's own guesses (`010` is eight, `no` is false) are never used.
package struct ConfigurationNode {
    package let file: ConfigurationFile
    package let collector: ProblemCollector
    let node: Node

    /// Largest file read, in bytes.
    package static let sizeLimit = 4 << 20
    /// Deepest nesting read.
    package static let depthLimit = 100

    /// Reads a file. Anchors and aliases are refused: a short file could stand for a gigantic one.
    ///
    /// - Returns: nil where the file is empty or has a problem, which is then in the collector.
    package static func root(of file: ConfigurationFile, collector: ProblemCollector) -> ConfigurationNode? {
        func problem(_ line: Int, _ column: Int, _ message: String, _ remedy: String) {
            collector.add(
                ConfigurationProblem(
                    path: file.path, line: line, column: column, message: message, remedy: remedy,
                    sourceLine: file.line(line)))
        }
        guard file.text.utf8.count <= sizeLimit else {
            problem(1, 1, "The file has \(file.text.utf8.count) bytes.", "Keep it under \(sizeLimit) bytes; split it.")
            return nil
        }
        if let line = lineNestedTooDeep(file.text) {
            problem(line, 1, "The nesting is too deep.", "Keep it under \(depthLimit) levels.")
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: file.text) else {
                problem(1, 1, "The file is empty.", "Fill it in or remove it.")
                return nil
            }
            let root = ConfigurationNode(file: file, collector: collector, node: node)
            return root.refuseAnchors() ? root : nil
        } catch let error as YamlError {
            let (line, column, message) = describe(error)
            problem(line, column, message, "Mend the YAML here: indent with spaces, quote text that holds “: ” or “#”.")
            return nil
        } catch {
            problem(1, 1, "The file is not YAML: \(error)", "Mend the YAML.")
            return nil
        }
    }

    private static func describe(_ error: YamlError) -> (Int, Int, String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return (max(1, mark.line), max(1, mark.column), "The YAML can't be read: \(problem).")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "“\($0)”" }.sorted().joined(separator: ", ")
            return (
                max(1, context.mark.line), max(1, context.mark.column),
                "In the mapping that begins here the field \(names) is written twice."
            )
        default:
            return (1, 1, "The YAML can't be read: \(error).")
        }
    }

    /// Counts flow brackets and compact `- - -` nesting before the parser, which recurses, sees them.
    private static func lineNestedTooDeep(_ text: String) -> Int? {
        var line = 1
        var flow = 0
        var dashes = 0
        var atStart = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                dashes = 0
                atStart = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                flow += 1
                atStart = false
                if flow > depthLimit { return line }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                flow = max(0, flow - 1)
                atStart = false
            case UInt8(ascii: "-"), UInt8(ascii: "?"):
                if atStart { dashes += 1 }
                if dashes > depthLimit { return line }
            case UInt8(ascii: " "):
                break
            default:
                atStart = false
            }
        }
        return nil
    }

    /// The parser puts the anchor's node where an alias stands: the same place seen twice is an alias. The walk ends at the
    /// first, before it could be led through what aliases of aliases multiply to.
    private func refuseAnchors() -> Bool {
        var seen: Set<NodePlace> = []
        var clean = true
        func visit(_ node: Node) {
            guard clean else { return }
            if let place = NodePlace(node), !seen.insert(place).inserted {
                clean = false
                ConfigurationNode(file: file, collector: collector, node: node).problem(
                    "Anchors (&) and aliases (*) are not read.", remedy: "Write the value out where it is used.")
                return
            }
            switch node {
            case .mapping(let mapping):
                for (key, value) in mapping {
                    visit(key)
                    visit(value)
                }
            case .sequence(let sequence): sequence.forEach(visit)
            case .scalar, .alias: break
            }
        }
        visit(node)
        return clean
    }

    /// A mapping begins where its first key does, so the kind belongs to the place; an empty scalar takes no room.
    private struct NodePlace: Hashable {
        var kind: Int
        var line: Int
        var column: Int

        init?(_ node: Node) {
            guard let mark = node.mark else { return nil }
            switch node {
            case .mapping: kind = 0
            case .sequence: kind = 1
            case .scalar(let scalar):
                if scalar.string.isEmpty { return nil }
                kind = 2
            case .alias: kind = 3
            }
            line = mark.line
            column = mark.column
        }
    }

    // MARK: Places and problems

    /// Line from 1.
    package var line: Int { max(1, node.mark?.line ?? 1) }
    /// Column from 1.
    package var column: Int { max(1, node.mark?.column ?? 1) }

    package func problem(
        _ message: String, remedy: String, columnOffset: Int = 0, lineOffset: Int = 0, length: Int? = nil,
        kind: ConfigurationProblemKind = .file
    ) {
        let scalarLength = node.scalar.map { $0.string.unicodeScalars.prefix { $0 != "\n" }.count } ?? 1
        collector.add(
            ConfigurationProblem(
                path: file.path, line: line + lineOffset, column: column + columnOffset,
                length: max(1, length ?? scalarLength), message: message, remedy: remedy,
                sourceLine: file.line(line + lineOffset), kind: kind))
    }

    /// The same as a value, for those who warn.
    package func finding(
        _ message: String, remedy: String, kind: ConfigurationProblemKind = .file
    ) -> ConfigurationProblem {
        ConfigurationProblem(
            path: file.path, line: line, column: column,
            length: max(1, node.scalar.map { $0.string.unicodeScalars.prefix { $0 != "\n" }.count } ?? 1),
            message: message, remedy: remedy, sourceLine: file.line(line), kind: kind)
    }

    // MARK: Shapes

    /// The scalar's text as written, without quotes; nil where this is no scalar.
    package var text: String? { node.scalar?.string }

    /// Whether the scalar is quoted or a block, so that `column` names its quote or indicator and not its first character.
    package var isQuoted: Bool {
        switch node.scalar?.style {
        case .singleQuoted, .doubleQuoted: true
        default: false
        }
    }

    /// Whether the scalar is a block (`|` or `>`): its text begins on the line after `line`.
    package var isBlock: Bool {
        switch node.scalar?.style {
        case .literal, .folded: true
        default: false
        }
    }

    package var elements: [ConfigurationNode]? {
        node.sequence?.map { ConfigurationNode(file: file, collector: collector, node: $0) }
    }

    /// Keys and values in the order written; nil where this is no mapping.
    package var entries: [(key: ConfigurationNode, value: ConfigurationNode)]? {
        node.mapping?.map {
            (
                ConfigurationNode(file: file, collector: collector, node: $0.key),
                ConfigurationNode(file: file, collector: collector, node: $0.value)
            )
        }
    }

    /// Opens this node as a mapping with known fields; a problem where it is none.
    package func mapping(_ what: String) -> ConfigurationMapping? {
        guard let entries else {
            problem("\(what) must be a mapping of fields.", remedy: "Write “field: value” lines, indented below it.")
            return nil
        }
        return ConfigurationMapping(node: self, what: what, entries: entries)
    }

    // MARK: Typed scalars

    package func string(_ what: String) -> String? {
        guard let text else {
            problem("\(what) must be text.", remedy: "Write one value on the line.")
            return nil
        }
        return text
    }

    package func double(_ what: String) -> Double? {
        guard let text, let value = Double(text), value.isFinite, text.utf8.allSatisfy(isDecimalByte) else {
            problem("\(what) must be a number.", remedy: "Write a decimal number such as 3.25.")
            return nil
        }
        return value
    }

    package func integer(_ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let text, let value = Int(text), range.contains(value) else {
            problem(
                "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound).",
                remedy: "Write such a number.")
            return nil
        }
        return value
    }

    package func boolean(_ what: String) -> Bool? {
        switch text {
        case "true": return true
        case "false": return false
        default:
            problem("\(what) must be true or false.", remedy: "Write true or false.")
            return nil
        }
    }

    private func isDecimalByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
