import CSimdjson
import Telemetry

/// What was read from one message: items, or why it was refused. One object per thread, reused: once its buffers have
/// grown, reading a `{"t","v","u"}` message allocates nothing.
///
/// Owns the C reader and two buffers, so it is a class; belongs to one thread at a time (it is not `Sendable`). Its
/// properties are `@exclusivity(unchecked)`: none is passed `inout` while another access to it runs, and the checks at
/// run time would cost a fifth of the time that a message takes.
package final class ParsedMessage {
    private let reader: OpaquePointer?
    @exclusivity(unchecked) var document = csimdjson_document()
    @exclusivity(unchecked) private var topicBuffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) package private(set) var topicLength = 0
    @exclusivity(unchecked) package private(set) var payloadLength = 0
    /// The payload's place in a recording's line, or with whoever read it; nil where it was read here by itself.
    @exclusivity(unchecked) private var payloadElsewhere: UnsafeRawBufferPointer?
    @exclusivity(unchecked) var topicHash: UInt64 = 0
    /// Initialised up to `itemCount`; items are plain values that need no destruction.
    @exclusivity(unchecked) private var itemBuffer = UnsafeMutableBufferPointer<ParsedItem>(start: nil, count: 0)
    @exclusivity(unchecked) package private(set) var itemCount = 0
    /// Names that SenML gives, one after the other, in the first `namesLength` bytes.
    @exclusivity(unchecked) private var nameBuffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) private(set) var namesLength = 0
    /// The whole message is refused.
    @exclusivity(unchecked) var refusal: Refusal?
    /// Single records that are refused.
    @exclusivity(unchecked) var recordRefusals: [Refusal] = []
    @exclusivity(unchecked) private var latestNanoseconds = Int64.min
    @exclusivity(unchecked) var arrivals = ArrivalReader()

    package init() {
        reader = csimdjson_create()
    }

    deinit {
        if let reader { csimdjson_destroy(reader) }
        topicBuffer.deallocate()
        nameBuffer.deallocate()
        itemBuffer.deallocate()
    }

    /// Nothing of the message can be taken.
    package var isRefused: Bool { refusal != nil }

    /// Latest time that a device gave; drives `--clock data`. Nil where the message gives none.
    package var latestEventTime: Timestamp? {
        latestNanoseconds == Int64.min ? nil : Timestamp(nanoseconds: latestNanoseconds)
    }

    /// The topic; of one longer than allowed, its beginning. Lives until the next message.
    @exclusivity(unchecked) package private(set) var topic = UnsafeRawBufferPointer(start: nil, count: 0)

    /// The payload; of one longer than allowed, its beginning. Lives until the next message.
    package var payload: UnsafeRawBufferPointer {
        if let payloadElsewhere { return payloadElsewhere }
        guard let reader else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        var length = 0
        let start = csimdjson_text(reader, &length)
        return UnsafeRawBufferPointer(start: start, count: length)
    }

    func begin(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, limits: IntakeLimits) {
        let kept = ParsedMessage.keptBytes(of: topic, limits)
        if kept > topicBuffer.count {
            topicBuffer.deallocate()
            topicBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: kept * 2, alignment: 8)
        }
        if kept > 0, let start = topic.baseAddress {
            topicBuffer.baseAddress?.copyMemory(from: start, byteCount: kept)
        }
        begin(UnsafeRawBufferPointer(start: topicBuffer.baseAddress, count: kept), topic.count, payload.count)
        payloadElsewhere = nil
    }

    /// The same for a message that was read elsewhere: its bytes stay where they are.
    func begin(shared topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, limits: IntakeLimits) {
        let kept = topic.prefix(ParsedMessage.keptBytes(of: topic, limits))
        begin(UnsafeRawBufferPointer(rebasing: kept), topic.count, payload.count)
        payloadElsewhere = payload
    }

    /// How much of a topic is kept: of one longer than allowed what the quarantine shows.
    private static func keptBytes(of topic: UnsafeRawBufferPointer, _ limits: IntakeLimits) -> Int {
        min(topic.count, max(limits.topicBytes, QuarantineRecord.topicLimit))
    }

    @inline(__always)
    private func begin(_ topic: UnsafeRawBufferPointer, _ topicLength: Int, _ payloadLength: Int) {
        self.topic = topic
        self.topicLength = topicLength
        self.payloadLength = payloadLength
        latestNanoseconds = Int64.min
        itemCount = 0
        namesLength = 0
        if !recordRefusals.isEmpty { recordRefusals.removeAll() }
        if refusal != nil { refusal = nil }
    }

    /// Reads the payload as JSON. Returns a `CSIMDJSON_…` status.
    func read(_ payload: UnsafeRawBufferPointer, limits: IntakeLimits) -> Int {
        guard let reader else { return CSIMDJSON_MEMORY }
        var bounds = csimdjson_limits.of(limits)
        return Int(csimdjson_read(reader, payload.baseAddress, payload.count, &bounds, &document))
    }

    /// Reads a recording's line together with its payload, where both are as they should be and within the limits. Nil
    /// where not: then nothing of this message counts.
    func readLine(_ text: UnsafeRawBufferPointer, limits: IntakeLimits) -> csimdjson_line? {
        guard let reader else { return nil }
        var bounds = csimdjson_limits.of(limits)
        var line = csimdjson_line()
        let status = Int(
            csimdjson_read_message(reader, text.baseAddress, text.count, &bounds, &line, &document))
        guard status == CSIMDJSON_OK, line.present & 0b10011 == 0b10011, line.topic_length > 0,
            Int(line.topic_length) <= limits.topicBytes, Int(line.payload_length) <= limits.payloadBytes
        else { return nil }
        // Both stand in the reader's buffer, which is as long-lived as a copy.
        begin(line.topicBytes, line.topicBytes.count, line.payloadBytes.count)
        payloadElsewhere = line.payloadBytes
        return line
    }

    /// Keeps the beginning of a payload that is not read, for the quarantine.
    func keep(_ payload: UnsafeRawBufferPointer) {
        guard let reader else { return }
        _ = csimdjson_keep(reader, payload.baseAddress, min(payload.count, QuarantineRecord.payloadLimit))
    }

    /// Valid after a `read` that succeeded, until the next one.
    var members: UnsafeBufferPointer<csimdjson_member> {
        UnsafeBufferPointer(start: document.members, count: Int(document.member_count))
    }

    /// In the order of the message. Valid until the next one.
    @inline(__always)
    var items: UnsafePointer<ParsedItem>? { UnsafePointer(itemBuffer.baseAddress) }

    @inline(__always)
    func append(_ item: ParsedItem) {
        if itemCount == itemBuffer.count { growItems() }
        itemBuffer.initializeElement(at: itemCount, to: item)
        itemCount += 1
        if item.clock == .absolute, item.nanoseconds > latestNanoseconds { latestNanoseconds = item.nanoseconds }
    }

    func removeItems() {
        itemCount = 0
        latestNanoseconds = Int64.min
    }

    /// Names that SenML gives, one after the other.
    var names: UnsafeRawBufferPointer { name(0, namesLength) }

    func name(_ offset: Int, _ length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: nameBuffer[offset..<(offset + length)])
    }

    func appendName(_ part: UnsafeRawBufferPointer) {
        let needed = namesLength + part.count
        if needed > nameBuffer.count {
            let grown = UnsafeMutableRawBufferPointer.allocate(byteCount: max(256, needed * 2), alignment: 8)
            grown.copyMemory(from: UnsafeRawBufferPointer(rebasing: nameBuffer[..<namesLength]))
            nameBuffer.deallocate()
            nameBuffer = grown
        }
        if part.count > 0, let start = part.baseAddress {
            nameBuffer.baseAddress?.advanced(by: namesLength).copyMemory(from: start, byteCount: part.count)
        }
        namesLength = needed
    }

    /// Forgets the names from an offset on.
    func removeNames(from offset: Int) {
        namesLength = offset
    }

    private func growItems() {
        let grown = UnsafeMutableBufferPointer<ParsedItem>.allocate(capacity: max(16, itemBuffer.count * 2))
        _ = grown.moveInitialize(fromContentsOf: itemBuffer[..<itemCount])
        itemBuffer.deallocate()
        itemBuffer = grown
    }
}

extension csimdjson_limits {
    /// No initializer: that would be handed a copy of the limits, with each message.
    static func of(_ limits: IntakeLimits) -> csimdjson_limits {
        csimdjson_limits(
            maximum_depth: UInt32(clamping: limits.nestingDepth), maximum_members: UInt32(clamping: limits.members),
            maximum_records: UInt32(clamping: limits.recordsPerMessage))
    }
}

extension csimdjson_line {
    var stampBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: stamp, count: Int(stamp_length)) }
    var topicBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: topic, count: Int(topic_length)) }
    var payloadBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: payload, count: Int(payload_length)) }
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
