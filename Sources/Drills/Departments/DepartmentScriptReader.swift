import Configuration
import IncidentCommand
import Telemetry

/// Reads a script of simulated departments:
///
///     seed: 7
///     telephone: {after: 90s, officer: 李警官 Officer Li}
///     departments:
///       - department: water
///         person: 王工 Engineer Wang
///         manners:
///           - {share: 80, answers: {acknowledged: 2m, accepted: 1m, under_way: 5m, done: 40m}}
///           - {share: 15, answers: {acknowledged: 3m, declined: 2m}, reason: "人手不足 / no crew left"}
///           - {share: 5, answers: never}
///       - {department: police, answers: never}
///       - {department: any, answers: {acknowledged: 1m, accepted: 30s, done: 30m}}
package struct DepartmentScriptReader {
    private let collector = ProblemCollector()
    private let linkage: Linkage

    /// A department's id in a script that stands for every one.
    private static let any = "any"
    /// Who answers where the script names nobody.
    private static let person = "演练值班员 Exercise clerk"
    /// Who rings where the script names nobody.
    private static let officer = "演练指挥员 Exercise officer"

    /// - Parameter linkage: departments and hazards that the script may name.
    package static func read(_ file: ConfigurationFile, linkage: Linkage) throws(ConfigurationProblems)
        -> DepartmentScript
    {
        let reader = DepartmentScriptReader(linkage: linkage)
        let script = reader.script(file)
        try reader.collector.throwIfAny()
        return script ?? DepartmentScript(seed: 0, entries: [])
    }

    private init(linkage: Linkage) {
        self.linkage = linkage
    }

    private func script(_ file: ConfigurationFile) -> DepartmentScript? {
        guard let root = ConfigurationNode.root(of: file, collector: collector),
            var fields = root.mapping("A script of departments")
        else { return nil }
        let seed = fields.optional("seed")
        let telephone = fields.optional("telephone").flatMap(telephone)
        let list = fields.required("departments")
        fields.finish()
        guard let list else { return nil }
        guard let elements = list.elements, !elements.isEmpty else {
            list.problem("“departments” must be a list.", remedy: "Begin each with “- department: …”.")
            return nil
        }
        let entries = elements.compactMap(entry)
        if seed == nil, entries.contains(where: { $0.manners.count > 1 }) {
            list.problem(
                "A script with shares needs a “seed”: without it nobody could repeat the drill.",
                remedy: "Add a line “seed: 7” above “departments”.", length: 1)
        }
        return DepartmentScript(
            seed: UInt64(seed?.integer("“seed”", in: 0...Int.max) ?? 0), telephone: telephone, entries: entries)
    }

    private func telephone(_ node: ConfigurationNode) -> DepartmentScript.Telephone? {
        guard var fields = node.mapping("“telephone”") else { return nil }
        let after = fields.required("after")?.interval("“after”")
        let officer = fields.optionalString("officer")
        fields.finish()
        return after.map {
            DepartmentScript.Telephone(after: $0, officer: officer ?? DepartmentScriptReader.officer)
        }
    }

    private func entry(_ node: ConfigurationNode) -> DepartmentScript.Entry? {
        guard var fields = node.mapping("A department of the script") else { return nil }
        let nameNode = fields.required("department")
        let name = nameNode?.string("“department”")
        let person = fields.optionalString("person")
        let hazardNode = fields.optional("hazards")
        let list = fields.optional("manners")
        let single = list == nil ? manner(&fields, of: node, share: 100) : nil
        fields.finish()
        if let name, name != DepartmentScriptReader.any, linkage.department(name) == nil {
            nameNode?.problem(
                "There is no department “\(name)”.",
                remedy: "Write an id of linkage/, or “any” for every department that no entry above fits.")
        }
        guard let name else { return nil }
        return DepartmentScript.Entry(
            department: name == DepartmentScriptReader.any ? nil : name, hazards: hazardNode.map(hazards),
            person: person ?? DepartmentScriptReader.person,
            manners: list.map(manners) ?? [single].compactMap { $0 })
    }

    private func hazards(_ node: ConfigurationNode) -> Set<String> {
        guard let elements = node.elements else {
            node.problem("“hazards” must be a list.", remedy: "Write [fire, gas].")
            return []
        }
        return Set(
            elements.compactMap { element -> String? in
                guard let id = element.string("Each of “hazards”") else { return nil }
                if linkage.hazard(id) == nil {
                    element.problem("There is no hazard “\(id)”.", remedy: "Write an id of linkage/.")
                }
                return id
            })
    }

    private func manners(_ list: ConfigurationNode) -> [DepartmentScript.Manner] {
        guard let elements = list.elements, !elements.isEmpty else {
            list.problem("“manners” must be a list.", remedy: "Write one “- {share: 80, answers: {…}}” a line.")
            return []
        }
        var total = 0
        var result: [DepartmentScript.Manner] = []
        for element in elements {
            guard var fields = element.mapping("A manner") else { continue }
            let share = fields.required("share")?.integer("“share”", in: 1...100) ?? 0
            total += share
            if let manner = manner(&fields, of: element, share: share) { result.append(manner) }
            fields.finish()
        }
        if total != 100 {
            list.problem(
                "The shares are \(total) percent together.", remedy: "Make them 100; “answers: never” is a share too.",
                length: 1)
        }
        return result
    }

    /// `answers: never`, or a mapping of answers in their order.
    private func manner(
        _ fields: inout ConfigurationMapping, of node: ConfigurationNode, share: Int
    ) -> DepartmentScript.Manner? {
        let answers = fields.required("answers")
        let reasonNode = fields.optional("reason")
        let reason = reasonNode?.string("“reason”")
        guard let answers else { return nil }
        if answers.text == "never" { return DepartmentScript.Manner(share: share, steps: [], reason: nil) }
        guard let entries = answers.entries, !entries.isEmpty else {
            answers.problem(
                "“answers” must be a mapping of answers to lengths of time, or never.",
                remedy: "Write {acknowledged: 2m, accepted: 1m, done: 40m}.")
            return nil
        }
        let steps = entries.compactMap { step($0.key, $0.value) }
        if let declined = steps.firstIndex(where: { $0.state == .declined }), declined < steps.count - 1 {
            entries[declined].key.problem(
                "“declined” must be the last answer.",
                remedy: "Remove what follows it, or decline in a manner of its own.")
        }
        if reason != nil, steps.last?.state != .declined {
            reasonNode?.problem("Only an answer “declined” has a reason.", remedy: "Remove “reason”.")
        }
        return DepartmentScript.Manner(share: share, steps: steps, reason: reason)
    }

    private func step(_ key: ConfigurationNode, _ value: ConfigurationNode) -> DepartmentScript.Step? {
        guard let name = key.string("An answer") else { return nil }
        guard let state = AnswerState(rawValue: name) else {
            let known = AnswerState.allCases.map(\.rawValue).joined(separator: ", ")
            key.problem("There is no answer “\(name)”.", remedy: "Known are: \(known).")
            return nil
        }
        guard let after = value.interval("“\(name)”") else { return nil }
        return DepartmentScript.Step(state: state, after: after)
    }
}
