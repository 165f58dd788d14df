import Configuration
import Telemetry

/// All quality limits of a city, read and checked.
package struct QualityRules: Sendable {
    /// In the order of files and entries; a series takes the first that matches it.
    package let rules: [QualityRule]

    package static let none = QualityRules(rules: [])
    /// Folder of a city that holds them.
    package static let folder = "quality"

    /// Reads `quality/*.yaml`, or tells all problems at once.
    ///
    /// - Parameter registry: its stations are those that overrides and neighbours may name, and none may be matched by two
    ///   entries; without stations every name is taken.
    package static func load(
        bundle: ConfigurationBundle, registry: Registry
    ) throws(ConfigurationProblems) -> QualityRules {
        let collector = ProblemCollector()
        var reader = QualityFileReader(collector: collector, registry: registry)
        for file in bundle.files(below: folder) { reader.read(file) }
        reader.checkOverlaps()
        try collector.throwIfAny()
        return QualityRules(rules: reader.rules)
    }

    /// Whether any entry holds readings against those of other stations.
    var haveNeighbours: Bool {
        rules.contains { rule in
            rule.limits.neighbour != nil || rule.stations.values.contains { $0.neighbour != nil }
        }
    }

    /// What a series' readings go through; nil where nothing is set for it.
    package func limits(of series: SeriesDescription, registry: Registry) -> QualityLimits? {
        guard let rule = rules.first(where: { $0.matches(series, registry: registry) }) else { return nil }
        let limits = rule.limits(of: series.station)
        return limits.isEmpty ? nil : limits
    }
}
