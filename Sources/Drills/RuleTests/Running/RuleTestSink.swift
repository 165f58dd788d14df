import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// Keeps in memory what the fold looks up again, and hears every change of an alarm.
final class RuleTestSink: FoldSink {
    private let city: LoadedCity
    private var values: [ValueKey: [StoredRevision]] = [:]
    private var events: [EventKey: [StoredEventRevision]] = [:]
    private(set) var changes: [AlarmChange] = []
    /// Messages that intake refused.
    private(set) var quarantined: [QuarantineRow] = []

    private struct ValueKey: Hashable {
        var series: SeriesID
        var microsecond: Int64
    }

    private struct EventKey: Hashable {
        var topic: String
        var id: String
    }

    init(city: LoadedCity) {
        self.city = city
    }

    func takeChanges() -> [AlarmChange] {
        defer { changes.removeAll(keepingCapacity: true) }
        return changes
    }

    func observe(_ change: AlarmChange) {
        changes.append(change)
    }

    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) {
        let key = ValueKey(series: series, microsecond: RuleTestSink.microsecond(eventTime))
        for revision in self.values[key] ?? [] where revision.receivedAt < receivedBefore { values.append(revision) }
    }

    func storedEvents(topic: String, id: String, receivedBefore: Timestamp) -> [StoredEventRevision] {
        (events[EventKey(topic: topic, id: id)] ?? []).filter { $0.receivedAt < receivedBefore }
    }

    func configuration(sha256: String) -> LoadedCity { city }

    func insert(_ reading: Reading, revision: Int32) {
        let key = ValueKey(series: reading.series, microsecond: RuleTestSink.microsecond(reading.eventTime))
        values[key, default: []].append(
            StoredRevision(
                revision: revision, eventTime: reading.eventTime, receivedAt: reading.receivedAt, value: reading.value,
                quality: reading.quality, deviceQuality: reading.deviceQuality, marks: reading.marks))
    }

    func insert(_ event: EventObject, revision: Int32) {
        events[EventKey(topic: event.topic, id: event.id), default: []].append(
            StoredEventRevision(
                revision: revision, eventTime: event.eventTime, receivedAt: event.receivedAt, members: event.members))
    }

    func insert(_ series: SeriesDescription) {}
    func quarantine(_ row: QuarantineRow) { quarantined.append(row) }
    func append(_ entry: LogEntry) {}
    func deliver(_ message: OutboundMessage, at: Timestamp) {}
    func handedOver(key: String, report: HandOverReport, at: Timestamp) {}
    func changed(_ incident: Incident, at: Timestamp) {}

    /// Rounded towards the past: the store's key.
    private static func microsecond(_ time: Timestamp) -> Int64 {
        time.nanoseconds >= 0 ? time.nanoseconds / 1_000 : (time.nanoseconds + 1) / 1_000 - 1
    }
}
