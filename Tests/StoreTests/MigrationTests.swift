import GRDB
import Telemetry
import Testing

@testable import Store

/// Databases of earlier versions, and such as were never finished.
@Suite struct MigrationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A database as the first version left it, with two incidents and two messages.
    private func writeFirstVersion() throws {
        let queue = try DatabaseQueue(path: folder.path("tocsin.sqlite"))
        try StoreSchema.migrator.migrate(queue, upTo: "1 spine")
        try queue.write { database in
            for (id, isOpen, at) in [("I-2026-000002", 1, 20), ("I-2026-000001", 0, 10)] {
                try database.execute(
                    sql: "INSERT INTO incidents VALUES (?, 3, ?, 'raised', 'flood', 'reach', ?, ?, '{}')",
                    arguments: [id, isOpen, at, at])
            }
            for (key, state) in [("k1", 1), ("k2", 0)] {
                try database.execute(
                    sql: """
                        INSERT INTO outbox VALUES (NULL, ?, ?, 'order', 'mqtt', 'department/water', 'I-2026-000002', 'O-1',
                        1, 5, 5, 0, x'0102', '')
                        """, arguments: [key, state])
            }
        }
        try queue.close()
    }

    @Test func aDatabaseOfTheFirstVersionIsBroughtUpToDateWithAllThatItHolds() throws {
        try writeFirstVersion()
        let store = try folder.open()
        #expect(try store.pendingOutbox(limit: 10).map(\.key) == ["k2"])
        let reader = try StoreReader.open(folder: folder.path)
        #expect(try reader.incidents(limit: 10).map(\.id) == ["I-2026-000002", "I-2026-000001"])
        #expect(try reader.incidents(open: true, limit: 10).map(\.id) == ["I-2026-000002"])
        #expect(try reader.incident("I-2026-000001")?.raisedAt == Timestamp(nanoseconds: 10))
        #expect(try reader.outbox(limit: 10).map(\.key) == ["k1", "k2"])
        #expect(try reader.integrityProblems(quick: false).isEmpty)
        try store.begin()
        #expect(
            try store.updateOutbox(
                key: "k2", state: .handedOver, attempts: 1, nextAttemptAt: Timestamp(seconds: 1), lastError: ""))
        try store.commit()
        #expect(try store.pendingOutbox(limit: 10).isEmpty)
    }

    @Test func aReaderDoesNotReadWhatTheServerHasYetToBringUpToDate() throws {
        try writeFirstVersion()
        let error = #expect(throws: StoreError.self) { try StoreReader.open(folder: folder.path) }
        #expect(error?.kind == .incomplete)
        #expect(error?.message.contains("older version") == true)
    }

    /// The server was killed between creating the file and its first table.
    @Test func aDatabaseThatWasNeverFinishedIsSaidToBeSo() throws {
        let queue = try DatabaseQueue(path: folder.path("tocsin.sqlite"))
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 0; CREATE TABLE t (x); DROP TABLE t") }
        try queue.close()
        let error = #expect(throws: StoreError.self) { try StoreReader.open(folder: folder.path) }
        #expect(error?.kind == .incomplete)
        let store = try folder.open()
        #expect(try StoreReader.open(folder: folder.path).status().incidentsOpen == 0)
        store.close()
    }

    @Test func incidentsAreNumberedAsTheyAreRaised() {
        let numbers = ["I-2026-000001", "I-2026-000002", "I-2026-1000000", "I-2027-000001"].map(IncidentRow.number)
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == 4)
        // Ids of another shape have numbers of their own too.
        let others = ["", "X", "I-2026", "I-2026--1", "I-99999-1"].map(IncidentRow.number)
        #expect(others.allSatisfy { $0 < 0 })
        #expect(Set(others).count == 5)
    }
}
