import Foundation
import Telemetry

/// Rows of `mqtt-recorder`: topic, payload (text or base64), QoS, retain, and the time in Unix seconds or milliseconds.
/// A first row that names its columns is taken at its word; without one the order is the one above.
package struct RecorderCSVImport {
    private var rows: CSVRows
    private var first: [String]?
    private var topic = 0
    private var payload = 1
    private var qos = 2
    private var retain = 3
    private var time = 4
    private let isBase64: Bool

    /// - Parameter isBase64: payloads are base64, as `--encode_b64` writes them.
    package init(path: String, isBase64: Bool) throws {
        rows = try CSVRows(path: path)
        self.isBase64 = isBase64
        guard let row = try rows.next() else {
            throw RecordingFailure(.format, place: path, "The table is empty.")
        }
        let names = row.map { $0.lowercased() }
        guard let topic = names.firstIndex(of: "topic") else {
            first = row
            return
        }
        func index(_ names: [String], in row: [String]) throws(RecordingFailure) -> Int {
            guard let found = names.lazy.compactMap({ row.firstIndex(of: $0) }).first else {
                throw RecordingFailure(
                    .format, place: path, "The table has none of the columns \(names.joined(separator: ", ")).")
            }
            return found
        }
        self.topic = topic
        payload = try index(["payload", "message", "msg"], in: names)
        qos = try index(["qos"], in: names)
        retain = try index(["retain", "retained"], in: names)
        time = try index(["timestamp", "time", "ts"], in: names)
    }

    package var place: String { rows.place }

    package mutating func next() throws -> RecordedItem? {
        let row: [String]
        if let first {
            row = first
            self.first = nil
        } else {
            guard let next = try rows.next() else { return nil }
            row = next
        }
        guard row.count > max(topic, payload, qos, retain, time) else {
            throw RecordingFailure(
                .format, place: rows.place,
                "The row has \(row.count) columns; topic, payload, qos, retain, time are needed.")
        }
        guard let at = RecorderCSVImport.time(row[time]) else {
            throw RecordingFailure(.format, place: rows.place, "The time is not in Unix seconds or milliseconds.")
        }
        guard let level = UInt8(row[qos]), level <= 2 else {
            throw RecordingFailure(.format, place: rows.place, "The qos must be 0, 1 or 2.")
        }
        let bytes: [UInt8]
        if isBase64 {
            guard let data = Data(base64Encoded: row[payload]) else {
                throw RecordingFailure(.format, place: rows.place, "The payload is no base64.")
            }
            bytes = Array(data)
        } else {
            bytes = Array(row[payload].utf8)
        }
        let isRetained = ["1", "true", "True", "TRUE"].contains(row[retain])
        return RecordedItem(
            at: at,
            line: .message(
                RecordedMessage(topic: Array(row[topic].utf8), payload: bytes, qos: level, retained: isRetained)))
    }

    /// Seconds, or milliseconds where the number is too large for this century's seconds.
    private static func time(_ text: String) -> Timestamp? {
        var copy = text
        let seconds = copy.withUTF8 { Timestamp(unixSeconds: UnsafeRawBufferPointer($0)) }
        if let seconds, abs(seconds.nanoseconds) < 9_000_000_000 * 1_000_000_000 { return seconds }
        return copy.withUTF8 { DecimalText.scaled(UnsafeRawBufferPointer($0), by: 6) }.map {
            Timestamp(nanoseconds: $0)
        } ?? Timestamp(iso8601: text)
    }
}
