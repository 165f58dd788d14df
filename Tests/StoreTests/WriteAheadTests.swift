import CSQLite
import CWriteAhead
import Foundation
import Glibc
import TestSupport
import Testing

/// Gathering what is written to the write-ahead log holds nothing back: with each commit all of it is in the file.
@Suite struct WriteAheadTests {
    /// A connection through a VFS by its name, as few pages in its cache as SQLite allows, so that long transactions write
    /// pages before they end, and some of them twice.
    private final class Connection {
        let handle: OpaquePointer

        init(_ path: String, vfs: String?, synchronous: String = "OFF", pageSize: Int = 4_096) throws {
            var opened: OpaquePointer?
            let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            let code = sqlite3_open_v2(path, &opened, flags, vfs)
            handle = try #require(opened)
            #expect(code == SQLITE_OK)
            try run(
                """
                PRAGMA page_size = \(pageSize); PRAGMA journal_mode = WAL; PRAGMA synchronous = \(synchronous); PRAGMA wal_autocheckpoint = 0;
                PRAGMA cache_size = 10;
                """)
        }

        deinit { sqlite3_close(handle) }

        func run(_ sql: String) throws {
            var message: UnsafeMutablePointer<CChar>?
            let code = sqlite3_exec(handle, sql, nil, nil, &message)
            let text = message.map { String(cString: $0) } ?? ""
            sqlite3_free(message)
            try #require(code == SQLITE_OK, "\(sql): \(text)")
        }

        func rows(_ sql: String) throws -> [String] {
            var statement: OpaquePointer?
            try #require(sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK)
            defer { sqlite3_finalize(statement) }
            var rows: [String] = []
            while sqlite3_step(statement) == SQLITE_ROW {
                rows.append(
                    (0..<sqlite3_column_count(statement)).map { column in
                        sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
                    }.joined(separator: "|"))
            }
            return rows
        }
    }

    private static let content = "SELECT id, length(text), substr(text, 1, 24) FROM words ORDER BY id"

    /// The files as a kill at this moment leaves them, opened by the system's own VFS.
    private func killed(_ folder: TemporaryFolder, _ name: String) throws -> [String] {
        for end in ["", "-wal"] {
            let copy = folder.path("copy" + end)
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: folder.path(name + end), toPath: copy)
        }
        try? FileManager.default.removeItem(atPath: folder.path("copy-shm"))
        let connection = try Connection(folder.path("copy"), vfs: "unix")
        #expect(try connection.rows("PRAGMA integrity_check") == ["ok"])
        return try connection.rows(WriteAheadTests.content)
    }

    /// Transactions of all sizes, given up in part and as a whole, with and without syncs, and checkpoints between them.
    @Test(arguments: [11, 12, 13, 14]) func aCommitIsInTheFileWhenItReturns(seed: UInt64) throws {
        #expect(tocsin_gather_write_ahead() == SQLITE_OK)
        var random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        let synchronous = seed % 2 == 0 ? "OFF" : "FULL"
        // What is gathered at the most ends with a page of 4 KiB, and between the header and the page of one of 8.
        let pageSize = seed < 13 ? 4_096 : 8_192
        let gathering = try Connection(
            folder.path("a"), vfs: "tocsin-gathering", synchronous: synchronous, pageSize: pageSize)
        let plain = try Connection(folder.path("b"), vfs: "unix", synchronous: synchronous, pageSize: pageSize)
        // One that stays open sees each commit too.
        let reader = try Connection(folder.path("a"), vfs: "unix")
        func both(_ sql: String) throws {
            try gathering.run(sql)
            try plain.run(sql)
        }
        try both("CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX by_text ON words (text)")
        // Each number of pages, so that what is gathered is full at each place of a transaction.
        for pages in 1...40 {
            try both("INSERT INTO words VALUES (\(1_000 + pages), printf('%0\(pages * pageSize)d', \(pages)))")
            #expect(try reader.rows(WriteAheadTests.content) == plain.rows(WriteAheadTests.content), "\(pages) pages")
        }
        for round in 0..<60 {
            try both("BEGIN")
            for _ in 0..<random.one(of: [1, 3, 20, 150]) {
                let id = random.int(1...400)
                let text = String(repeating: "\(random.int(0...999_999)) ", count: random.int(1...600))
                switch random.int(1...10) {
                case 1: try both("DELETE FROM words WHERE id = \(id)")
                case 2:
                    try both("SAVEPOINT part")
                    try both("INSERT OR REPLACE INTO words VALUES (\(id), '\(text)')")
                    try both(random.chance(50) ? "ROLLBACK TO part" : "RELEASE part")
                default: try both("INSERT OR REPLACE INTO words VALUES (\(id), '\(text)')")
                }
            }
            try both(random.chance(20) ? "ROLLBACK" : "COMMIT")
            let expected = try plain.rows(WriteAheadTests.content)
            #expect(try reader.rows(WriteAheadTests.content) == expected, "seed \(seed), round \(round)")
            #expect(try killed(folder, "a") == expected, "seed \(seed), round \(round)")
            if random.chance(15) { try both("PRAGMA wal_checkpoint(TRUNCATE)") }
            if random.chance(15) { try both("PRAGMA wal_checkpoint(PASSIVE)") }
        }
    }

    /// Of twenty pages and more in a commit; two writes each would be forty.
    @Test func aCommitTakesAFewWrites() throws {
        guard WriteAheadTests.writes != nil else {
            return print("skipped: the kernel does not count a thread's writes (/proc/thread-self/io)")
        }
        #expect(tocsin_gather_write_ahead() == SQLITE_OK)
        let folder = try TemporaryFolder()
        let connection = try Connection(folder.path("a"), vfs: nil)
        try connection.run("CREATE TABLE words (id INTEGER PRIMARY KEY, text BLOB)")
        try connection.run("PRAGMA cache_size = 1000")
        try connection.run("INSERT INTO words VALUES (1, zeroblob(81920))")
        let before = try #require(WriteAheadTests.writes)
        try connection.run("INSERT INTO words VALUES (2, zeroblob(81920))")
        let after = try #require(WriteAheadTests.writes)
        #expect(after - before <= 3)
    }

    /// Write system calls of this thread so far.
    private static var writes: Int? {
        guard let file = fopen("/proc/thread-self/io", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("syscw: ") { return Int(text.dropFirst(7).dropLast()) }
        }
        return nil
    }
}
