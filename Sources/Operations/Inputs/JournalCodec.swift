import IncidentCommand
import Telemetry

// On disk, a journal row is a concatenation of length-prefixed records, one an input:
//
//     kind (1 byte) · at (zigzag LEB128, ns since 1970) · fields
//
// A record holds its own stamp and its whole topic, so that its bytes do not depend on how inputs were gathered into rows:
// the hash of a journal segment is taken over records, and a row can be read without the ones before it.
// A message's fields are: flags (bits 0–1 QoS, bit 2 retained) · length-prefixed topic · length-prefixed payload.
// Every other kind has one length-prefixed field.

/// First byte of a record. Numbers are part of the format and never reused.
enum JournalInputKind: UInt8 {
    case message = 1
    case command = 2
    case delivery = 3
    case configuration = 4
    case started = 5
    case intakeGap = 6
    case clockStep = 7
    case stopped = 8
    case repeated = 9
    case alarmCommand = 10
    case peopleCommand = 11
}

/// Encodes inputs into journal rows.
package struct JournalEncoder {
    private var blob = ByteWriter()
    /// An input that is no message, before its length is known.
    private var record = ByteWriter()
    /// Bytes of the input appended last, at the end of `blob`.
    private var recordCount = 0
    /// Packet identifiers of the row's inputs, two bytes each, high byte first; 0 for what has none. Beside the records and
    /// not in them: how a message was delivered is no part of what was said.
    package private(set) var packets: [UInt8] = []
    /// Inputs in the row so far.
    package private(set) var count = 0

    package init() {}

    /// The row so far.
    package var bytes: [UInt8] { blob.bytes }

    /// Begins the next row, after a commit.
    package mutating func reset() {
        blob.removeAll()
        packets.removeAll(keepingCapacity: true)
        count = 0
    }

    /// The hot path: a message straight from the receive buffer. `currentRecord` then holds it.
    ///
    /// - Parameter packet: its MQTT packet identifier; 0 where it has none.
    package mutating func append(_ view: JournalInputView, at: Timestamp, packet: UInt16 = 0) {
        switch view {
        case .message(let topic, let payload, let qos, let retained):
            append(topic: topic, payload: payload, flags: (qos & 3) | (retained ? 4 : 0), at)
        case .other(.message(let topic, let payload, let qos, let retained)):
            topic.withUnsafeBytes { topic in
                payload.withUnsafeBytes { payload in
                    append(topic: topic, payload: payload, flags: (qos & 3) | (retained ? 4 : 0), at)
                }
            }
        case .other(let input):
            record.removeAll()
            append(input, at)
            record.bytes.withUnsafeBytes { blob.write(raw: $0) }
            recordCount = record.bytes.count
        }
        packets.append(UInt8(packet >> 8))
        packets.append(UInt8(packet & 0xFF))
        count += 1
    }

    /// Hands out the bytes of the input appended last. For the hot path: not generic, since another module would not have it
    /// specialised, and `mutating`, since it would hand over a copy.
    @discardableResult
    package mutating func withCurrentRecord(
        _ body: (UnsafeRawBufferPointer) throws -> CommandOutcome?
    ) rethrows -> CommandOutcome? {
        try blob.bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0.suffix(recordCount))) }
    }

    /// A message, in one go: its length, then the record.
    private mutating func append(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, flags: UInt8, _ at: Timestamp
    ) {
        let stamp = UInt64(bitPattern: (at.nanoseconds << 1) ^ (at.nanoseconds >> 63))
        let count =
            2 + RawWriter.width(stamp) + RawWriter.width(UInt64(topic.count)) + topic.count
            + RawWriter.width(UInt64(payload.count)) + payload.count
        blob.write(count: RawWriter.width(UInt64(count)) + count) { room in
            guard let start = room.baseAddress else { return }
            var writer = RawWriter(start)
            writer.write(UInt64(count))
            writer.write(byte: JournalInputKind.message.rawValue)
            writer.write(stamp)
            writer.write(byte: flags)
            writer.write(raw: topic)
            writer.write(raw: payload)
        }
        recordCount = count
    }

    /// Everything but messages, which have a way of their own.
    private mutating func append(_ input: JournalInput, _ at: Timestamp) {
        switch input {
        case .message: break
        case .command(let bytes): field(.command, at, bytes)
        case .alarmCommand(let bytes): field(.alarmCommand, at, bytes)
        case .peopleCommand(let bytes): field(.peopleCommand, at, bytes)
        case .delivery(let bytes): field(.delivery, at, bytes)
        case .configuration(let sha256): field(.configuration, at, Array(sha256.utf8))
        case .started(let bytes): field(.started, at, bytes)
        case .intakeGap(let bytes): field(.intakeGap, at, bytes)
        case .clockStep(let bytes): field(.clockStep, at, bytes)
        case .stopped: field(.stopped, at, [])
        case .repeated(let count): field(.repeated, at, Array(String(count).utf8))
        }
    }

    private mutating func field(_ kind: JournalInputKind, _ at: Timestamp, _ bytes: [UInt8]) {
        record.write(byte: kind.rawValue)
        record.write(at)
        record.write(data: bytes)
    }
}

