import Matching
import Telemetry

/// A registered series that a rule runs on.
struct LintedSeries {
    var station: Station
    var quantity: StationQuantity
    /// What the sensor can measure; nil where quality control does not say.
    var span: NumberRange?
    /// Whether the registry says enough to be sure that the rule matches: where it does not name the domain, messages do.
    var isCertain: Bool

    var heartbeat: Interval? { quantity.heartbeat }
}

/// Series that are the same to a rule: same parameters, thresholds and span.
struct LintCase {
    /// What names stand for; a nil value is one that is not set.
    var constants: [String: AbstractValue?]
    var span: NumberRange?
    /// Ids of the stations, in the registry's order; empty where the rule is looked at without any.
    var stations: [String]
    /// Everything that the rule's conditions read has a value.
    var isComplete: Bool

    /// The first case, for the stations of all.
    static func merged(_ cases: [LintCase]) -> LintCase? {
        guard var result = cases.first else { return nil }
        result.stations = cases.flatMap(\.stations)
        return result
    }

    /// “river-1” or “river-1 and 3 more”.
    var chinese: String {
        stations.isEmpty ? "" : "（\(stations[0])\(stations.count > 1 ? " 等 \(stations.count) 个测站" : "")）"
    }
    var english: String {
        stations.isEmpty ? "" : " (\(stations[0])\(stations.count > 1 ? " and \(stations.count - 1) more" : ""))"
    }
}
