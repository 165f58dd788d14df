import CommandLog
import Foundation
import Store
import Telemetry
import Testing

@Suite struct StoreTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func reading(_ seconds: Int64, series: Int32 = 0, value: Double = 1, receivedAt: Int64 = 100) -> Reading {
        Reading(
            series: SeriesID(rawValue: series), eventTime: Timestamp(seconds: seconds),
            receivedAt: Timestamp(seconds: receivedAt), value: value, quality: .pass, marks: [.late])
    }

    private func series(_ id: Int32, station: String = "river-7", quantity: String = "stage") -> SeriesDescription {
        SeriesDescription(
            id: SeriesID(rawValue: id), topic: "city/north/hydrology/\(station)/\(quantity)", district: "north",
            domain: "hydrology", station: station, quantity: quantity, unit: "m", registered: nil)
    }

    @Test func keepsIdentityAndStartsWithAnEmptyCursor() throws {
        var store: Store? = try folder.open()
        #expect(store?.identity == StoreIdentity(identity: "token-1", epoch: 1, token: "token-1"))
        #expect(try store?.loadCursor() == .start)
        store = nil
        let again = try Store.open(folder: folder.path, newToken: "token-2", at: Timestamp(seconds: 2), options: .test)
        #expect(again.identity == StoreIdentity(identity: "token-1", epoch: 1, token: "token-1"))
        #expect(again.restoreNote == nil)
    }

    @Test func aSecondOpenerIsRefusedAndToldWhoHasTheFolder() throws {
        let store = try folder.open()
        let error = #expect(throws: StoreError.self) { try self.folder.open() }
        #expect(error?.kind == .locked)
        #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(error?.message.contains(folder.path) == true)
        withExtendedLifetime(store) {}
    }

    @Test func everythingOfABatchIsThereAfterTheCommitAndNothingAfterARollback() throws {
        let store = try folder.open()
        var chain = LogChain(exercise: false)
        func write() throws {
            try store.begin()
            try store.insertSeries(series(0))
            try store.insertReading(reading(10))
            try store.appendLog(chain.append(LogFact("started"), at: Timestamp(seconds: 1)))
            try [1, 2, 3].withUnsafeBytes {
                try store.appendJournal(first: 1, count: 1, at: Timestamp(seconds: 1), blob: $0)
            }
        }
        try write()
        #expect(store.isInTransaction)
        store.rollback()
        #expect(!store.isInTransaction)
        let reader = try StoreReader.open(folder: folder.path)
        #expect(try reader.readings(station: "river-7", limit: 10).rows.isEmpty)
        #expect(try reader.log(from: 1, limit: 10).isEmpty)
        chain = LogChain(exercise: false)
        try write()
        try store.commit()
        #expect(try reader.readings(station: "river-7", limit: 10).rows.map(\.reading) == [reading(10)])
        #expect(try reader.log(from: 1, limit: 10).count == 1)
    }

    @Test func aRevisionIsStoredOnceAndCorrectionsBesideIt() throws {
        let store = try folder.open()
        try store.begin()
        try store.insertSeries(series(0))
        #expect(try store.insertReading(reading(10, value: 1.0, receivedAt: 100)))
        #expect(try !store.insertReading(reading(10, value: 9.0, receivedAt: 101)))
        #expect(try store.insertReading(reading(10, value: 1.5, receivedAt: 102), revision: 1))
        var revisions: [StoredRevision] = []
        func look(_ receivedBefore: Int64, series: Int32 = 0) throws -> [Double] {
            try store.storedValues(
                series: SeriesID(rawValue: series), eventTime: Timestamp(seconds: 10),
                receivedBefore: Timestamp(seconds: receivedBefore), into: &revisions)
            return revisions.map(\.value)
        }
        #expect(try look(200) == [1.0, 1.5])
        #expect(try look(102) == [1.0])
        #expect(try look(100).isEmpty)
        #expect(try look(200, series: 1).isEmpty)
        try store.commit()
        let reader = try StoreReader.open(folder: folder.path)
        #expect(try reader.readings(station: "river-7", limit: 10).rows.map(\.revision) == [1, 0])
    }

    @Test func readingsOfTheSameMicrosecondAreTheSameReading() throws {
        let store = try folder.open()
        try store.begin()
        for base in [1_700_000_000_123_456_000, -1_700_000_000_123_456_000, 0, Int64.min / 1_000 * 1_000] {
            var first = reading(0)
            first.eventTime = Timestamp(nanoseconds: base + 7)
            #expect(try store.insertReading(first))
            var found: [StoredRevision] = []
            for offset in [0, 999] {
                try store.storedValues(
                    series: first.series, eventTime: Timestamp(nanoseconds: base + Int64(offset)),
                    receivedBefore: .distantFuture, into: &found)
                #expect(found.map(\.eventTime) == [first.eventTime])
            }
            try store.storedValues(
                series: first.series, eventTime: Timestamp(nanoseconds: base + 1_000), receivedBefore: .distantFuture,
                into: &found)
            #expect(found.isEmpty)
        }
        store.rollback()
    }

    @Test func readingsAreFoundByStationQuantityAndTimeNewestFirst() throws {
        let store = try folder.open()
        try store.begin()
        try store.insertSeries(series(0))
        try store.insertSeries(series(1, quantity: "flow"))
        try store.insertSeries(series(2, station: "other"))
        for second in 0..<100 { for id in 0..<3 { try store.insertReading(reading(Int64(second), series: Int32(id))) } }
        try store.commit()
        let reader = try StoreReader.open(folder: folder.path)
        #expect(
            try reader.series().map(\.topic)
                == [series(0), series(1, quantity: "flow"), series(2, station: "other")].map(\.topic))
        let page = try reader.readings(station: "river-7", limit: 4)
        #expect(page.isComplete)
        #expect(page.rows.map(\.reading.eventTime.wholeSeconds) == [99, 99, 98, 98])
        #expect(page.rows.map(\.series.quantity) == ["flow", "stage", "flow", "stage"])
        let range = try reader.readings(
            station: "river-7", quantity: "stage", from: Timestamp(seconds: 10), through: Timestamp(seconds: 12),
            limit: 100)
        #expect(range.rows.map(\.reading.eventTime.wholeSeconds) == [12, 11, 10])
        #expect(try reader.readings(station: "nobody", limit: 10).rows.isEmpty)
        #expect(try store.loadSeries().count == 3)
    }

    @Test func eventsAreKnownByTopicAndId() throws {
        let store = try folder.open()
        let event = EventObject(
            topic: "city/north/ems/desk/call", district: "north", domain: "ems", station: "desk", quantity: "call",
            id: "c-1", eventTime: Timestamp(seconds: 5), receivedAt: Timestamp(seconds: 6), marks: [.unverified],
            members: [
                EventMember(name: "mag", value: .number(4.25)), EventMember(name: "地点", value: .text("河边\u{0}x")),
                EventMember(name: "felt", value: .boolean(true)),
            ], registered: nil)
        try store.begin()
        #expect(try store.insertEvent(event))
        #expect(try !store.insertEvent(event))
        #expect(try store.storedEvents(topic: event.topic, id: "c-1", receivedBefore: Timestamp(seconds: 6)).isEmpty)
        let known = try store.storedEvents(topic: event.topic, id: "c-1", receivedBefore: Timestamp(seconds: 7))
        #expect(known.map(\.members) == [event.members])
        #expect(try store.storedEvents(topic: "other", id: "c-1", receivedBefore: .distantFuture).isEmpty)
        try store.commit()
        let stored = try StoreReader.open(folder: folder.path).events(limit: 5)
        #expect(stored.map(\.event) == [event])
        #expect(stored.map(\.revision) == [0])
    }

    @Test func incidentsAndOutboxAreReadBack() throws {
        let store = try folder.open()
        var incident = IncidentRow(
            id: "I-2026-000001", version: 1, isOpen: true, status: "raised", hazard: "river_flood", place: "reach-1",
            raisedAt: Timestamp(seconds: 1), changedAt: Timestamp(seconds: 1), json: "{\"id\":\"I-2026-000001\"}")
        let message = OutboxRow(
            key: "k1", kind: "order", channel: "mqtt", target: "water", incident: incident.id, order: "O-2026-000001",
            lifeSafety: true, createdAt: Timestamp(seconds: 1), nextAttemptAt: Timestamp(seconds: 2), body: [0, 1, 2])
        try store.begin()
        try store.putIncident(incident)
        #expect(try store.putOutbox(message))
        #expect(try !store.putOutbox(message))
        var later = message
        later.key = "k0"
        later.nextAttemptAt = Timestamp(seconds: 1)
        #expect(try store.putOutbox(later))
        try store.commit()
        #expect(try store.pendingOutbox(limit: 10).map(\.key) == ["k0", "k1"])
        try store.begin()
        incident.version = 2
        incident.isOpen = false
        try store.putIncident(incident)
        #expect(
            try store.updateOutbox(
                key: "k1", state: .handedOver, attempts: 1, nextAttemptAt: Timestamp(seconds: 9), lastError: "e"))
        #expect(
            try !store.updateOutbox(
                key: "none", state: .failed, attempts: 1, nextAttemptAt: Timestamp(seconds: 9), lastError: ""))
        try store.commit()
        #expect(try store.pendingOutbox(limit: 10).map(\.key) == ["k0"])
        let reader = try StoreReader.open(folder: folder.path)
        #expect(try reader.incidents(limit: 10) == [incident])
        #expect(try reader.incidents(open: true, limit: 10).isEmpty)
        #expect(try reader.incident(incident.id) == incident)
        #expect(try reader.incident("none") == nil)
        let stored = try #require(try reader.outbox(incident: incident.id, limit: 10).first)
        #expect(stored.body == [0, 1, 2])
        #expect(stored.state == .handedOver)
        #expect(try reader.outbox(limit: 10).count == 2)
    }

    @Test func theQuarantineIsBoundedAndItsTotalKnown() throws {
        var options = StoreOptions.test
        options.quarantineLimit = 3
        let store = try folder.open(options)
        try store.begin()
        for index in 0..<5 {
            try store.quarantine(
                QuarantineRow(
                    at: Timestamp(seconds: Int64(index)), topic: Array(repeating: 65, count: 65_536),
                    payload: [0xFF, UInt8(index)],
                    payloadBytes: 2, reason: "not_json", text: "…", station: nil, lifeSafety: false))
        }
        try store.commit()
        let reader = try StoreReader.open(folder: folder.path)
        let kept = try reader.quarantined(limit: 10)
        #expect(kept.map(\.payload) == [[0xFF, 4], [0xFF, 3], [0xFF, 2]])
        #expect(kept.allSatisfy { $0.topic.count == QuarantineRow.topicLimitBytes })
        let status = try reader.status()
        #expect(status.quarantineKept == 3)
        #expect(status.quarantineEvicted == 2)
    }

    @Test func cursorConfigurationAndValuesAreReadBack() throws {
        let store = try folder.open()
        let cursor = StoreCursor(
            journalSequence: 7, at: Timestamp(seconds: 8), firedThrough: Timestamp(seconds: 9), logEntries: 3,
            logHead: .of([3]),
            counters: StoreCounters(
                readings: 1, events: 2, duplicates: 3, corrections: 4, late: 5, quarantined: 6, unprotected: 7,
                messages: 8),
            extra: [1, 2])
        try store.begin()
        try store.setCursor(.start)
        try store.setCursor(cursor)
        try store.putConfiguration(sha256: .of([1]), at: Timestamp(seconds: 1), name: "rules", blob: [9])
        try store.putConfiguration(sha256: .of([1]), at: Timestamp(seconds: 2), name: "again", blob: [8])
        try store.setValue([5], forKey: "secret")
        try store.commit()
        #expect(try store.loadCursor() == cursor)
        #expect(try store.configuration(sha256: .of([1])) == [9])
        #expect(try store.configuration(sha256: .of([2])) == nil)
        #expect(try store.value(forKey: "secret") == [5])
        let reader = try StoreReader.open(folder: folder.path)
        #expect(try reader.status().cursor == cursor)
        #expect(try reader.status().identity == store.identity)
        #expect(try reader.configuration(sha256: .of([1])) == [9])
    }

    @Test func onlyTheOwnerMayReadTheData() throws {
        let store = try folder.open()
        try store.begin()
        try store.setValue([1], forKey: "secret")
        try store.commit()
        for name in ["tocsin.sqlite", "tocsin.sqlite-wal", "tocsin.sqlite-shm", "tocsin.lock", "ballast"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func aReaderNeedsADatabase() {
        let error = #expect(throws: StoreError.self) { try StoreReader.open(folder: self.folder.path("nothing")) }
        #expect(error?.kind == .io)
    }

    @Test func nothingWorksOnAClosedStoreAndReopeningHelps() throws {
        let store = try folder.open()
        store.close()
        let error = #expect(throws: StoreError.self) { try store.begin() }
        #expect(error?.kind == .misuse)
        try store.reopen()
        try store.begin()
        try store.commit()
    }

    @Test func aDatabaseOfANewerVersionIsRefused() throws {
        try folder.open().close()
        try Tampering.run("INSERT INTO grdb_migrations VALUES ('99 later')", on: folder.path("tocsin.sqlite"))
        let error = #expect(throws: StoreError.self) { try self.folder.open() }
        #expect(error?.kind == .newer)
    }

    @Test func aFileThatIsNoDatabaseIsCorrupt() throws {
        try Data(repeating: 7, count: 8_192).write(to: URL(filePath: folder.path("tocsin.sqlite")))
        let error = #expect(throws: StoreError.self) { try self.folder.open() }
        #expect(error?.kind == .corrupt)
    }
}
