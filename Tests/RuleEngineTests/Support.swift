import Configuration
import Telemetry

@testable import RuleEngine

/// Compiles rule text, or returns its problems.
func compile(_ text: String, registry: Registry = .empty, path: String = "river/rules.yaml") throws -> CompiledRules {
    try CompiledRules.compile(
        files: [ConfigurationFile(path: path, text: text)], registry: registry, hashText: { _ in "0123456789abcdef" })
}

func problems(_ text: String, registry: Registry = .empty) -> [ConfigurationProblem] {
    do {
        _ = try compile(text, registry: registry)
        return []
    } catch let error as ConfigurationProblems {
        return error.problems
    } catch {
        return []
    }
}

/// An engine with a clock that only the test moves; times are seconds after `Watch.start`.
final class Watch {
    static let start: Int64 = 1_780_272_000
    let engine: RuleEngine
    private(set) var changes: [AlarmChange] = []
    /// Changes that a test does not look at.
    var unheard: [AlarmChange] = []
    private var ids: [String: SeriesID] = [:]
    var nextID: Int32 = 0
    private let unit: String

    init(_ text: String, registry: Registry = .empty, unit: String = "m", lateness: Lateness = .none) throws {
        engine = RuleEngine(rules: try compile(text, registry: registry), registry: registry, lateness: lateness)
        self.unit = unit
    }

    func series(_ station: String, district: String, domain: String, quantity: String) -> SeriesID {
        let topic = "city/\(district)/\(domain)/\(station)/\(quantity)"
        if let known = ids[topic] { return known }
        let id = SeriesID(rawValue: nextID)
        nextID += 1
        ids[topic] = id
        engine.addSeries(
            SeriesDescription(
                id: id, topic: topic, district: district, domain: domain, station: station, quantity: quantity,
                unit: unit, registered: engine.registry.index(ofStation: station)))
        return id
    }

    static func time(_ seconds: Double) -> Timestamp {
        Timestamp(seconds: start) + Interval(nanoseconds: Int64(seconds * 1e9))
    }

    /// Fires what is due before a moment.
    func advance(to seconds: Double) {
        engine.fireTimers(before: Watch.time(seconds), into: &changes)
    }

    /// A reading measured at `seconds`, received then or at `receivedAt`.
    func read(
        _ seconds: Double, _ value: Double, station: String = "r1", district: String = "north",
        domain: String = "water",
        quantity: String = "stage", receivedAt: Double? = nil, quality: QualityFlag = .notEvaluated,
        marks: ReadingMarks = []
    ) {
        let at = receivedAt ?? seconds
        let id = series(station, district: district, domain: domain, quantity: quantity)
        advance(to: at)
        engine.apply(
            Reading(
                series: id, eventTime: Watch.time(seconds), receivedAt: Watch.time(at), value: value, quality: quality,
                marks: marks), into: &changes)
    }

    func event(
        _ seconds: Double, _ members: [EventMember], station: String = "b1", domain: String = "security",
        quantity: String = "panic", id: String = "e1", marks: ReadingMarks = []
    ) {
        advance(to: seconds)
        engine.apply(
            EventObject(
                topic: "city/north/\(domain)/\(station)/\(quantity)", district: "north", domain: domain,
                station: station,
                quantity: quantity, id: id, eventTime: Watch.time(seconds), receivedAt: Watch.time(seconds),
                marks: marks,
                members: members, registered: engine.registry.index(ofStation: station)), into: &changes)
    }

    func reset(_ alert: String, _ key: String, at seconds: Double) -> Bool {
        advance(to: seconds)
        return engine.resetLatch(alarm: AlarmID(alert: alert, key: key), at: Watch.time(seconds), into: &changes)
    }

    func reload(_ text: String, at seconds: Double) throws {
        advance(to: seconds)
        engine.replaceRules(
            try compile(text, registry: engine.registry), registry: engine.registry, at: Watch.time(seconds),
            into: &changes)
    }

    func postpone(by seconds: Int64) {
        engine.postponeTimers(by: Interval(seconds: seconds))
    }

    /// `raised@300 RiverHigh r1`, in order; nanoseconds past a second are shown as +1ns.
    var steps: [String] {
        changes.map { change in
            let offset = (change.at - Watch.time(0)).nanoseconds
            let rest = offset % 1_000_000_000
            let moment = rest == 0 ? "\(offset / 1_000_000_000)" : "\(offset / 1_000_000_000)+\(rest)ns"
            return "\(change.kind.rawValue)@\(moment) \(change.alarm.alert) \(change.alarm.key)"
        }
    }

    var last: AlarmChange? { changes.last }

    func clearSteps() { changes.removeAll() }
}

/// One group about water stages, with the rules given.
func group(_ rules: String, match: String = "{domain: water}", parameters: String = "{}") -> String {
    """
    groups:
      - name: test
        match: \(match)
        params: \(parameters)
        labels: {hazard: river_flood}
        rules:
    \(rules.split(separator: "\n", omittingEmptySubsequences: false).map { "      " + $0 }.joined(separator: "\n"))
    """
}

/// A registry with one gauge that reports every five minutes.
func gaugeRegistry(
    lifeSafety: Bool = false,
    thresholds: [StationThreshold] = [
        StationThreshold(name: "warning", value: 3.0, source: "plan 2025 table 3", date: "2025-04-01"),
        StationThreshold(name: "deadband", value: 0.05, source: "operators", date: "2025-04-01"),
    ]
) -> Registry {
    Registry(
        stations: [
            Station(
                id: "r1", name: Bilingual(chinese: "上游站", english: "Upper gauge"), latitudeDegrees: 27,
                longitudeDegrees: 110, district: "north", place: "reach-1", gateway: nil, upstream: [], downstream: [],
                lifeSafety: lifeSafety,
                quantities: [
                    StationQuantity(
                        quantity: "stage", unit: "m", heartbeat: Interval(seconds: 300), thresholds: thresholds)
                ])
        ],
        places: [Place(id: "reach-1", name: Bilingual(chinese: "沅水上段", english: "Upper reach"), district: "north")],
        districts: [])
}
