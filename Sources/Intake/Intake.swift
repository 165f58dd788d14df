import Telemetry

/// Turns the messages of the field into readings and events.
///
/// Two stages. `parse` is a pure function of a message's bytes. `admit` knows the series: it finds or creates the
/// series, converts units, decides whether the device's clock is believed, and marks what is late. Its state is part of
/// the fold over the journal: the same messages with the same stamps give the same output, in any process.
package struct Intake: Sendable {
    /// All series, in the order in which they appeared; the index is the series' id.
    package internal(set) var series = SeriesCatalogue()
    package internal(set) var counts = IntakeCounts()
    package internal(set) var registry: Registry
    package var limits: IntakeLimits

    var table = SeriesTable()
    /// What the hot path needs of each series, by its id.
    var states: ContiguousArray<SeriesState> = []
    /// Series by who they are, for what comes by a second topic or name.
    var identities = IdentityTable()
    /// How values become values in their series' unit; the first leaves them as they are.
    var conversions = [UnitConversion.identity]
    /// First life-safety station of each gateway, by the gateway's id. Only looked up, never iterated.
    var gateways: [String: String] = [:]
    /// Series of stations that are not registered; bounded by `limits.maximumSeries`.
    var unregisteredSeries = 0

    /// Longest spelling of a unit, in bytes.
    static let unitBytes = 64

    package init(registry: Registry, limits: IntakeLimits = IntakeLimits()) {
        self.registry = registry
        self.limits = limits
        gateways = Intake.gateways(registry)
    }

    /// Newest event time seen of a series; nil before its first reading.
    package func newestEventTime(_ series: SeriesID) -> Timestamp? {
        guard states.indices.contains(series.index) else { return nil }
        let newest = states[series.index].newestNanoseconds
        return newest == Int64.min ? nil : Timestamp(nanoseconds: newest)
    }

    /// The series of a station, in id order.
    package func series(station: String) -> [SeriesDescription] {
        series.filter { $0.station == station }
    }

    static func gateways(_ registry: Registry) -> [String: String] {
        var gateways: [String: String] = [:]
        for station in registry.stations where station.lifeSafety {
            if let gateway = station.gateway, gateways[gateway] == nil { gateways[gateway] = station.id }
        }
        return gateways
    }
}

/// What the hot path needs of a series; 32 bytes.
struct SeriesState: Sendable {
    /// `Int64.min` before the first reading.
    var newestNanoseconds = Int64.min
    /// Spelling of the unit that came last, and how it converts.
    var unit = UnitKey.none
    /// Place in `Intake.conversions`; 0 where values stay as they are.
    var conversion: Int32 = 0
    var lifeSafety = false
    /// Older readings are stored, not judged.
    var horizon = Interval.zero
}

/// Who a series is. A registered station is known by its id alone; others also by where their topic puts them, so that
/// two strangers with the same id stay apart.
struct SeriesIdentity: Hashable, Sendable {
    var district: String
    var domain: String
    var station: String
    var quantity: String
}
