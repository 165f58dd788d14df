import Configuration
import Matching
import QualityControl
import RuleEngine
import Telemetry

/// What linting looks at; it reads nothing else.
package struct LintInput {
    /// Rule files, by path.
    package var files: [ConfigurationFile]
    package var registry: Registry
    /// Tells what sensors can measure.
    package var quality: QualityRules
    /// How long readings are stored; nil where that is not known.
    package var retention: Interval?
    package var policy: LintPolicy
    /// Incidents by alert in a recording, counted by whoever replays it; nil where nobody did.
    package var incidentCounts: [String: Int]?
    /// What links came to, by address, where somebody tried; a reason where one did not open.
    package var deadLinks: [String: String]

    /// What is wrong in files that are no rule files: the registry, quality limits.
    package var problems: [ConfigurationProblem]

    /// - Parameter files: rule files only, see `CompiledRules.ruleFiles(of:)`.
    package init(
        files: [ConfigurationFile], registry: Registry, quality: QualityRules = .none, retention: Interval? = nil,
        policy: LintPolicy = .none, incidentCounts: [String: Int]? = nil, deadLinks: [String: String] = [:],
        problems: [ConfigurationProblem] = []
    ) {
        self.problems = problems
        self.files = files.sorted { $0.path < $1.path }
        self.registry = registry
        self.quality = quality
        self.retention = retention
        self.policy = policy
        self.incidentCounts = incidentCounts
        self.deadLinks = deadLinks
    }

    /// The registered series that a rule runs on, in the registry's order.
    func series(of source: RuleSource) -> [LintedSeries] {
        var result: [LintedSeries] = []
        for (index, station) in registry.stations.enumerated() {
            for quantity in station.quantities {
                let domain = station.domain(ofQuantity: quantity.quantity)
                let words = SourceWords(
                    station: station.id, district: station.district, domain: domain ?? "", quantity: quantity.quantity,
                    place: station.place.isEmpty ? station.id : station.place, unit: quantity.unit)
                let unknown: Set<SourceField> = domain == nil ? [.domain] : []
                guard source.match.matches(words, leavingOut: unknown) else { continue }
                let description = SeriesDescription(
                    id: SeriesID(rawValue: 0), topic: "", district: station.district, domain: domain ?? "",
                    station: station.id, quantity: quantity.quantity, unit: quantity.unit, registered: index)
                let span = quality.limits(of: description, registry: registry)?.sensorSpan
                result.append(
                    LintedSeries(
                        station: station, quantity: quantity, span: span.flatMap { NumberRange($0.low, $0.high) },
                        isCertain: domain != nil || source.match.matches(words)))
            }
        }
        return result
    }
}
