import CommandLog
import Foundation
import Glibc
import Store
import Telemetry
import TestSupport

/// Writes batches as `serve` does and acknowledges each after its commit, over a socket pair in MQTT's own bytes: what the
/// harness is tried on. Here, and only here, the store can be told not to sync.
struct SmallWriter {
    let folder: String
    let batches: Int
    let durability: StoreOptions.Durability
    let seed: UInt64

    func run() throws {
        var sockets: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0 else {
            throw PowerCutError("A socket pair can't be made.")
        }
        let drain = Thread { [socket = sockets[1]] in
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while read(socket, &buffer, buffer.count) > 0 {}
        }
        drain.start()
        send([0x10, 0x07, 0x00, 0x04] + Array("MQTT".utf8) + [0x05], to: sockets[0])
        var options = StoreOptions.test
        options.durability = durability
        options.checkpointPages = 100
        let store = try Store.open(folder: folder, newToken: "writer", at: Timestamp(seconds: 0), options: options)
        var random = SeededRandom(seed: seed)
        var chain = LogChain(exercise: false)
        var cursor = StoreCursor.start
        for _ in 0..<batches {
            let count = Int(random.next() % 20) + 1
            try write(count, to: store, &cursor, &chain)
            for _ in 0..<count { send([0x40, 0x02, 0x00, 0x01], to: sockets[0]) }
            try store.maintain()
            if random.next() % 10 == 0 {
                try HeadFile.write(
                    chain.headRecord(at: cursor.at, identity: store.identity.identity, epoch: 1),
                    to: folder + "/tocsin.head")
            }
        }
        // Killed rather than closed: closing would checkpoint.
        print("written: \(cursor.counters.readings) readings, \(chain.entries) log entries")
        fflush(nil)
        kill(getpid(), SIGKILL)
    }

    private func write(
        _ count: Int, to store: Store, _ cursor: inout StoreCursor, _ chain: inout LogChain
    ) throws {
        try store.begin()
        let first = cursor.journalSequence + 1
        for index in 0..<Int64(count) {
            let number = first + index
            try store.insertReading(
                Reading(
                    series: SeriesID(rawValue: Int32(number % 97)), eventTime: Timestamp(seconds: number),
                    receivedAt: Timestamp(seconds: number), value: Double(number)))
        }
        let blob = [UInt8](repeating: 0x55, count: 114 * count)
        cursor.journalSequence += Int64(count)
        cursor.at = Timestamp(seconds: cursor.journalSequence)
        try blob.withUnsafeBytes { try store.appendJournal(first: first, count: count, at: cursor.at, blob: $0) }
        try store.appendLog(
            chain.append(LogFact("batch", fields: [.init("count", .integer(Int64(count)))]), at: cursor.at))
        cursor.counters.readings += Int64(count)
        cursor.logEntries = chain.entries
        cursor.logHead = chain.head
        try store.setCursor(cursor)
        try store.commit()
    }

    private func send(_ bytes: [UInt8], to socket: Int32) {
        _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
