import City
import Configuration
import RuleEngine
import Telemetry

/// Reads a `_test.yaml` file. Every problem is told at its place; a file with a problem is not run.
struct RuleTestReader {
    let file: ConfigurationFile
    let collector: ProblemCollector
    let city: City
    /// Finds a rule file that a test file names; nil where there is none.
    let ruleFile: (String) -> ConfigurationFile?
    /// Timelines may be empty: they are about to be written.
    let isUpdating: Bool
    var start = RuleTestReader.defaultStart
    var isQualityControlled = true
    var defaults: [String: ConfigurationNode] = [:]
    var ruleFiles: [ConfigurationFile] = []

    static let defaultStart = Timestamp(iso8601: "2026-07-01T08:00:00+08:00") ?? Timestamp(nanoseconds: 0)
    static let longestTest = Interval(seconds: 366 * 86_400)

    init(
        file: ConfigurationFile, city: City, collector: ProblemCollector, isUpdating: Bool,
        ruleFile: @escaping (String) -> ConfigurationFile?
    ) {
        self.file = file
        self.city = city
        self.collector = collector
        self.isUpdating = isUpdating
        self.ruleFile = ruleFile
    }

    mutating func read() -> RuleTestFile? {
        guard let root = ConfigurationNode.root(of: file, collector: collector),
            var fields = root.mapping("A test file")
        else { return nil }
        readRules(fields.optional("rules"), root)
        if let node = fields.optional("start") { start = readDate(node) ?? start }
        if let node = fields.optional("quality_control") { isQualityControlled = readSwitch(node) }
        readDefaults(fields.optional("defaults"))
        let stations = fields.optional("stations")
        let coverage = fields.optional("coverage")
        let tests = fields.required("tests")
        fields.finish()
        guard collector.problems.isEmpty, let tests, let context = context(stations: stations, at: root) else {
            return nil
        }
        guard let elements = tests.elements, !elements.isEmpty else {
            tests.problem("“tests” must be a list of at least one.", remedy: "Begin each test with “- name: …”.")
            return nil
        }
        var names: Set<String> = []
        var read: [RuleTest] = []
        for element in elements {
            guard let test = readTest(element, context) else { continue }
            if !names.insert(test.name).inserted {
                element.problem("Two tests are named “\(test.name)”.", remedy: "Rename one.", length: 1)
            }
            read.append(test)
        }
        var alerts: [String] = []
        for outline in context.rules.outlines where !alerts.contains(outline.alert) { alerts.append(outline.alert) }
        let notApplicable = readCoverage(coverage, alerts: alerts)
        return RuleTestFile(
            file: file, rulePaths: ruleFiles.map(\.path), tests: read, notApplicable: notApplicable, alerts: alerts)
    }

    // MARK: The head of the file

