import CEL
import Configuration
import Matching
import Telemetry

/// What a city wants of its rules beyond that they run: `lint.yaml` in its folder. Nothing of it is on by default.
package struct LintPolicy: Sendable {
    /// Annotations that every rule must have: `summary`, `advice`, `runbook`, `source`.
    package var annotations: [String] = []
    /// Labels that every rule must have, in the order written; without values any will do.
    package var labels: [(name: String, values: [String])] = []
    /// What every alert's name must look like; nil where any will do.
    package var name: SourcePattern?
    /// `name` as it is written.
    package var nameText = ""
    /// Shortest `for` of rules about readings that are not about life safety.
    package var shortestDelay: Interval?
    package var longestDelay: Interval?
    /// Every rule names its owner: `# owner: …` above it, above its group or at the head of the file.
    package var wantsOwner = false
    /// Most incidents of one alert in the recording that is replayed.
    package var mostIncidents: Int?
    /// Links in annotations must open.
    package var opensLinks = false
    /// What is wrong in the file itself.
    package var problems: [ConfigurationProblem] = []

    /// Nothing is wanted.
    package static let none = LintPolicy()
    /// The file in the city's folder.
    package static let path = "lint.yaml"

    package init() {}

    /// Reads `lint.yaml`; without it nothing is wanted.
    package init(bundle: ConfigurationBundle) {
        guard let file = bundle.file(LintPolicy.path) else { return }
        let collector = ProblemCollector()
        if let root = ConfigurationNode.root(of: file, collector: collector), var fields = root.mapping("lint.yaml") {
            if let node = fields.required("policy"), var policy = node.mapping("“policy”") {
                read(&policy)
                policy.finish()
            }
            fields.finish()
        }
        problems = collector.problems
    }

    private mutating func read(_ fields: inout ConfigurationMapping) {
        annotations = fields.strings("annotations")
        if let node = fields.optional("labels"), let labels = node.mapping("“labels”") {
            for (key, value) in labels.all {
                guard let name = key.string("A label's name") else { continue }
                guard let elements = value.elements else {
                    value.problem("The values of a label must be a list.", remedy: "Write [a, b], or [] for any value.")
                    continue
                }
                self.labels.append((name, elements.compactMap { $0.string("A label's value") }))
            }
        }
        if let node = fields.optional("name") {
            nameText = node.text ?? ""
            name = SourceMatchReader.pattern(node, named: "name")
        }
        if let node = fields.optional("for"), var delay = node.mapping("“for”") {
            shortestDelay = delay.optionalInterval("at_least")
            longestDelay = delay.optionalInterval("at_most")
            delay.finish()
        }
        wantsOwner = fields.optionalBoolean("owner") ?? false
        if let node = fields.optional("incidents"), var incidents = node.mapping("“incidents”") {
            mostIncidents = incidents.required("at_most")?.integer("“at_most”", in: 0...1_000_000)
            incidents.finish()
        }
        opensLinks = fields.optionalBoolean("links") ?? false
    }
}
