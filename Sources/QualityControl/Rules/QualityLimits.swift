import Matching
import Telemetry

/// The tests that readings of one kind go through, with their limits. A test that is nil is not made.
package struct QualityLimits: Hashable, Sendable {
    package var sensorSpan: Span?
    package var operatorSpan: Span?
    package var spike: Spike?
    package var rate: Rate?
    package var flatLine: FlatLine?
    package var gap: Gap?
    package var neighbour: Neighbour?

    /// Who set a limit, and when.
    package struct Source: Hashable, Sendable {
        /// Document, table, authority.
        package var text: String
        /// ISO 8601 date on which it was set or last confirmed.
        package var date: String
    }

    /// Both ends belong to it; in the series' unit.
    package struct Span: Hashable, Sendable {
        package var low: Double
        package var high: Double
        package var source: Source
    }

    /// Distance of a reading from the middle of its two neighbours in time, in the series' unit.
    package struct Spike: Hashable, Sendable {
        /// Farther than this is suspect.
        package var suspect: Double
        /// Farther than this fails; infinite where nothing does.
        package var fail: Double
        /// The three readings lie within this, else they say nothing about one another.
        package var within: Interval?
        package var source: Source
    }

    /// Change from one reading to the next.
    package struct Rate: Hashable, Sendable {
        /// Suspect above this many sample deviations of the readings before.
        package var deviations: Double
        /// How many readings the deviation is taken from.
        package var readings: Int
        /// Never suspect up to this change in `per`, however quiet it was before; in the series' unit.
        package var atLeast: Double
        package var per: Interval
        package var source: Source
    }

    /// Readings in a row that stay within the tolerance of the first of them.
    package struct FlatLine: Hashable, Sendable {
        package var suspectAfter: Int
        /// Nil where nothing fails by it.
        package var failAfter: Int?
        /// In the series' unit.
        package var tolerance: Double
        /// Where standing still is natural: no rain, a dry underpass.
        package var idle: ClosedRange<Double>?
        package var source: Source
    }

    /// Time since the reading before.
    package struct Gap: Hashable, Sendable {
        package var after: Interval
        package var source: Source
    }

    /// Difference from every neighbour station that was heard lately.
    package struct Neighbour: Hashable, Sendable {
        /// In the series' unit.
        package var limit: Double
        /// The nearest registered stations with the same quantity and unit up to this distance, at most `countLimit`.
        package var metres: Double?
        /// Neighbours by id.
        package var stations: [String]
        /// A neighbour's reading counts for this long.
        package var within: Interval
        package var source: Source

        package static let countLimit = 4
        package static let metresLimit = 50_000.0
    }

    package init() {}

    package var isEmpty: Bool { self == QualityLimits() }
}

/// One entry of a quality file.
package struct QualityRule: Sendable {
    package var name: String
    /// `quality/stage.yaml:3`.
    package var origin: String
    var match: SourceMatch
    package var limits: QualityLimits
    /// Stations with limits of their own. Only looked up.
    package var stations: [String: QualityLimits]

    func limits(of station: String) -> QualityLimits { stations[station] ?? limits }

    func matches(_ series: SeriesDescription, registry: Registry) -> Bool {
        match.matches(
            SourceWords(
                station: series.station, district: series.district, domain: series.domain, quantity: series.quantity,
                place: series.registered.map { registry.stations[$0].place } ?? series.station, unit: series.unit))
    }
}
