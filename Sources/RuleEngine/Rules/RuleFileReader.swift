import Configuration
import Matching
import Telemetry

/// Reads one rule file into rules, telling every problem it meets.
struct RuleFileReader {
    let file: ConfigurationFile
    let collector: ProblemCollector
    /// What is suspicious, though it runs.
    let warnings: ProblemCollector
    /// Whose areas `match` may name.
    let registry: Registry
    private(set) var rules: [RuleSource] = []
    /// Places of group labels that were told as wrong: once, not for every rule.
    var toldLabels: Set<[Int]> = []

    /// Longest `for`, `keep_firing_for`, `cooldown` and window.
    static let longestInterval = Interval(seconds: 31 * 86_400)

    init(file: ConfigurationFile, collector: ProblemCollector, warnings: ProblemCollector, registry: Registry) {
        self.warnings = warnings
        self.file = file
        self.registry = registry
        self.collector = collector
    }

    mutating func read() {
        guard let root = ConfigurationNode.root(of: file, collector: collector),
            var fields = root.mapping("A rule file")
        else { return }
        var names: Set<String> = []
        if let groups = fields.required("groups") {
            guard let elements = groups.elements else {
                groups.problem("“groups” must be a list.", remedy: "Begin each group with “- name: …”.")
                return
            }
            for group in elements { readGroup(group, names: &names) }
        }
        fields.finish()
    }

    private mutating func readGroup(_ node: ConfigurationNode, names: inout Set<String>) {
        guard var fields = node.mapping("A group") else { return }
        if let nameNode = fields.required("name"), let name = nameNode.string("“name”"), !names.insert(name).inserted {
            nameNode.problem("The file has two groups “\(name)”.", remedy: "Give each group a name of its own.")
        }
        let matchNode = fields.optional("match")
        let match = readMatch(matchNode)
        let by = readIdentity(fields.optional("by")) ?? [.station]
        let parameters = readParameters(fields.optional("params"))
        let labels = readLabels(fields.optional("labels"))
        let before = rules.count
        if let list = fields.required("rules") {
            if let elements = list.elements {
                for element in elements {
                    readRule(element, match: match, by: by, parameters: parameters, labels: labels)
                }
            } else {
                list.problem("“rules” must be a list.", remedy: "Begin each rule with “- alert: …”.")
            }
        }
        if let matchNode, rules[before...].contains(where: \.isReading) { warnOfUnknownNames(matchNode) }
        fields.finish()
    }

    private mutating func readRule(
        _ node: ConfigurationNode, match: SourceMatch, by: [SourceField], parameters: [ParameterSource],
        labels groupLabels: [LabelSource]
    ) {
        guard var fields = node.mapping("A rule") else { return }
        let alertNode = fields.required("alert")
        // A rule with a wrong name is read on, so that all its problems are told at once.
        let alert = alertNode.flatMap(readAlertName) ?? alertNode?.text
        var identity = by
        let subject = readSubject(&fields, identity: &identity)
        let isSequence = fields.optional("sequence") != nil
        let expression = isSequence ? fields.optional("sequence") : fields.required("expr")
        let clearWhen = fields.optional("clear_when")
        let onDelay = fields.optionalInterval("for")
        let offDelay = fields.optionalInterval("keep_firing_for")
        let cooldown = fields.optionalInterval("cooldown")
        let latching = fields.optionalBoolean("latch") ?? false
        let evaluate = fields.optional("evaluate")
        let action = fields.optional("action")
        let blindAfter = readBlindAfter(&fields, subject)
        let own = readParameters(fields.optional("params"))
        let labels = merged(groupLabels, readLabels(fields.optional("labels")))
        let (summary, annotations) = readAnnotations(fields.optional("annotations"))
        checkFields(&fields, subject: subject, latching: latching, hasClear: clearWhen != nil)
        fields.finish()
        let decidesOnReadings = readEvaluation(evaluate)
        guard let alert, let alertNode, let expression, let subject else { return }
        let names = Set(own.map(\.name))
        var rule = RuleSource(
            node: node, alert: alert, alertNode: alertNode, subject: subject, expression: expression,
            clearWhen: clearWhen, onDelay: onDelay ?? .zero, offDelay: offDelay, latching: latching, cooldown: cooldown,
            decidesOnReadings: decidesOnReadings, blindAfter: blindAfter, match: match, by: identity,
            parameters: parameters.filter { !names.contains($0.name) } + own, labels: [], hazard: "", colour: nil,
            lifeSafety: false, summary: summary, annotations: annotations)
        apply(labels, to: &rule)
        readAction(action, into: &rule)
        rules.append(rule)
    }