    private mutating func readRules(_ node: ConfigurationNode?, _ root: ConfigurationNode) {
        guard let node else {
            let own = (file.path.split(separator: "/").last.map(String.init) ?? file.path)
                .replacingOccurrences(of: "_test.yaml", with: ".yaml")
            if let found = ruleFile(own) {
                ruleFiles = [found]
            } else {
                root.problem(
                    "There is no rule file \(own) beside this test.",
                    remedy: "Name the test <rule file>_test.yaml, or write “rules: [<rule file>.yaml]”.", length: 1)
            }
            return
        }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“rules” must be a list of files.", remedy: "Write [stage.yaml].")
            return
        }
        for element in elements {
            guard let name = element.string("A rule file") else { continue }
            if let found = ruleFile(name) {
                ruleFiles.append(found)
            } else {
                element.problem(
                    "There is no rule file “\(name)”.", remedy: "Paths are relative to the folder of the test.")
            }
        }
    }

    private mutating func readDefaults(_ node: ConfigurationNode?) {
        guard let node, var fields = node.mapping("“defaults”") else { return }
        for name in ["station", "quantity", "domain", "district", "unit", "every", "delay"] {
            if let value = fields.optional(name) { defaults[name] = value }
        }
        fields.finish()
    }

    private func readCoverage(_ node: ConfigurationNode?, alerts: [String]) -> [RuleTestFile.NotApplicable] {
        guard let node, var fields = node.mapping("“coverage”") else { return [] }
        let list = fields.required("not_applicable")
        fields.finish()
        guard let elements = list?.elements else {
            list?.problem("“not_applicable” must be a list.", remedy: "Write “- {alert: …, kinds: […], reason: …}”.")
            return []
        }
        return elements.compactMap { element in
            guard var parts = element.mapping("An entry of “not_applicable”") else { return nil }
            let alert = readAlert(parts.required("alert"), among: alerts)
            let kinds = readKinds(parts.required("kinds"))
            let reason = parts.string("reason")
            parts.finish()
            guard let alert, let reason else { return nil }
            return RuleTestFile.NotApplicable(alert: alert, kinds: kinds, reason: reason)
        }
    }

    func readKinds(_ node: ConfigurationNode?) -> [CoverageKind] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("This must be a list of kinds.", remedy: "Write some of [\(CoverageKind.words)].")
            return []
        }
        return elements.compactMap { element in
            if let kind = element.text.flatMap({ CoverageKind(rawValue: $0) }) { return kind }
            element.problem("“\(element.text ?? "")” is no kind.", remedy: "Known are: \(CoverageKind.words).")
            return nil
        }
    }

    // MARK: Rules and registry

    /// Compiles the rules for the city's stations, or the test's own.
    func context(
        stations: ConfigurationNode?, probes: [RuleProbe] = [], at node: ConfigurationNode
    ) -> RuleTestContext? {
        let registry: Registry
        if let stations {
            guard let own = readStations(stations) else { return nil }
            registry = own
        } else {
            registry = city.registry
        }
        return compile(registry: registry, isOwnRegistry: stations != nil, checks: [])
    }

    /// Compiles the rules together with the expressions that a test looks at.
    func compile(registry: Registry, isOwnRegistry: Bool, checks: [ExpressionCheck]) -> RuleTestContext? {
        do {
            let rules = try CompiledRules.compile(
                files: ruleFiles, registry: registry, probes: checks.map(\.probe)
            ) { RuleTestReader.hash($0) }
            return RuleTestContext(rules: rules, registry: registry, isOwnRegistry: isOwnRegistry)
        } catch {
            for problem in error.problems {
                if let index = problem.probe, checks.indices.contains(index) {
                    checks[index].node.problem(problem.message, remedy: problem.remedy)
                } else {
                    collector.add(problem)
                }
            }
            return nil
        }
    }

    // MARK: Words that several fields use

    /// A length since the start, or a date.
    func readTime(_ node: ConfigurationNode?, since start: Timestamp) -> Interval? {
        guard let node, let text = node.string("A time") else { return nil }
        let length: Interval
        if let interval = Interval(text: text) {
            length = interval
        } else if let date = Timestamp(iso8601: text) {
            length = date - start
        } else {
            node.problem(
                "“\(text)” is no time.",
                remedy: "Write a length since the start such as 3m20s, or a date such as 2026-07-01T08:05:00+08:00.")
            return nil
        }
        guard length >= .zero, length <= RuleTestReader.longestTest else {
            node.problem("This time is outside the test.", remedy: "A test runs from 0s to 366 days after its start.")
            return nil
        }
        return length
    }

    /// `city` for the city's quality control, `none` for readings as they come.
    func readSwitch(_ node: ConfigurationNode) -> Bool {
        switch node.text {
        case "city": return true
        case "none": return false
        default:
            node.problem("“quality_control” must be city or none.", remedy: "Leave it out for the city's limits.")
            return true
        }
    }

    func readDate(_ node: ConfigurationNode) -> Timestamp? {
        guard let text = node.string("“start”") else { return nil }
        guard let date = Timestamp(iso8601: text) else {
            node.problem("“start” must be a date with its offset.", remedy: "Write 2026-07-01T08:00:00+08:00.")
            return nil
        }
        return date
    }

    func readAlert(_ node: ConfigurationNode?, among known: [String]) -> String? {
        guard let node, let name = node.string("“alert”") else { return nil }
        if known.contains(name) { return name }
        node.problem("No rule raises “\(name)”.", remedy: "Known are: \(known.joined(separator: ", ")).")
        return nil
    }
}
