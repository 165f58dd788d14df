import Configuration
import Matching
import Telemetry

extension RuleFileReader {
    // MARK: Match

    func readMatch(_ node: ConfigurationNode?) -> SourceMatch {
        guard let node else { return SourceMatch(conditions: []) }
        guard var fields = node.mapping("“match”") else { return SourceMatch(conditions: []) }
        var conditions = SourceMatchReader.conditions(&fields)
        if let area = fields.optional("area"), let stations = readArea(area) {
            conditions.append(.init(field: .station, patterns: stations.map { .text($0) }))
        }
        fields.finish()
        return SourceMatch(conditions: conditions)
    }

    /// Names that no station of the registry has, where readings are matched: such a rule never runs.
    func warnOfUnknownNames(_ node: ConfigurationNode) {
        guard !registry.stations.isEmpty, file.path != RuleProbe.path else { return }
        for (key, value) in node.entries ?? [] {
            guard let field = key.text.flatMap({ SourceField(word: $0) }), let known = names(of: field) else {
                continue
            }
            for element in value.elements ?? [value] {
                guard let text = element.text, !text.contains("*"), !text.contains("?"), !text.hasPrefix("/"),
                    !known.contains(text)
                else { continue }
                let some = known.sorted().prefix(20).joined(separator: ", ")
                warnings.add(
                    element.finding(
                        "No station has the \(field.rawValue) “\(text)”: its rules never run.",
                        remedy: "Register such a station, or name one of: \(some).", kind: .selector))
            }
        }
    }

    /// What the registry knows of a field; nil where it says nothing.
    private func names(of field: SourceField) -> Set<String>? {
        switch field {
        case .station: Set(registry.stations.map(\.id))
        case .district: Set(registry.stations.map(\.district))
        case .place: Set(registry.stations.map(\.place))
        case .quantity: Set(registry.stations.flatMap { $0.quantities.map(\.quantity) })
        case .domain, .unit: nil
        }
    }

    /// The stations that lie in an area.
    private func readArea(_ node: ConfigurationNode) -> [String]? {
        guard let id = node.string("“area”") else { return nil }
        guard let area = registry.area(id) else {
            let known = registry.areas.map(\.id).joined(separator: ", ")
            node.problem(
                "There is no area “\(id)”.",
                remedy: known.isEmpty ? "Add “areas” to city.yaml." : "Name one of: \(known).")
            return nil
        }
        if area.stations.isEmpty {
            node.problem("No station lies in the area “\(id)”.", remedy: "Draw it wider, or remove the group.")
        }
        return area.stations.map { registry.stations[$0].id }
    }

    // MARK: Parameters

    func readParameters(_ node: ConfigurationNode?) -> [ParameterSource] {
        guard let node, let fields = node.mapping("“params”") else { return [] }
        var result: [ParameterSource] = []
        for (key, value) in fields.all where key.text != "stations" {
            guard let name = readIdentifier(key) else { continue }
            if let number = readParameterValue(value) {
                result.append(ParameterSource(name: name, node: key, value: number, stations: [:]))
            }
        }
        guard let stations = fields.all.first(where: { $0.key.text == "stations" })?.value,
            let entries = stations.mapping("“stations”")
        else { return result }
        for (key, value) in entries.all {
            guard let station = key.string("A station's id"), let own = value.mapping("Params of a station") else {
                continue
            }
            for (key, value) in own.all {
                guard let name = readIdentifier(key), let number = readParameterValue(value) else { continue }
                if let position = result.firstIndex(where: { $0.name == name }) {
                    result[position].stations[station] = number
                } else {
                    result.append(ParameterSource(name: name, node: key, value: nil, stations: [station: number]))
                }
            }
        }
        return result
    }