/// Writes as `ByteWriter` does, into room that is large enough.
private struct RawWriter {
    private var at: UnsafeMutableRawPointer

    init(_ at: UnsafeMutableRawPointer) { self.at = at }

    /// Bytes of a LEB128 number.
    static func width(_ value: UInt64) -> Int {
        max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7)
    }

    mutating func write(byte: UInt8) {
        at.storeBytes(of: byte, as: UInt8.self)
        at += 1
    }

    mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            write(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        write(byte: UInt8(rest))
    }

    mutating func write(raw: UnsafeRawBufferPointer) {
        write(UInt64(raw.count))
        if let source = raw.baseAddress { at.copyMemory(from: source, byteCount: raw.count) }
        at += raw.count
    }
}

/// An input as a view into a row's bytes: replay copies nothing.
package enum JournalInputView {
    case message(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, qos: UInt8, retained: Bool)
    case other(JournalInput)
}

/// Reads journal rows back.
package enum JournalDecoder {
    /// Hands every input of a row to `body` with its stamp and its record.
    ///
    /// - Throws: `CodingFault` where the bytes are damaged; whatever `body` throws.
    package static func forEachInput(
        of row: UnsafeRawBufferPointer,
        _ body: (JournalInputView, Timestamp, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var rows = ByteReader(row)
        while !rows.isAtEnd {
            let record = try rows.readRaw()
            var reader = ByteReader(record)
            let rawKind = try reader.readByte()
            guard let kind = JournalInputKind(rawValue: rawKind) else {
                throw CodingFault(position: rows.position, what: "has an input of unknown kind \(rawKind)")
            }
            let at = try reader.readTimestamp()
            let view = try fields(of: kind, &reader)
            try body(view, at, record)
        }
    }

    private static func fields(
        of kind: JournalInputKind, _ reader: inout ByteReader
    ) throws(CodingFault) -> JournalInputView {
        switch kind {
        case .message:
            let flags = try reader.readByte()
            let topic = try reader.readRaw()
            let payload = try reader.readRaw()
            return .message(topic: topic, payload: payload, qos: flags & 3, retained: flags & 4 != 0)
        case .command: return .other(.command(try reader.readData()))
        case .alarmCommand: return .other(.alarmCommand(try reader.readData()))
        case .peopleCommand: return .other(.peopleCommand(try reader.readData()))
        case .delivery: return .other(.delivery(try reader.readData()))
        case .configuration: return .other(.configuration(sha256: try reader.readString()))
        case .started: return .other(.started(try reader.readData()))
        case .intakeGap: return .other(.intakeGap(try reader.readData()))
        case .clockStep: return .other(.clockStep(try reader.readData()))
        case .stopped:
            _ = try reader.readRaw()
            return .other(.stopped)
        case .repeated:
            guard let count = Int64(String(decoding: try reader.readRaw(), as: UTF8.self)), count > 0 else {
                throw CodingFault(position: reader.position, what: "counts repeats by what is no number")
            }
            return .other(.repeated(count: count))
        }
    }
}
