import CSimdjson
import Telemetry

/// Reads lines that `mosquitto_sub` wrote: `-F '%J'` (payload as JSON), `-F '%j'` (payload as a string), or the
/// lossless `-F '%U\t%t\t%q\t%r\t%x'` (Unix time, topic, QoS, retain, payload in hex).
///
/// Pure: the same line gives the same message. Members besides `tst, topic, qos, retain, payload` are ignored; a
/// missing `qos` or `retain` counts as 0. Owns the C reader and buffers, all reused; belongs to one thread.
package final class RecordingLineParser {
    private let reader: OpaquePointer?
    private var payload = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    package init() {
        reader = csimdjson_create()
    }

    deinit {
        if let reader { csimdjson_destroy(reader) }
        payload.deallocate()
    }

    /// - Parameter line: without its line end; a `\r` at the end is ignored.
    package func parse(_ line: UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine {
        var length = line.count
        while length > 0, line[length - 1] == UInt8(ascii: "\n") || line[length - 1] == UInt8(ascii: "\r") {
            length -= 1
        }
        let text = UnsafeRawBufferPointer(rebasing: line[..<length])
        if text.first == UInt8(ascii: "{") { return try parseJSON(text) }
        return try parseColumns(text)
    }

    private func parseJSON(_ text: UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine {
        guard let reader else { throw RecordingFault("There was no memory to read the line.") }
        var line = csimdjson_line()
        let status = Int(csimdjson_read_line(reader, text.baseAddress, text.count, &line))
        guard status == CSIMDJSON_OK else {
            throw RecordingFault("The line is not valid JSON (status \(status)); record with mosquitto_sub -F '%J'.")
        }
        guard line.present & 2 != 0, line.topic_length > 0 else {
            throw RecordingFault("The line has no topic; record with mosquitto_sub -F '%J'.")
        }
        guard line.present & 1 != 0 else {
            throw RecordingFault("The line has no time of arrival (tst); record with mosquitto_sub -F '%J'.")
        }
        guard line.present & 16 != 0 else { throw RecordingFault("The line has no payload.") }
        let stamp = line.stampBytes
        guard let arrival = Timestamp(iso8601: stamp) else {
            throw RecordingFault("The time of arrival \(Intake.quoted(stamp)) is not ISO 8601 with an offset.")
        }
        guard (0...2).contains(line.qos), (0...1).contains(line.retain) else {
            throw RecordingFault("The line's qos must be 0, 1 or 2 and its retain 0 or 1.")
        }
        return RecordingLine(
            topic: line.topicBytes, payload: line.payloadBytes, qos: UInt8(line.qos), retained: line.retain == 1,
            arrival: arrival)
    }
}

extension RecordingLineParser {
    /// `1780272000.123456 ⇥ topic ⇥ 1 ⇥ 0 ⇥ 7b2274…`. The topic cannot hold a tab that matters: columns are counted
    /// from both ends.
    private func parseColumns(_ text: UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine {
        let tab = UInt8(ascii: "\t")
        guard let first = text.firstIndex(of: tab), let last = text.lastIndex(of: tab),
            let third = text[..<last].lastIndex(of: tab), let second = text[..<third].lastIndex(of: tab), second > first
        else {
            throw RecordingFault(
                "The line is neither JSON nor five columns; record with mosquitto_sub -F '%J' or "
                    + "-F '%U\\t%t\\t%q\\t%r\\t%x'.")
        }
        guard let arrival = Timestamp(unixSeconds: UnsafeRawBufferPointer(rebasing: text[..<first])) else {
            throw RecordingFault("The first column is not a time in Unix seconds.")
        }
        let qos = text[(second + 1)..<third]
        let retain = text[(third + 1)..<last]
        guard qos.count == 1, let level = qos.first, (UInt8(ascii: "0")...UInt8(ascii: "2")).contains(level),
            retain.count == 1, let flag = retain.first, flag == UInt8(ascii: "0") || flag == UInt8(ascii: "1")
        else { throw RecordingFault("The line's third column must be 0, 1 or 2 and its fourth 0 or 1.") }
        guard let bytes = decodeHex(text[(last + 1)...]) else {
            throw RecordingFault("The last column is not a payload in hexadecimal digits.")
        }
        return RecordingLine(
            topic: UnsafeRawBufferPointer(rebasing: text[(first + 1)..<second]), payload: bytes,
            qos: level - UInt8(ascii: "0"), retained: flag == UInt8(ascii: "1"), arrival: arrival)
    }

    private func decodeHex(_ digits: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer? {
        guard digits.count % 2 == 0 else { return nil }
        let count = digits.count / 2
        if payload.count < count {
            payload.deallocate()
            payload = UnsafeMutableRawBufferPointer.allocate(byteCount: count * 2, alignment: 1)
        }
        for index in 0..<count {
            let start = digits.startIndex + index * 2
            guard let high = RecordingLineParser.nibble(digits[start]),
                let low = RecordingLineParser.nibble(digits[start + 1])
            else { return nil }
            payload[index] = high << 4 | low
        }
        return UnsafeRawBufferPointer(rebasing: payload[..<count])
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case _: nil
        }
    }
}
