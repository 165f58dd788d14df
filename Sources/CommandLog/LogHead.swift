import Foundation
import Telemetry

/// The log's length and last hash at one moment, kept where whoever can change the database cannot change it too.
package struct LogHead: Hashable, Sendable {
    package var entries: Int64
    package var hash: LogHash
    package var at: Timestamp
    /// Of the database that it belongs to.
    package var identity: String
    /// Counts restores from a backup, from 1.
    package var epoch: Int

    package init(entries: Int64, hash: LogHash, at: Timestamp, identity: String, epoch: Int) {
        self.entries = entries
        self.hash = hash
        self.at = at
        self.identity = identity
        self.epoch = epoch
    }

    /// `{"entries":…,"hash":"…","at":"…","identity":"…","epoch":…}` and a line end.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        LogJSON.append(
            .object([
                LogFact.Field("entries", .integer(entries)), LogFact.Field("hash", .text(hash.hex)),
                LogFact.Field("at", .time(at)), LogFact.Field("identity", .text(identity)),
                LogFact.Field("epoch", .integer(Int64(epoch))),
            ]), to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    package init(json: [UInt8]) throws(LogHeadError) {
        let record: Record
        do {
            record = try JSONDecoder().decode(Record.self, from: Data(json))
        } catch {
            throw LogHeadError(message: "The log head is not the JSON object that tocsin writes.")
        }
        guard let hash = LogHash(hex: record.hash) else {
            throw LogHeadError(message: "The log head's hash is not 64 hexadecimal digits.")
        }
        guard record.entries >= 0 else {
            throw LogHeadError(message: "The log head counts \(record.entries) entries, which no log can have.")
        }
        self.init(
            entries: record.entries, hash: hash, at: record.at, identity: record.identity, epoch: record.epoch)
    }

    private struct Record: Decodable {
        var entries: Int64
        var hash: String
        var at: Timestamp
        var identity: String
        var epoch: Int
    }
}

/// A head that cannot be read.
package struct LogHeadError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String

    package var description: String { message }
}
