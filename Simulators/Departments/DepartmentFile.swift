import Configuration
import Telemetry

/// The departments of the simulated city as their data file describes them; `Simulators/departments.yaml` says how.
package struct DepartmentFile: Sendable {
    /// In the order of the file.
    package let departments: [(id: String, manner: DepartmentManner)]

    /// - Throws: every problem with its line, column and remedy.
    package init(_ file: ConfigurationFile) throws(ConfigurationProblems) {
        let collector = ProblemCollector()
        departments = DepartmentFile.read(file, collector)
        try collector.throwIfAny()
    }

    private static func read(
        _ file: ConfigurationFile, _ collector: ProblemCollector
    ) -> [(id: String, manner: DepartmentManner)] {
        guard let root = ConfigurationNode.root(of: file, collector: collector),
            var fields = root.mapping("The file of departments")
        else { return [] }
        let seed = fields.required("seed")?.integer("“seed”", in: 0...Int.max) ?? 0
        let list = fields.required("departments")
        fields.finish()
        guard let list else { return [] }
        guard let elements = list.elements else {
            list.problem("“departments” must be a list.", remedy: "Begin each with “- {department: …”.")
            return []
        }
        var result: [(id: String, manner: DepartmentManner)] = []
        for element in elements {
            guard let entry = department(element, seed: UInt64(seed)) else { continue }
            if result.contains(where: { $0.id == entry.id }) {
                element.problem("“\(entry.id)” stands here twice.", remedy: "Remove one of them.", length: 1)
            }
            result.append(entry)
        }
        return result
    }

    private static func department(
        _ node: ConfigurationNode, seed: UInt64
    ) -> (id: String, manner: DepartmentManner)? {
        guard var fields = node.mapping("A department") else { return nil }
        let id = fields.string("department")
        let person = fields.optionalString("person")
        let way = fields.optional("by")
        let answers = fields.required("answers")
        let spreadNode = fields.optional("spread")
        let spread = spreadNode?.double("“spread”") ?? 1
        let declines = fields.optional("declines")
        let outage = fields.optional("fails_for")
        let onFailure = fields.optional("on_failure")
        fields.finish()
        guard let id, let answers else { return nil }
        var manner = DepartmentManner(steps: steps(answers), person: person ?? "值班员 Duty clerk")
        manner.seed = seed
        manner.spread = spread
        manner.declines = Set((declines?.elements ?? []).compactMap { $0.string("Each of “declines”") })
        if !(1...10).contains(spread) {
            spreadNode?.problem(
                "“spread” must be from 1 to 10.", remedy: "Write 1.5, or 1 for a department like a clock.")
        }
        if let way, let text = way.string("“by”") {
            guard let known = DepartmentManner.Way(rawValue: text) else {
                way.problem("There is no way “\(text)”.", remedy: "Write mqtt, webhook or phone.")
                return nil
            }
            manner.way = known
        }
        readOutage(outage, onFailure, into: &manner)
        return (id, manner)
    }

    private static func readOutage(
        _ outage: ConfigurationNode?, _ onFailure: ConfigurationNode?, into manner: inout DepartmentManner
    ) {
        if let outage {
            if manner.way != .webhook {
                outage.problem("Only a receiver of posts fails.", remedy: "Write “by: webhook”, or leave it out.")
            }
            manner.outage = outage.interval("“fails_for”")
        }
        guard let onFailure, let word = onFailure.string("“on_failure”") else { return }
        switch word {
        case "wait": manner.isPatient = true
        case "broker": manner.isPatient = false
        default: onFailure.problem("“on_failure” can't be “\(word)”.", remedy: "Write wait or broker.")
        }
    }

    private static func steps(_ node: ConfigurationNode) -> [DepartmentManner.Step] {
        if node.text == "never" { return [] }
        guard let entries = node.entries, !entries.isEmpty else {
            node.problem(
                "“answers” must be a mapping of answers to lengths of time, or never.",
                remedy: "Write {acknowledged: 2m, accepted: 1m, done: 40m}.")
            return []
        }
        return entries.compactMap { entry in
            guard let name = entry.key.string("An answer") else { return nil }
            guard let state = SimulatedAnswerState(rawValue: name) else {
                let known = SimulatedAnswerState.allCases.map(\.rawValue).joined(separator: ", ")
                entry.key.problem("There is no answer “\(name)”.", remedy: "Known are: \(known).")
                return nil
            }
            guard let after = entry.value.interval("“\(name)”") else { return nil }
            return DepartmentManner.Step(state, after: after)
        }
    }
}
