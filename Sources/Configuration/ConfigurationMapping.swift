import Telemetry

/// A mapping that is read field by field; what nobody asked for is a problem when it is finished.
package struct ConfigurationMapping {
    package let node: ConfigurationNode
    let what: String
    private let entries: [(key: ConfigurationNode, value: ConfigurationNode)]
    private var asked: [String] = []

    init(node: ConfigurationNode, what: String, entries: [(key: ConfigurationNode, value: ConfigurationNode)]) {
        self.node = node
        self.what = what
        self.entries = entries
    }

    /// Every key and value, for mappings whose keys are free (then `finish` is not called).
    package var all: [(key: ConfigurationNode, value: ConfigurationNode)] { entries }

    package mutating func optional(_ field: String) -> ConfigurationNode? {
        asked.append(field)
        return entries.first { $0.key.text == field }?.value
    }

    package mutating func required(_ field: String) -> ConfigurationNode? {
        if let value = optional(field) { return value }
        node.problem("\(what) has no field “\(field)”.", remedy: "Add “\(field): …”.", length: 1)
        return nil
    }

    package mutating func string(_ field: String) -> String? {
        required(field)?.string("“\(field)”")
    }

    package mutating func optionalString(_ field: String) -> String? {
        optional(field)?.string("“\(field)”")
    }

    package mutating func double(_ field: String) -> Double? {
        required(field)?.double("“\(field)”")
    }

    package mutating func optionalBoolean(_ field: String) -> Bool? {
        optional(field)?.boolean("“\(field)”")
    }

    /// `5m`, `1h30m`; not negative.
    package mutating func optionalInterval(_ field: String) -> Interval? {
        optional(field)?.interval("“\(field)”")
    }

    package mutating func interval(_ field: String) -> Interval? {
        required(field)?.interval("“\(field)”")
    }

    /// `{zh: …, en: …}`, both required.
    package mutating func bilingual(_ field: String) -> Bilingual? {
        required(field)?.bilingual("“\(field)”")
    }

    package mutating func optionalBilingual(_ field: String) -> Bilingual? {
        optional(field)?.bilingual("“\(field)”")
    }

    /// A list of texts; empty where the field is missing.
    package mutating func strings(_ field: String) -> [String] {
        guard let value = optional(field) else { return [] }
        guard let elements = value.elements else {
            value.problem("“\(field)” must be a list.", remedy: "Write [a, b] or one “- a” a line.")
            return []
        }
        return elements.compactMap { $0.string("Each of “\(field)”") }
    }

    /// Reports each field that was never asked for, with the nearest known name.
    package func finish() {
        for entry in entries {
            guard let name = entry.key.text else {
                entry.key.problem("\(what) has a field whose name is not text.", remedy: "Name it by a word.")
                continue
            }
            if asked.contains(name) { continue }
            let known = asked.sorted().joined(separator: ", ")
            if let near = asked.min(by: { editDistance($0, name) < editDistance($1, name) }),
                editDistance(near, name) <= 2
            {
                entry.key.problem(
                    "\(what) has no field “\(name)”.", remedy: "Did you mean “\(near)”? Known are: \(known).")
            } else {
                entry.key.problem("\(what) has no field “\(name)”.", remedy: "Remove it. Known are: \(known).")
            }
        }
    }

    private func editDistance(_ left: String, _ right: String) -> Int {
        let a = Array(left.utf8.prefix(64))
        let b = Array(right.utf8.prefix(64))
        var row = Array(0...b.count)
        for i in 0..<a.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<b.count {
                let substitution = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, min(row[j], row[j + 1]) + 1)
            }
        }
        return row[b.count]
    }
}

extension ConfigurationNode {
    package func interval(_ what: String) -> Interval? {
        guard let text, let value = Interval(text: text), value >= .zero else {
            problem(
                "\(what) must be a length of time.", remedy: "Write a number and unit such as 30s, 5m, 1h30m.",
                kind: .interval)
            return nil
        }
        return value
    }

    package func bilingual(_ what: String) -> Bilingual? {
        guard var fields = mapping(what) else { return nil }
        let chinese = fields.string("zh")
        let english = fields.string("en")
        fields.finish()
        guard let chinese, let english else { return nil }
        return Bilingual(chinese: chinese, english: english)
    }
}
