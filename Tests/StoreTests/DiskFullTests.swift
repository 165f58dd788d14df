import CommandLog
import Foundation
import Store
import Telemetry
import Testing

/// A disk without room, shown with a small mount of its own. Needs root; elsewhere the test says that it was skipped.
@Suite(.serialized) struct DiskFullTests {
    /// A tmpfs that goes away with the test.
    private final class SmallDisk {
        let path: String

        init?(megabytes: Int) throws {
            path = FileManager.default.temporaryDirectory.appending(path: "tocsin-disk-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard SmallDisk.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tocsin-test", path]) else {
                try? FileManager.default.removeItem(atPath: path)
                return nil
            }
        }

        deinit {
            _ = SmallDisk.run("umount", ["-l", path])
            try? FileManager.default.removeItem(atPath: path)
        }

        private static func run(_ command: String, _ arguments: [String]) -> Bool {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [command] + arguments
            process.standardError = FileHandle.nullDevice
            do {
                try process.run()
                process.waitUntilExit()
                return process.terminationStatus == 0
            } catch {
                return false
            }
        }
    }

    private var options: StoreOptions {
        var options = StoreOptions.test
        options.ballastBytes = 1 << 20
        return options
    }

    private func write(_ store: Store, batch: Int) throws {
        try store.begin()
        for index in 0..<1_000 {
            try store.insertReading(
                Reading(
                    series: SeriesID(rawValue: Int32(index)), eventTime: Timestamp(seconds: Int64(batch)),
                    receivedAt: Timestamp(seconds: 1), value: 1))
        }
        try store.setCursor(
            StoreCursor(
                journalSequence: Int64(batch), at: .distantPast, firedThrough: .distantPast, logEntries: 0,
                logHead: .zero,
                counters: StoreCounters()))
        try store.commit()
        try store.maintain()
    }

    /// Writes until there is no room; returns the number of batches that were committed.
    private func fill(_ store: Store) throws -> (batches: Int, error: StoreError) {
        var batch = 0
        while true {
            do {
                try write(store, batch: batch + 1)
                batch += 1
            } catch let error as StoreError {
                return (batch, error)
            }
        }
    }

    @Test func aFullDiskLosesNothingAndGoesOnWhenThereIsRoom() throws {
        guard let disk = try SmallDisk(megabytes: 8) else {
            print("SKIPPED: a full disk is shown with a tmpfs mount, which needs root.")
            return
        }
        let padding = disk.path + "/other"
        try Data(repeating: 1, count: 2 << 20).write(to: URL(filePath: padding))
        let store = try Store.open(
            folder: disk.path + "/data", newToken: "t", at: Timestamp(seconds: 1), options: options)
        let (batches, error) = try fill(store)
        #expect(error.kind == .full, "\(error)")
        #expect(!error.needsReopen)
        #expect(batches > 3)
        #expect(!store.isInTransaction)
        #expect(try store.loadCursor().journalSequence == Int64(batches))
        // Still full: refused again, and still usable.
        #expect(throws: StoreError.self) { try self.write(store, batch: batches + 1) }
        try FileManager.default.removeItem(atPath: padding)
        try write(store, batch: batches + 1)
        #expect(try store.loadCursor().journalSequence == Int64(batches + 1))
    }

    /// A process that another test is just starting holds removed files, and so their room, until it is on its own.
    private func writeOnceThereIsRoom(_ bytes: Data, to path: String) throws {
        for _ in 0..<500 {
            if (try? bytes.write(to: URL(filePath: path))) != nil { return }
            poll(nil, 0, 10)
        }
        try bytes.write(to: URL(filePath: path))
    }

    @Test func aStoreLeftFullOpensAgainByItsBallast() throws {
        guard let disk = try SmallDisk(megabytes: 8) else {
            print("SKIPPED: a full disk is shown with a tmpfs mount, which needs root.")
            return
        }
        let folder = disk.path + "/data"
        var store: Store? = try Store.open(folder: folder, newToken: "t", at: Timestamp(seconds: 1), options: options)
        let batches = try store.map { try fill($0).batches } ?? 0
        // What a process killed here would leave: database and write-ahead log as they are, no shared-memory file.
        let names = ["tocsin.sqlite", "tocsin.sqlite-wal"]
        let left = try names.map { try Data(contentsOf: URL(filePath: folder + "/" + $0)) }
        store = nil
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "ballast" {
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        for (name, bytes) in zip(names, left) { try writeOnceThereIsRoom(bytes, to: folder + "/" + name) }
        try fillUp(disk.path + "/rest")
        var withoutBallast = options
        withoutBallast.ballastBytes = 0
        let refused = #expect(throws: StoreError.self) {
            try Store.open(folder: folder, newToken: "t", at: Timestamp(seconds: 1), options: withoutBallast)
        }
        #expect(refused?.kind == .full)
        let killed = try Store.open(folder: folder, newToken: "t", at: Timestamp(seconds: 1), options: options)
        #expect(try killed.loadCursor().journalSequence == Int64(batches))
        #expect(!FileManager.default.fileExists(atPath: folder + "/ballast"))
    }

    @Test func aKilledStoreWhoseSharedMemoryFileIsStillThereOpensWithoutAnyRoom() throws {
        guard let disk = try SmallDisk(megabytes: 8) else {
            print("SKIPPED: a full disk is shown with a tmpfs mount, which needs root.")
            return
        }
        let folder = disk.path + "/data"
        var store: Store? = try Store.open(folder: folder, newToken: "t", at: Timestamp(seconds: 1), options: options)
        for batch in 1...3 { if let store { try write(store, batch: batch) } }
        let names = ["tocsin.sqlite", "tocsin.sqlite-wal", "tocsin.sqlite-shm"]
        let left = try names.map { try Data(contentsOf: URL(filePath: folder + "/" + $0)) }
        store = nil
        for (name, bytes) in zip(names, left) { try writeOnceThereIsRoom(bytes, to: folder + "/" + name) }
        var withoutBallast = options
        withoutBallast.ballastBytes = 0
        try fillUp(disk.path + "/rest")
        let killed = try Store.open(
            folder: folder, newToken: "t", at: Timestamp(seconds: 1), options: withoutBallast)
        #expect(try killed.loadCursor().journalSequence == 3)
        #expect(try StoreReader.open(folder: folder).status().cursor.journalSequence == 3)
    }

    @Test func onASmallDiskTheBallastIsSmallerAndGrowsWithTheRoom() throws {
        guard let disk = try SmallDisk(megabytes: 16) else {
            print("SKIPPED: a full disk is shown with a tmpfs mount, which needs root.")
            return
        }
        var options = StoreOptions.test
        options.ballastBytes = 64 << 20
        let folder = disk.path + "/data"
        try Data(repeating: 1, count: 8 << 20).write(to: URL(filePath: disk.path + "/other"))
        let store = try Store.open(folder: folder, newToken: "t", at: Timestamp(seconds: 1), options: options)
        func size() throws -> Int {
            try FileManager.default.attributesOfItem(atPath: folder + "/ballast")[.size] as? Int ?? 0
        }
        let small = try size()
        #expect(small >= 1 << 20 && small <= 2 << 20)
        try FileManager.default.removeItem(atPath: disk.path + "/other")
        #expect(store.restoreBallast())
        #expect(try size() > small)
        let whole = try size()
        store.releaseBallast()
        #expect(try size() == whole / 2)
        for _ in 0..<8 { store.releaseBallast() }
        #expect(!FileManager.default.fileExists(atPath: folder + "/ballast"))
    }

    /// Takes the mount's last pages.
    private func fillUp(_ path: String) throws {
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        while (try? file.write(contentsOf: Data(repeating: 1, count: 4_096))) != nil {}
        try file.close()
    }
}
