import Configuration
import Matching
import Telemetry

/// What a rule is about: readings, events, the raises of another alert, or the order of two.
extension RuleFileReader {
    func readSubject(_ fields: inout ConfigurationMapping, identity: inout [SourceField]) -> RuleSource.Subject? {
        let on = fields.optional("on")
        if let sequence = fields.optional("sequence") {
            for name in ["on", "over", "expr"] {
                guard let node = fields.optional(name) else { continue }
                node.problem(
                    "A rule with “sequence” is about the order of two alerts.", remedy: "Remove “\(name)”.", length: 1)
            }
            return readSequence(sequence, identity: &identity)
        }
        guard let over = fields.optional("over") else {
            guard let on else { return .reading }
            switch on.text {
            case "reading": return .reading
            case "event": return .event
            default:
                on.problem("“on” must be reading or event.", remedy: "Write “on: reading” or “on: event”.")
                return nil
            }
        }
        if let on {
            on.problem("A rule with “over” is about the raises of an alert.", remedy: "Remove “on”.")
        }
        guard var parts = over.mapping("“over”") else { return nil }
        let alert = parts.required("alert")
        if let by = readIdentity(parts.optional("by")) { identity = by } else { identity = [.district] }
        parts.finish()
        guard let alert, let name = alert.string("“alert”") else { return nil }
        return .over(alert: alert, name: name)
    }

    // MARK: Sequences

    private func readSequence(
        _ node: ConfigurationNode, identity: inout [SourceField]
    ) -> RuleSource.Subject? {
        guard var fields = node.mapping("“sequence”") else { return nil }
        let first = fields.required("first")
        let then = fields.optional("then")
        let missing = fields.optional("missing")
        let within = readSpan(&fields, "within")
        let after = fields.optional("after").flatMap { _ in readSpan(&fields, "after") }
        let to = fields.optional("to")
        let by = fields.optional("by")
        fields.finish()
        if then == nil, missing == nil {
            node.problem(
                "A sequence needs a second alert.", remedy: "Add “then: B”, or “missing: B” to be told of its absence.",
                length: 1)
        }
        if then != nil, let missing {
            missing.problem("A sequence has “then” or “missing”, not both.", remedy: "Remove one of the two.")
        }
        let neighbour = to.flatMap { node in
            let known = AlertSequence.Neighbour(rawValue: node.text ?? "")
            if known == nil { node.problem("“to” must be upstream or downstream.", remedy: "Write “to: downstream”.") }
            return known
        }
        if let by, to != nil {
            by.problem("With “to” the alarm is the neighbour station's.", remedy: "Remove “by”.", length: 1)
        }
        identity = to != nil ? [.station] : readIdentity(by) ?? [.district]
        guard let first, let second = then ?? missing, let within, let firstName = first.string("“first”"),
            let secondName = second.string(then == nil ? "“missing”" : "“then”")
        else { return nil }
        guard after ?? .zero <= within else {
            node.problem("“after” lies behind “within”.", remedy: "Write a shorter “after”.", length: 1)
            return nil
        }
        let sequence = AlertSequence(
            first: firstName, second: secondName, isMissing: then == nil,
            afterNanoseconds: after?.nanoseconds ?? 0, withinNanoseconds: within.nanoseconds, neighbour: neighbour)
        return .sequence(sequence, first: first, second: second)
    }

    private func readSpan(_ fields: inout ConfigurationMapping, _ name: String) -> Interval? {
        guard let node = fields.required(name), let length = node.interval("“\(name)”") else { return nil }
        guard length > .zero || name == "after" else {
            node.problem("Nothing happens within no time.", remedy: "Write a length of time such as 2h.")
            return nil
        }
        guard length <= RuleFileReader.longestInterval else {
            node.problem("“\(name)” is longer than 31 days.", remedy: "Write at most 31d.")
            return nil
        }
        return length
    }

    // MARK: Other fields

    /// Who acts: the linkage reads it as a label.
    func readAction(_ node: ConfigurationNode?, into rule: inout RuleSource) {
        guard let node else { return }
        guard let text = node.text, text == "auto" || text == "propose" else {
            node.problem(
                "“action” must be auto or propose.",
                remedy: "Leave it out where the linkage matrix decides; propose asks a person first.")
            return
        }
        rule.labels.removeAll { $0.name == "action" }
        rule.labels.append(.init(name: "action", value: text))
        rule.labels.sort { $0.name < $1.name }
    }

    func readBlindAfter(_ fields: inout ConfigurationMapping, _ subject: RuleSource.Subject?) -> Interval? {
        guard let node = fields.optional("blind_after"), let length = node.interval("“blind_after”") else { return nil }
        guard length > .zero else {
            node.problem("“blind_after” must be longer than nothing.", remedy: "Write a length of time such as 30m.")
            return nil
        }
        return length
    }
}
