import Foundation
import Telemetry

/// Writes lines of a recording; see the article Recordings in the documentation.
package struct RecordingEncoder {
    /// What `at` counts from.
    package let start: Timestamp

    package init(start: Timestamp) {
        self.start = start
    }

    /// The first line.
    package static func line(_ header: RecordingHeader) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A header holds only texts, a whole number and a finite time, for which encoding can't fail.
        guard let data = try? encoder.encode(header) else { return [] }
        // The format's mark stands first, so that a reader knows the file by its first bytes.
        var text = String(decoding: data, as: UTF8.self)
        let mark = "\"recording\":\(header.recording)"
        text = text.replacingOccurrences(of: ",\(mark)", with: "")
        return Array("{\(mark),\(text.dropFirst())".utf8)
    }

    /// A line without its end.
    package func line(_ item: RecordedItem) -> [UInt8] {
        var result: [UInt8] = []
        append(item, to: &result)
        return result
    }

    /// Appends a line without its end.
    package func append(_ item: RecordedItem, to line: inout [UInt8]) {
        switch item.line {
        case .message(let message):
            appendTime(item.at, to: &line)
            append(message, to: &line)
        case .input(let kind, let json):
            appendTime(item.at, to: &line)
            append(member: kind.rawValue, json: json, to: &line)
        case .channelFailure(let json):
            appendTime(item.at, to: &line)
            append(member: "channel_failure", json: json, to: &line)
        case .expectation(let json):
            appendTime(item.at, to: &line)
            append(member: "expect", json: json, to: &line)
        case .bundle(let sha256, let bytes):
            line += "{\"bundle\":{\"sha256\":\"\(sha256)\",\"base64\":\"\(Data(bytes).base64EncodedString())\"}".utf8
        case .end(let lines):
            appendTime(item.at, to: &line)
            line += ",\"end\":{\"lines\":\(lines)}".utf8
        }
        line.append(UInt8(ascii: "}"))
    }

    private func appendTime(_ at: Timestamp, to line: inout [UInt8]) {
        line += "{\"at\":".utf8
        RecordingEncoder.appendSeconds((at - start).nanoseconds, to: &line)
    }

    /// Seconds with nine digits after the point.
    static func appendSeconds(_ nanoseconds: Int64, to line: inout [UInt8]) {
        if nanoseconds < 0 { line.append(UInt8(ascii: "-")) }
        let parts = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        line += String(parts.quotient).utf8
        line.append(UInt8(ascii: "."))
        var divisor: UInt64 = 100_000_000
        while divisor > 0 {
            line.append(UInt8(ascii: "0") + UInt8(parts.remainder / divisor % 10))
            divisor /= 10
        }
    }

    private func append(_ message: RecordedMessage, to line: inout [UInt8]) {
        append(bytes: message.topic, as: "topic", to: &line)
        line += ",\"qos\":\(message.qos),\"retain\":\(message.retained ? 1 : 0)".utf8
        if let length = message.recordedLength { line += ",\"recorded_length\":\(length)".utf8 }
        if let properties = message.properties { append(member: "properties", json: properties, to: &line) }
        append(bytes: message.payload, as: "payload", to: &line)
    }

    private func append(member: String, json: [UInt8], to line: inout [UInt8]) {
        line += ",\"\(member)\":".utf8
        line += json
    }

    /// As text where the bytes are UTF-8, else as base64.
    private func append(bytes: [UInt8], as member: String, to line: inout [UInt8]) {
        if String(validating: bytes, as: UTF8.self) != nil {
            line += ",\"\(member)\":".utf8
            JSONText.append(bytes, to: &line)
        } else {
            line += ",\"\(member)_base64\":\"\(Data(bytes).base64EncodedString())\"".utf8
        }
    }
}