    /// Delays that are over the limit, and fields that this kind of rule cannot have.
    private func checkFields(
        _ fields: inout ConfigurationMapping, subject: RuleSource.Subject?, latching: Bool, hasClear: Bool
    ) {
        for name in ["for", "keep_firing_for", "cooldown", "blind_after"] {
            if let node = fields.optional(name), let length = node.text.flatMap({ Interval(text: $0) }),
                length > RuleFileReader.longestInterval
            {
                node.problem("“\(name)” is longer than 31 days.", remedy: "Write at most 31d.")
            }
        }
        if latching, let node = fields.optional("keep_firing_for") {
            node.problem(
                "A latching alarm is on until a person resets it, so “keep_firing_for” would mean nothing.",
                remedy: "Remove one of “latch” and “keep_firing_for”.")
        }
        if latching, hasClear, let node = fields.optional("clear_when") {
            node.problem(
                "A latching alarm is on until a person resets it, so “clear_when” would mean nothing.",
                remedy: "Remove one of “latch” and “clear_when”.", length: 1)
        }
        switch subject {
        case .reading, nil: break
        case .event, .over, .sequence:
            for name in ["for", "clear_when", "evaluate", "blind_after"] {
                if let node = fields.optional(name) {
                    node.problem(
                        "“\(name)” is for rules about readings; what happens at one instant has no duration.",
                        remedy: "Remove it; “keep_firing_for” says how long the alarm stays on.")
                }
            }
        }
    }

    private func readAlertName(_ node: ConfigurationNode) -> String? {
        guard let text = node.string("“alert”") else { return nil }
        let letters = text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        guard letters, let first = text.utf8.first, first | 0x20 >= UInt8(ascii: "a"), text.utf8.count <= 100 else {
            node.problem(
                "“\(text)” is no name of an alert.",
                remedy: "Use letters, digits and _, beginning with a letter: RiverHigh.")
            return nil
        }
        return text
    }

    private func readEvaluation(_ node: ConfigurationNode?) -> Bool {
        guard let node else { return false }
        switch node.text {
        case "timer": return false
        case "on_reading": return true
        default:
            node.problem(
                "“evaluate” must be timer or on_reading.",
                remedy: "Leave it out for timers; on_reading looks at “for” only when a reading comes.")
            return false
        }
    }

    func readIdentity(_ node: ConfigurationNode?) -> [SourceField]? {
        guard let node else { return nil }
        let known = SourceField.identity.map(\.rawValue).joined(separator: ", ")
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“by” must be a list of words.", remedy: "Write some of [\(known)].")
            return nil
        }
        var fields: [SourceField] = []
        for element in elements {
            guard let word = element.text, let field = SourceField(word: word), SourceField.identity.contains(field)
            else {
                element.problem(
                    "An alarm has no identity by “\(element.text ?? "")”.", remedy: "Known are: \(known).")
                continue
            }
            if fields.contains(field) {
                element.problem("“\(field.rawValue)” is named twice.", remedy: "Remove one.")
            } else {
                fields.append(field)
            }
        }
        return fields.isEmpty ? nil : fields
    }
}
