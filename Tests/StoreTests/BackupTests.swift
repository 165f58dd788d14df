import CommandLog
import Foundation
import Store
import Telemetry
import Testing

@Suite struct BackupTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(
            folder: folder.path("data"), newToken: "token-1", at: Timestamp(seconds: 1), options: .test)
    }

    /// Batches `range` of ten readings and a log entry each.
    private func write(_ range: Range<Int>, _ chain: inout LogChain) throws {
        for batch in range {
            try store.begin()
            for index in 0..<10 {
                try store.insertReading(
                    Reading(
                        series: SeriesID(rawValue: Int32(index)), eventTime: Timestamp(seconds: Int64(batch)),
                        receivedAt: Timestamp(seconds: Int64(batch)), value: Double(batch)))
            }
            try store.appendLog(chain.append(LogFact("tick"), at: Timestamp(seconds: Int64(batch))))
            try store.setCursor(
                StoreCursor(
                    journalSequence: Int64(batch + 1) * 10, at: .distantPast, firedThrough: .distantPast,
                    logEntries: chain.entries, logHead: chain.head,
                    counters: StoreCounters(readings: Int64(batch + 1) * 10)))
            try store.commit()
            try store.maintain()
        }
    }

    @Test func aBackupTakenWhileWritingGoesOnIsWholeAndRestored() throws {
        var chain = LogChain(exercise: false)
        try write(0..<400, &chain)
        let backup = try store.startBackup(to: folder.path("backup"), at: Timestamp(seconds: 500))
        var steps = 0
        while try !backup.step(pages: 5) {
            try write(400 + steps..<401 + steps, &chain)
            steps += 1
        }
        #expect(steps > 5)
        let report = try backup.finish()
        #expect(report.entries == chain.entries)
        #expect(report.head == chain.head)
        #expect(report.readings == Int64(400 + steps) * 10)
        #expect(report.bytes > 0)
        try write(400 + steps..<410 + steps, &chain)

        let restored = try Store.restore(
            from: folder.path("backup"), to: folder.path("restored"), newToken: "token-2", at: Timestamp(seconds: 900))
        #expect(restored.entries == report.entries)
        let again = try Store.open(
            folder: folder.path("restored"), newToken: "unused", at: Timestamp(seconds: 901), options: .test)
        #expect(again.identity == StoreIdentity(identity: "token-1", epoch: 2, token: "token-2"))
        #expect(
            again.restoreNote
                == StoreRestoreNote(
                    backupTakenAt: Timestamp(seconds: 500), restoredAt: Timestamp(seconds: 900), epoch: 2))
        #expect(try again.loadCursor().logHead == report.head)
        let reader = try StoreReader.open(folder: folder.path("restored"))
        #expect(try reader.verifyLog(head: HeadFile.read(folder.path("backup") + "/head.json")).isIntact)
        try again.begin()
        try again.clearRestoreNote()
        try again.commit()
        #expect(again.restoreNote == nil)
    }

    @Test func anEmptyDatabaseCanBeBackedUpToo() throws {
        let report = try store.backup(to: folder.path("backup"), at: Timestamp(seconds: 5))
        #expect(report.entries == 0)
        let restored = try Store.restore(
            from: folder.path("backup"), to: folder.path("restored"), newToken: "t", at: Timestamp(seconds: 6))
        #expect(restored.takenAt == Timestamp(seconds: 5))
    }

    @Test func nothingIsOverwritten() throws {
        _ = try store.backup(to: folder.path("backup"), at: Timestamp(seconds: 5))
        #expect(throws: StoreError.self) {
            try self.store.backup(to: self.folder.path("backup"), at: Timestamp(seconds: 6))
        }
        let locked = #expect(throws: StoreError.self) {
            try Store.restore(
                from: self.folder.path("backup"), to: self.folder.path("data"), newToken: "t", at: Timestamp(seconds: 6)
            )
        }
        #expect(locked?.kind == .locked)
        store.close()
        _ = try Store.restore(
            from: folder.path("backup"), to: folder.path("restored"), newToken: "t", at: Timestamp(seconds: 6))
        let error = #expect(throws: StoreError.self) {
            try Store.restore(
                from: self.folder.path("backup"), to: self.folder.path("restored"), newToken: "t",
                at: Timestamp(seconds: 7))
        }
        #expect(error?.kind == .misuse)
    }

    @Test func aBackupThatWasChangedIsNotRestored() throws {
        var chain = LogChain(exercise: false)
        try write(0..<20, &chain)
        _ = try store.backup(to: folder.path("backup"), at: Timestamp(seconds: 5))
        try Tampering.run(
            "UPDATE log SET line = replace(line, 'tick', 'tock') WHERE seq = 7",
            on: folder.path("backup/tocsin.sqlite"))
        let error = #expect(throws: StoreError.self) {
            try Store.restore(
                from: self.folder.path("backup"), to: self.folder.path("restored"), newToken: "t",
                at: Timestamp(seconds: 6))
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.message.contains("Entry 7 was changed") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path("restored/tocsin.sqlite")))
    }

    @Test func aDamagedOriginalIsNoticedAtTheBackup() throws {
        var chain = LogChain(exercise: false)
        try write(0..<20, &chain)
        store.close()
        try Tampering.run("DELETE FROM log WHERE seq = 9", on: folder.path("data/tocsin.sqlite"))
        try store.reopen()
        let error = #expect(throws: StoreError.self) {
            try self.store.backup(to: self.folder.path("backup"), at: Timestamp(seconds: 5))
        }
        #expect(error?.kind == .corrupt)
        #expect(!FileManager.default.fileExists(atPath: folder.path("backup/tocsin.sqlite")))
    }

    @Test func aFolderWithoutABackupIsNotRestored() throws {
        let error = #expect(throws: StoreError.self) {
            try Store.restore(
                from: self.folder.path("none"), to: self.folder.path("restored"), newToken: "t",
                at: Timestamp(seconds: 6))
        }
        #expect(error?.kind == .misuse)
    }
}
