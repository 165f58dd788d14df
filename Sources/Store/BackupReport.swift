import CommandLog
import Foundation
import Telemetry

/// What a backup holds: written beside it as `manifest.json`, and checked before it is restored.
package struct BackupReport: Hashable, Sendable {
    package var directory: String
    package var takenAt: Timestamp
    package var identity: String
    package var epoch: Int
    package var bytes: Int64
    package var entries: Int64
    package var head: LogHash
    package var journalSequence: Int64
    package var readings: Int64

    var logHead: LogHead {
        LogHead(entries: entries, hash: head, at: takenAt, identity: identity, epoch: epoch)
    }

    var json: [UInt8] {
        var bytes: [UInt8] = []
        LogJSON.append(
            .object([
                LogFact.Field("taken_at", .time(takenAt)), LogFact.Field("identity", .text(identity)),
                LogFact.Field("epoch", .integer(Int64(epoch))), LogFact.Field("bytes", .integer(self.bytes)),
                LogFact.Field("log_entries", .integer(entries)), LogFact.Field("log_head", .text(head.hex)),
                LogFact.Field("journal_sequence", .integer(journalSequence)),
                LogFact.Field("readings_committed", .integer(readings)),
            ]), to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// - Returns: nil where the bytes are not a manifest.
    init?(json: [UInt8], directory: String) {
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(json)),
            let head = LogHash(hex: manifest.logHead)
        else { return nil }
        self.init(
            directory: directory, takenAt: manifest.takenAt, identity: manifest.identity, epoch: manifest.epoch,
            bytes: manifest.bytes, entries: manifest.logEntries, head: head,
            journalSequence: manifest.journalSequence,
            readings: manifest.readingsCommitted)
    }

    init(
        directory: String, takenAt: Timestamp, identity: String, epoch: Int, bytes: Int64, entries: Int64,
        head: LogHash,
        journalSequence: Int64, readings: Int64
    ) {
        self.directory = directory
        self.takenAt = takenAt
        self.identity = identity
        self.epoch = epoch
        self.bytes = bytes
        self.entries = entries
        self.head = head
        self.journalSequence = journalSequence
        self.readings = readings
    }

    private struct Manifest: Decodable {
        var takenAt: Timestamp
        var identity: String
        var epoch: Int
        var bytes: Int64
        var logEntries: Int64
        var logHead: String
        var journalSequence: Int64
        var readingsCommitted: Int64

        private enum CodingKeys: String, CodingKey {
            case takenAt = "taken_at"
            case identity
            case epoch
            case bytes
            case logEntries = "log_entries"
            case logHead = "log_head"
            case journalSequence = "journal_sequence"
            case readingsCommitted = "readings_committed"
        }
    }
}
