import Configuration
import Foundation
import Telemetry
import Views

/// Reads the standards of response times that the city has written down in `standards.yaml`.
enum ResponseStandardsFile {
    static let name = "standards.yaml"

    /// - Returns: none where the city has no such file.
    /// - Throws: `ConfigurationProblems` with line, column and remedy.
    static func read(cityFolder: String) throws -> [ResponseStandard] {
        let path = "\(cityFolder)/\(name)"
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return try parse(ConfigurationFile(path: name, text: String(decoding: data, as: UTF8.self)))
    }

    static func parse(_ file: ConfigurationFile) throws(ConfigurationProblems) -> [ResponseStandard] {
        let collector = ProblemCollector()
        let standards = list(file, collector)
        try collector.throwIfAny()
        return standards
    }

    private static func list(_ file: ConfigurationFile, _ collector: ProblemCollector) -> [ResponseStandard] {
        guard let root = ConfigurationNode.root(of: file, collector: collector),
            var fields = root.mapping("The file of standards")
        else { return [] }
        let list = fields.required("standards")
        fields.finish()
        guard let list else { return [] }
        guard let elements = list.elements else {
            list.problem("“standards” must be a list.", remedy: "Begin each with “- phase: …”.")
            return []
        }
        return elements.compactMap(standard)
    }

    private static func standard(_ node: ConfigurationNode) -> ResponseStandard? {
        guard var fields = node.mapping("A standard") else { return nil }
        let phaseNode = fields.required("phase")
        let departments = fields.optional("departments")
        let percent = fields.required("percent")?.integer("“percent”", in: 1...100)
        let within = fields.interval("within")
        let source = fields.string("source")
        let date = fields.string("date")
        fields.finish()
        guard let phaseNode, let name = phaseNode.string("“phase”") else { return nil }
        guard let phase = ResponseTimes.Phase(rawValue: name) else {
            let known = ResponseTimes.Phase.allCases.map(\.rawValue).joined(separator: ", ")
            phaseNode.problem("There is no phase “\(name)”.", remedy: "Known are: \(known).")
            return nil
        }
        guard let percent, let within, let source, date != nil else { return nil }
        let ids = departments.map { list in Set((list.elements ?? []).compactMap { $0.string("Each of “departments”") })
        }
        return ResponseStandard(
            phase: phase, departments: ids, percent: percent, within: within, source: source)
    }
}
