import Foundation
import Telemetry

/// Reads lines of a recording. Owns its buffers; belongs to one thread.
package final class RecordingDecoder {
    /// A line as it was read; a message's bytes live until the decoder's next line.
    package enum View {
        case message(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, qos: UInt8, retained: Bool)
        case other(RecordedLine)
    }

    /// Why a line is none of this format: a full sentence with the remedy.
    package struct Fault: Error, Hashable, Sendable {
        package var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// What `at` counts from.
    package let start: Timestamp
    private var text = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    private var filled = 0

    package init(start: Timestamp) {
        self.start = start
    }

    deinit {
        text.deallocate()
    }

    /// - Returns: nil where the line is no header of a recording of this format.
    /// - Throws: `Fault` where it is one of a version that this program does not read.
    package static func header(_ line: UnsafeRawBufferPointer) throws(Fault) -> RecordingHeader? {
        guard line.starts(with: Array("{\"recording\":".utf8)) else { return nil }
        let header: RecordingHeader
        do {
            header = try JSONDecoder().decode(RecordingHeader.self, from: Data(line))
        } catch {
            throw Fault("The recording's first line lacks a title, a start or a source, or is damaged.")
        }
        guard header.recording == RecordingHeader.version else {
            throw Fault(
                "The recording is of version \(header.recording); this program reads version \(RecordingHeader.version)."
            )
        }
        return header
    }

    /// Reads a line; the time is nil for lines that have none.
    package func decode(_ line: UnsafeRawBufferPointer) throws(Fault) -> (at: Timestamp?, view: View) {
        filled = 0
        if text.count < line.count {
            text.deallocate()
            text = UnsafeMutableRawBufferPointer.allocate(byteCount: line.count * 2, alignment: 8)
        }
        if let message = try plainMessage(line) { return message }
        return try anyLine(line)
    }

    /// A line as a value of its own.
    package func item(_ line: UnsafeRawBufferPointer, previous: Timestamp) throws(Fault) -> RecordedItem {
        filled = 0
        if text.count < line.count {
            text.deallocate()
            text = UnsafeMutableRawBufferPointer.allocate(byteCount: line.count * 2, alignment: 8)
        }
        let (at, read) = try anyMembers(line)
        return RecordedItem(at: at ?? previous, line: read)
    }

    // MARK: Messages as the encoder writes them

    /// The quick way: members in the encoder's order, a topic without escapes. Nil where the line is anything else.
    private func plainMessage(_ line: UnsafeRawBufferPointer) throws(Fault) -> (at: Timestamp?, view: View)? {
        guard line.last == UInt8(ascii: "}"), let start = line.baseAddress else { return nil }
        var scan = PlainScan(start, count: line.count)
        guard scan.take("{\"at\":"), let number = scan.text(upTo: UInt8(ascii: ",")),
            scan.take(",\"topic\":\""), let topic = scan.text(upTo: UInt8(ascii: "\"")),
            !topic.contains(UInt8(ascii: "\\")), scan.take("\",\"qos\":"),
            let qos = scan.digit(upTo: 2), scan.take(",\"retain\":"), let retained = scan.digit(upTo: 1),
            scan.take(",\"payload\":\""), let payload = unescaped(scan.rest)
        else { return nil }
        return (
            try plainTime(number), .message(topic: topic, payload: payload, qos: qos, retained: retained == 1)
        )
    }

    /// Unescapes a string, given from after its first quote to the line's end, into the decoder's buffer; nil where it is
    /// none, or holds other escapes than the common ones.
    private func unescaped(_ rest: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard rest.count >= 2, rest[rest.count - 2] == UInt8(ascii: "\""), let start = rest.baseAddress,
            let buffer = text.baseAddress
        else { return nil }
        var from = start.assumingMemoryBound(to: UInt8.self)
        let end = from + (rest.count - 2)
        let first = buffer.assumingMemoryBound(to: UInt8.self) + filled
        var to = first
        while from < end {
            var byte = from.pointee
            from += 1
            if byte == UInt8(ascii: "\"") { return nil }
            if byte == UInt8(ascii: "\\") {
                guard from < end else { return nil }
                switch from.pointee {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte = from.pointee
                case UInt8(ascii: "n"): byte = 0x0A
                case UInt8(ascii: "r"): byte = 0x0D
                case UInt8(ascii: "t"): byte = 0x09
                default: return nil
                }
                from += 1
            }
            to.pointee = byte
            to += 1
        }
        let count = to - first
        filled += count
        return UnsafeRawBufferPointer(start: first, count: count)
    }

    /// Seconds as the encoder writes them, with nine digits after the point; any others are read the long way.
    private func plainTime(_ number: UnsafeRawBufferPointer) throws(Fault) -> Timestamp {
        let whole = number.count - 10
        guard (1...8).contains(whole), number[whole] == UInt8(ascii: ".") else { return try time(number) }
        var nanoseconds: Int64 = 0
        for index in 0..<number.count where index != whole {
            let digit = number[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return try time(number) }
            nanoseconds = nanoseconds &* 10 &+ Int64(digit)
        }
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? try time(number) : Timestamp(nanoseconds: sum)
    }

    private func time(_ number: UnsafeRawBufferPointer) throws(Fault) -> Timestamp {
        guard let nanoseconds = DecimalText.scaled(number, by: 9) else {
            throw Fault("The line's time, member at, is no number of seconds since the recording's start.")
        }
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(nanoseconds)
        guard !overflow else { throw Fault("The line's time is beyond the years 1678 to 2262.") }
        return Timestamp(nanoseconds: sum)
    }

    // MARK: Any line

    private func anyLine(_ line: UnsafeRawBufferPointer) throws(Fault) -> (at: Timestamp?, view: View) {
        let (at, read) = try anyMembers(line)
        guard case .message(let message) = read else { return (at, .other(read)) }
        let topic = keep(message.topic)
        let payload = keep(message.payload)
        return (at, .message(topic: topic, payload: payload, qos: message.qos, retained: message.retained))
    }

    private func keep(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let first = filled
        for byte in bytes where filled < text.count {
            text[filled] = byte
            filled += 1
        }
        return UnsafeRawBufferPointer(rebasing: text[first..<filled])
    }

    private func anyMembers(_ line: UnsafeRawBufferPointer) throws(Fault) -> (at: Timestamp?, line: RecordedLine) {
        guard let members = JSONText.members(of: line) else {
            throw Fault("The line is no JSON object, or is cut off.")
        }
        var at: Timestamp?
        if let member = members.first(where: { $0.name == "at" }) {
            at = try time(UnsafeRawBufferPointer(rebasing: member.value))
        }
        for member in members {
            let json = Array(member.value)
            if let kind = RecordedInputKind(rawValue: member.name) { return (try known(at), .input(kind, json: json)) }
            switch member.name {
            case "topic", "topic_base64": return (try known(at), .message(try message(members)))
            case "channel_failure": return (try known(at), .channelFailure(json: json))
            case "expect": return (try known(at), .expectation(json: json))
            case "bundle": return (nil, try bundle(json))
            case "end": return (at, .end(lines: try end(json)))
            default: continue
            }
        }
        throw Fault(
            "The line holds none of topic, command, delivery, configuration, started, intake_gap, clock_step, "
                + "channel_failure, expect, bundle and end.")
    }

    private func known(_ at: Timestamp?) throws(Fault) -> Timestamp {
        guard let at else { throw Fault("The line has no time: member at, seconds since the recording's start.") }
        return at
    }

    private func message(_ members: [JSONText.Member]) throws(Fault) -> RecordedMessage {
        var result = RecordedMessage(topic: [], payload: [], qos: 0)
        var hasPayload = false
        for member in members {
            switch member.name {
            case "topic", "payload":
                guard let bytes = JSONText.string(member.value) else {
                    throw Fault("The line's \(member.name) is no text.")
                }
                if member.name == "topic" { result.topic = bytes } else { result.payload = bytes }
                hasPayload = hasPayload || member.name == "payload"
            case "topic_base64", "payload_base64":
                guard let text = JSONText.string(member.value), let data = Data(base64Encoded: Data(text)) else {
                    throw Fault("The line's \(member.name) is no base64.")
                }
                if member.name == "topic_base64" { result.topic = Array(data) } else { result.payload = Array(data) }
                hasPayload = hasPayload || member.name == "payload_base64"
            case "qos":
                guard let qos = number(member), (0...2).contains(qos) else {
                    throw Fault("The line's qos must be 0, 1 or 2.")
                }
                result.qos = UInt8(qos)
            case "retain":
                guard let retain = number(member), (0...1).contains(retain) else {
                    throw Fault("The line's retain must be 0 or 1.")
                }
                result.retained = retain == 1
            case "properties": result.properties = Array(member.value)
            case "recorded_length": result.recordedLength = number(member)
            default: continue
            }
        }
        guard hasPayload else { throw Fault("The line's message has no payload.") }
        guard !result.topic.isEmpty else { throw Fault("The line's message has no topic.") }
        return result
    }

    private func number(_ member: JSONText.Member) -> Int? {
        DecimalText.scaled(UnsafeRawBufferPointer(rebasing: member.value), by: 0).map { Int($0) }
    }

    private struct Bundle: Decodable {
        var sha256: String
        var base64: String
    }

    private struct End: Decodable {
        var lines: Int
    }

    private func bundle(_ json: [UInt8]) throws(Fault) -> RecordedLine {
        guard let read = try? JSONDecoder().decode(Bundle.self, from: Data(json)),
            let data = Data(base64Encoded: read.base64)
        else { throw Fault("The line's bundle has no sha256 and base64, or is damaged.") }
        return .bundle(sha256: read.sha256, bytes: Array(data))
    }

    private func end(_ json: [UInt8]) throws(Fault) -> Int {
        guard let read = try? JSONDecoder().decode(End.self, from: Data(json)) else {
            throw Fault("The recording's last line does not say how many lines there are.")
        }
        return read.lines
    }
}