    func readIdentifier(_ node: ConfigurationNode) -> String? {
        guard let text = node.string("A parameter's name") else { return nil }
        let fits = text.utf8.enumerated().allSatisfy { offset, byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (offset > 0 && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte))
        }
        guard fits, !text.isEmpty, text.utf8.count <= 64 else {
            node.problem("“\(text)” is no name of a parameter.", remedy: "Use letters, digits and _: rise_clear.")
            return nil
        }
        return text
    }

    func readParameterValue(_ node: ConfigurationNode) -> ParameterValue? {
        guard node.entries != nil else {
            return node.double("A parameter").map { ParameterValue(value: $0, source: nil, date: nil) }
        }
        guard var fields = node.mapping("A parameter") else { return nil }
        let value = fields.double("value")
        let source = fields.optionalString("source")
        let date = fields.optionalString("date")
        fields.finish()
        return value.map { ParameterValue(value: $0, source: source, date: date) }
    }

    // MARK: Labels and annotations

    /// A label with its place, until it is known what it means.
    struct LabelSource {
        var name: String
        var text: String
        var node: ConfigurationNode
    }

    func readLabels(_ node: ConfigurationNode?) -> [LabelSource] {
        guard let node, let fields = node.mapping("“labels”") else { return [] }
        var result: [LabelSource] = []
        for (key, value) in fields.all {
            guard let name = key.string("A label's name"), let text = value.string("A label") else { continue }
            if text.contains("{{") {
                value.problem(
                    "A label must not depend on the reading: every value would be another alarm.",
                    remedy: "Write a constant here, and “{{ … }}” in annotations.", kind: .labelText)
                continue
            }
            result.append(LabelSource(name: name, text: text, node: value))
        }
        return result
    }

    func merged(_ group: [LabelSource], _ own: [LabelSource]) -> [LabelSource] {
        group.filter { label in !own.contains { $0.name == label.name } } + own
    }

    mutating func apply(_ labels: [LabelSource], to rule: inout RuleSource) {
        for label in labels {
            let isTold = !toldLabels.insert([label.node.line, label.node.column]).inserted
            switch label.name {
            case "hazard":
                rule.hazard = label.text
                if label.text.isEmpty, !isTold {
                    label.node.problem("The hazard is empty.", remedy: "Write a word such as river_flood.")
                }
            case "colour":
                rule.colour = WarningColour(code: label.text)
                if rule.colour == nil, !isTold {
                    label.node.problem(
                        "“\(label.text)” is no warning colour.", remedy: "Write blue, yellow, orange or red.")
                }
            case "life_safety":
                rule.lifeSafety = label.text == "true"
                if label.text != "true", label.text != "false", !isTold { _ = label.node.boolean("“life_safety”") }
            default:
                if SourceField(word: label.name) != nil, !isTold {
                    label.node.problem(
                        "The label “\(label.name)” would hide the alarm's own \(label.name).",
                        remedy: "Choose another name.", kind: .label)
                }
                rule.labels.append(.init(name: label.name, value: label.text))
            }
        }
        rule.labels.sort { $0.name < $1.name }
        if rule.hazard.isEmpty, !labels.contains(where: { $0.name == "hazard" }) {
            rule.alertNode.problem(
                "The alert “\(rule.alert)” has no hazard, so no incident could come of it.",
                remedy: "Add “labels: {hazard: …}” to the rule or its group.")
        }
    }

    func readAnnotations(_ node: ConfigurationNode?) -> (SummarySource?, [AlarmChange.Label]) {
        guard let node, var fields = node.mapping("“annotations”") else { return (nil, []) }
        var summary: SummarySource?
        if let text = fields.optional("summary") {
            if text.text != nil {
                summary = SummarySource(chinese: text, english: text)
            } else if var parts = text.mapping("“summary”") {
                if let chinese = parts.required("zh"), let english = parts.required("en"),
                    chinese.string("“zh”") != nil, english.string("“en”") != nil
                {
                    summary = SummarySource(chinese: chinese, english: english)
                }
                parts.finish()
            }
        }
        var annotations: [AlarmChange.Label] = []
        for name in ["advice", "runbook", "source"] {
            if let text = fields.optionalString(name) { annotations.append(.init(name: name, value: text)) }
        }
        fields.finish()
        return (summary, annotations)
    }
}
