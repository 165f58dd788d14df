import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// A store in memory that also notes what a store must never be asked to do.
final class GatheringSink: FoldSink {
    private struct ReadingKey: Hashable {
        var series: SeriesID
        var microseconds: Int64
    }

    private struct EventKey: Hashable {
        var topic: String
        var id: String
    }

    private var readings: [ReadingKey: [StoredRevision]] = [:]
    private var events: [EventKey: [(revision: Int32, event: EventObject)]] = [:]
    private(set) var readingCount = 0
    private(set) var eventCount = 0
    private(set) var entries: [LogEntry] = []
    private(set) var messages: [OutboundMessage] = []
    private(set) var quarantined: [QuarantineRow] = []
    private(set) var incidents: [String: String] = [:]
    /// Rows whose key was taken already: they would be lost without a word.
    private(set) var collisions: [String] = []
    private let cities: [String: LoadedCity]
    /// Where a run looks up what another run stored; as recovery does.
    private let stored: GatheringSink?

    init(cities: [LoadedCity] = [], stored: GatheringSink? = nil) {
        self.cities = Dictionary(cities.map { ($0.sha256, $0) }) { first, _ in first }
        self.stored = stored
    }

    var codes: [String] { entries.map { GatheringSink.code($0) } }

    static func code(_ entry: LogEntry) -> String {
        let text = entry.text
        guard let start = text.range(of: "\"code\":\"") else { return "" }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    func takeMessages() -> [OutboundMessage] {
        defer { messages = [] }
        return messages
    }

    private func key(_ series: SeriesID, _ time: Timestamp) -> ReadingKey {
        ReadingKey(series: series, microseconds: time.nanoseconds / 1_000)
    }

    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) {
        let all = (stored ?? self).readings[key(series, eventTime)] ?? []
        values = all.filter { $0.receivedAt < receivedBefore }
    }

    func storedEvents(topic: String, id: String, receivedBefore: Timestamp) -> [StoredEventRevision] {
        let all = (stored ?? self).events[EventKey(topic: topic, id: id)] ?? []
        return all.filter { $0.event.receivedAt < receivedBefore }.map {
            StoredEventRevision(
                revision: $0.revision, eventTime: $0.event.eventTime, receivedAt: $0.event.receivedAt,
                members: $0.event.members)
        }
    }

    func configuration(sha256: String) throws -> LoadedCity {
        guard let city = cities[sha256] else { throw StartError(.damaged, "No configuration \(sha256).", "") }
        return city
    }

    func insert(_ reading: Reading, revision: Int32) {
        let key = key(reading.series, reading.eventTime)
        if readings[key]?.contains(where: { $0.revision == revision }) == true {
            collisions.append("series \(reading.series.rawValue) at \(reading.eventTime.iso8601) revision \(revision)")
        }
        readingCount += 1
        readings[key, default: []].append(
            StoredRevision(
                revision: revision, eventTime: reading.eventTime, receivedAt: reading.receivedAt, value: reading.value,
                quality: reading.quality, deviceQuality: reading.deviceQuality, marks: reading.marks))
    }

    func insert(_ event: EventObject, revision: Int32) {
        let key = EventKey(topic: event.topic, id: event.id)
        if event.id.isEmpty || events[key]?.contains(where: { $0.revision == revision }) == true {
            collisions.append("event \(event.topic) \(event.id) revision \(revision)")
        }
        eventCount += 1
        events[key, default: []].append((revision, event))
    }

    func insert(_ series: SeriesDescription) {}
    func quarantine(_ row: QuarantineRow) { quarantined.append(row) }
    func append(_ entry: LogEntry) { entries.append(entry) }
    func deliver(_ message: OutboundMessage, at: Timestamp) { messages.append(message) }
    func handedOver(key: String, report: HandOverReport, at: Timestamp) {}

    func changed(_ incident: Incident, at: Timestamp) {
        incidents[incident.id] = IncidentRecord.row(incident, at: at).json
    }
}
