import CEL
import Configuration

/// Reads `match`: the same forms in rule files and in quality files.
package enum SourceMatchReader {
    /// Reads the conditions of all fields that are written; other fields are left for the caller, who finishes the mapping.
    package static func conditions(_ fields: inout ConfigurationMapping) -> [SourceMatch.Condition] {
        var conditions: [SourceMatch.Condition] = []
        for field in SourceField.allCases {
            var value = fields.optional(field.rawValue)
            if field == .domain, let other = fields.optional("kind") {
                if value == nil {
                    value = other
                } else {
                    other.problem("“kind” is another word for “domain”.", remedy: "Remove one of the two.")
                }
            }
            guard let value else { continue }
            let nodes = value.elements ?? [value]
            if nodes.isEmpty {
                value.problem(
                    "No series can match an empty list.", remedy: "Write a name or remove “\(field.rawValue)”.")
            }
            conditions.append(.init(field: field, patterns: nodes.compactMap { pattern($0, named: field.rawValue) }))
        }
        return conditions
    }

    /// One pattern: a text, a glob or `/regular expression/`; nil after a problem.
    ///
    /// - Parameter field: as problems name it.
    package static func pattern(_ node: ConfigurationNode, named field: String) -> SourcePattern? {
        guard let text = node.string("“\(field)”") else { return nil }
        if text.utf8.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
            return expression(String(text.dropFirst().dropLast()), node)
        }
        if text.contains("*") || text.contains("?") { return .glob(Array(text.utf8)) }
        return .text(text)
    }

    private static func expression(_ expression: String, _ node: ConfigurationNode) -> SourcePattern? {
        var environment = Environment(options: .rules)
        _ = environment.declareVariable("text", .string, maximumSize: 256)
        var escaped = ""
        for scalar in "^(?:\(expression))$".unicodeScalars {
            if scalar == "\"" || scalar == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(scalar)
        }
        do {
            return .expression(try environment.compile("text.matches(\"\(escaped)\")", expecting: .bool))
        } catch {
            let first = error.diagnostics.first
            node.problem(
                "The regular expression can't be read: \(first?.message ?? "it is malformed").",
                remedy: first?.remedy ?? "Write an expression in RE2 syntax between two slashes.", kind: .pattern)
            return nil
        }
    }
}
