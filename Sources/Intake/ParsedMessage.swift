import CSimdjson
import Telemetry

/// What was read from one message: items, or why it was refused. One object per thread, reused: once its buffers have grown,
/// reading a `{"t","v","u"}` message allocates nothing.
///
/// Owns the C reader, so it is a class; belongs to one thread at a time (it is not `Sendable`).
package final class ParsedMessage {
    private let reader: OpaquePointer?
    private(set) var document = csimdjson_document()
    /// The topic, or its first `QuarantineRecord.topicLimit` bytes where it is longer than allowed.
    package internal(set) var topic: [UInt8] = []
    package internal(set) var topicLength = 0
    /// The payload's first `QuarantineRecord.payloadLimit` bytes.
    var payload: [UInt8] = []
    package internal(set) var payloadLength = 0
    var topicHash: UInt64 = 0
    var items: [ParsedItem] = []
    /// Names that SenML gives, one after the other.
    var names: [UInt8] = []
    /// The whole message is refused.
    var refusal: Refusal?
    /// Single records that are refused.
    var recordRefusals: [Refusal] = []

    /// Latest time that a device gave, in Unix time; drives `--clock data`. Nil where the message gives none.
    package internal(set) var latestEventTime: Timestamp?

    package init() {
        reader = csimdjson_create()
    }

    deinit {
        if let reader { csimdjson_destroy(reader) }
    }

    /// Nothing of the message can be taken.
    package var isRefused: Bool { refusal != nil }
    package var itemCount: Int { items.count }

    func begin(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, limits: IntakeLimits) {
        self.topic.removeAll(keepingCapacity: true)
        self.topic.append(contentsOf: topic.prefix(max(limits.topicBytes, QuarantineRecord.topicLimit)))
        topicLength = topic.count
        self.payload.removeAll(keepingCapacity: true)
        self.payload.append(contentsOf: payload.prefix(QuarantineRecord.payloadLimit))
        payloadLength = payload.count
        items.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        if !recordRefusals.isEmpty { recordRefusals.removeAll() }
        refusal = nil
        latestEventTime = nil
        document = csimdjson_document()
    }

    /// Reads the payload as JSON. Returns a `CSIMDJSON_…` status.
    func read(_ payload: UnsafeRawBufferPointer, limits: IntakeLimits) -> Int {
        guard let reader else { return CSIMDJSON_MEMORY }
        var bounds = csimdjson_limits(
            maximum_depth: UInt32(clamping: limits.nestingDepth), maximum_members: UInt32(clamping: limits.members),
            maximum_records: UInt32(clamping: limits.recordsPerMessage))
        return Int(csimdjson_read(reader, payload.baseAddress, payload.count, &bounds, &document))
    }

    var members: UnsafeBufferPointer<csimdjson_member> {
        UnsafeBufferPointer(start: document.members, count: Int(document.member_count))
    }

    func note(eventNanoseconds: Int64) {
        if let latest = latestEventTime, latest.nanoseconds >= eventNanoseconds { return }
        latestEventTime = Timestamp(nanoseconds: eventNanoseconds)
    }
}

extension csimdjson_member {
    @inline(__always)
    var nameBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: name, count: Int(name_length))
    }

    @inline(__always)
    var textBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: text, count: Int(text_length))
    }

    /// The name as one word: its bytes from the lowest on, for names of at most 4 bytes; `UInt32.max` for longer ones.
    @inline(__always)
    var shortName: UInt32 {
        guard name_length <= 4, let name else { return name_length == 0 ? 0 : UInt32.max }
        var word: UInt32 = 0
        for position in 0..<Int(name_length) { word |= UInt32(name[position]) << UInt32(position * 8) }
        return word
    }

    @inline(__always)
    var valueKind: ValueKind {
        switch Int(kind) {
        case CSIMDJSON_NUMBER_VALUE: .number
        case CSIMDJSON_STRING: .string
        case CSIMDJSON_TRUE: .yes
        case CSIMDJSON_FALSE: .no
        case CSIMDJSON_NESTED: .nested
        case _: .null
        }
    }

    enum ValueKind {
        case null
        case no
        case yes
        case number
        case string
        case nested
    }
}
