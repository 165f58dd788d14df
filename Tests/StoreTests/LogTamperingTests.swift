import CommandLog
import Store
import Telemetry
import Testing

/// What somebody who can write to the database file does to the log, and that it is named.
@Suite struct LogTamperingTests {
    private let folder: TemporaryFolder
    private let head: LogHead

    init() throws {
        folder = try TemporaryFolder()
        let store = try folder.open()
        var chain = LogChain(exercise: false)
        try store.begin()
        for second in 0..<2_500 {
            try store.appendLog(
                chain.append(
                    LogFact("tick", incident: second % 7 == 0 ? "I-2026-000001" : nil, incidentVersion: second),
                    at: Timestamp(seconds: Int64(second))))
        }
        try store.commit()
        head = chain.headRecord(at: Timestamp(seconds: 1), identity: store.identity.identity, epoch: 1)
        try HeadFile.write(head, to: folder.path("head.json"))
    }

    private func findings(after sql: String) throws -> [LogFinding] {
        try Tampering.run(sql, on: folder.path("tocsin.sqlite"))
        let head = try HeadFile.read(folder.path("head.json"))
        return try StoreReader.open(folder: folder.path).verifyLog(head: head).findings
    }

    @Test func anUntouchedLogIsWholeAndMayBeLongerThanItsHead() throws {
        #expect(try findings(after: "SELECT 1").isEmpty)
        let store = try folder.open()
        var chain = LogChain(exercise: false, entries: head.entries, head: head.hash)
        try store.begin()
        try store.appendLog(chain.append(LogFact("later"), at: Timestamp(seconds: 9)))
        try store.commit()
        let reader = try StoreReader.open(folder: folder.path)
        let verification = try reader.verifyLog(head: head)
        #expect(verification.isIntact)
        #expect(verification.entries == 2_501)
        #expect(verification.head == chain.head)
        #expect(try reader.log(incident: "I-2026-000001").count == 358)
        #expect(try reader.log(from: 2_400, limit: 5).map(\.entry.seq) == [2_400, 2_401, 2_402, 2_403, 2_404])
    }

    @Test func aChangedEntryIsNamed() throws {
        #expect(
            try findings(after: "UPDATE log SET line = replace(line, 'tick', 'tock') WHERE seq = 1234")
                == [.changed(entry: 1_234)])
    }

    @Test func aChangedHashIsNamed() throws {
        // The entry no longer fits its hash, nor the next one the changed hash.
        #expect(
            try findings(after: "UPDATE log SET hash = x'00' WHERE seq = 1234")
                == [.changed(entry: 1_234), .changed(entry: 1_235)])
    }

    @Test func aRemovedEntryIsNamed() throws {
        #expect(try findings(after: "DELETE FROM log WHERE seq = 1234") == [.removed(first: 1_234, last: 1_234)])
    }

    @Test func aRemovedEntryIsNamedThoughTheRowsAreRenumbered() throws {
        #expect(
            try findings(
                after: """
                    DELETE FROM log WHERE seq = 1234;
                    UPDATE log SET seq = -seq WHERE seq > 1234; UPDATE log SET seq = -seq - 1 WHERE seq < 0
                    """) == [.removed(first: 1_234, last: 1_234)])
    }

    @Test func anInsertedEntryIsNamed() throws {
        #expect(
            try findings(
                after: """
                    UPDATE log SET seq = -seq WHERE seq >= 1234; UPDATE log SET seq = -seq + 1 WHERE seq < 0;
                    INSERT INTO log (seq, at, line, hash)
                    VALUES (1234, 0, '{"n":1234,"code":"all_clear"}', zeroblob(32))
                    """) == [.inserted(row: 1_234)])
    }

    @Test func reorderedEntriesAreNamed() throws {
        #expect(
            try findings(
                after: """
                    UPDATE log SET seq = -1 WHERE seq = 1234; UPDATE log SET seq = 1234 WHERE seq = 1235;
                    UPDATE log SET seq = 1235 WHERE seq = -1
                    """) == [.reordered(entry: 1_234, row: 1_235)])
    }

    @Test func aCutOffEndIsNamedByTheHead() throws {
        #expect(try findings(after: "DELETE FROM log WHERE seq > 2490") == [.cutTail(entries: 2_490, head: 2_500)])
        #expect(try findings(after: "DELETE FROM log") == [.cutTail(entries: 0, head: 2_500)])
    }

    @Test func aHeadThatIsNoHeadIsRefused() throws {
        try HeadFile.write(head, to: folder.path("head.json"))
        #expect(try HeadFile.read(folder.path("head.json")) == head)
        #expect(try HeadFile.read(folder.path("none.json")) == nil)
        #expect(throws: StoreError.self) { try HeadFile.read(self.folder.path("tocsin.sqlite")) }
    }
}
