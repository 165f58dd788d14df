import CSimdjson
import Telemetry

/// Messages that were read ahead, once for all who take them: several intakes, each with its own registry, take what one
/// thread has read.
///
/// `@unchecked Sendable` because one thread fills it and hands it to those that take from it; nobody takes while it is
/// filled. What it points at lives in its own memory until `removeAll`.
package final class ParsedBatch: @unchecked Sendable {
    /// What `ParsedMessage` found in one message.
    struct Kept {
        var topicHash: UInt64 = 0
        var items = UnsafeBufferPointer<ParsedItem>(start: nil, count: 0)
        var names = UnsafeRawBufferPointer(start: nil, count: 0)
        /// Only where an item is an event; those of readings are in the items.
        var document = csimdjson_document()
        /// Place in `refusals`; −1 where nothing was refused.
        var refusal: Int32 = -1
        var isMessage = false
    }

    /// A message of a batch, for whoever takes it.
    package struct Message {
        let batch: ParsedBatch
        let index: Int
    }

    // Nothing is passed `inout` while another access to it runs.
    @exclusivity(unchecked) private var kept: ContiguousArray<Kept> = []
    @exclusivity(unchecked) private var arena = MemoryArena()
    private var refusals: [(whole: Refusal?, records: [Refusal])] = []
    private let parsed = ParsedMessage()
    /// Those that no city sets: who has others reads for itself.
    let limits = IntakeLimits()

    package init() {}

    deinit {
        arena.deallocate()
    }

    package func removeAll() {
        kept.removeAll(keepingCapacity: true)
        refusals.removeAll(keepingCapacity: true)
        arena.removeAll()
    }

    /// Reads the next message.
    package func append(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        parsed.parse(topic: topic, payload: payload, limits: limits)
        var entry = Kept(topicHash: parsed.topicHash, isMessage: true)
        entry.items = keepItems()
        entry.names = arena.keep(parsed.names)
        if entry.items.contains(where: { $0.shape == .event }) { entry.document = keepDocument() }
        if parsed.refusal != nil || !parsed.recordRefusals.isEmpty {
            entry.refusal = Int32(refusals.count)
            refusals.append((parsed.refusal, parsed.recordRefusals))
        }
        kept.append(entry)
    }

    /// Counts something that is no message, so that places stay those of another list.
    package func appendNothing() {
        kept.append(Kept())
    }

    /// Nil where nothing was read at that place.
    package func message(_ index: Int) -> Message? {
        kept[index].isMessage ? Message(batch: self, index: index) : nil
    }

    subscript(index: Int) -> Kept { kept[index] }

    func refusals(of entry: Kept) -> (whole: Refusal?, records: [Refusal]) {
        entry.refusal < 0 ? (nil, []) : refusals[Int(entry.refusal)]
    }

    private func keepItems() -> UnsafeBufferPointer<ParsedItem> {
        let count = parsed.itemCount
        guard count > 0, let items = parsed.items,
            let place = arena.allocate(byteCount: count * MemoryLayout<ParsedItem>.stride)
        else { return UnsafeBufferPointer(start: nil, count: 0) }
        let copies = place.bindMemory(to: ParsedItem.self, capacity: count)
        for position in 0..<count {
            var item = items[position]
            item.unit = arena.keep(item.unit)
            copies.advanced(by: position).initialize(to: item)
        }
        return UnsafeBufferPointer(start: copies, count: count)
    }

    private func keepDocument() -> csimdjson_document {
        let members = parsed.members
        var document = parsed.document
        document.members = nil
        document.member_count = 0
        guard let place = arena.allocate(byteCount: members.count * MemoryLayout<csimdjson_member>.stride) else {
            return document
        }
        let copies = place.bindMemory(to: csimdjson_member.self, capacity: members.count)
        for (position, member) in members.enumerated() {
            var copy = member
            copy.name = arena.keep(member.nameBytes).bindMemory(to: UInt8.self).baseAddress
            copy.text = arena.keep(member.textBytes).bindMemory(to: UInt8.self).baseAddress
            copies.advanced(by: position).initialize(to: copy)
        }
        document.members = UnsafePointer(copies)
        document.member_count = UInt32(members.count)
        return document
    }
}

extension ParsedMessage {
    /// Takes a message that was read ahead, as if it were read here.
    ///
    /// - Parameters:
    ///   - topic: as it was read; must live as long as what is taken of it, as must the payload.
    ///   - limits: of the intake that is going to admit it.
    /// - Returns: false where the message was read under other limits: then it has to be read anew.
    package func take(
        _ message: ParsedBatch.Message, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer,
        limits: IntakeLimits
    ) -> Bool {
        let batch = message.batch
        guard batch.limits.reads(payload, as: limits) else { return false }
        let entry = batch[message.index]
        begin(shared: topic, payload, limits: limits)
        topicHash = entry.topicHash
        for item in entry.items { append(item) }
        if entry.names.count > 0 { appendName(entry.names) }
        if entry.document.members != nil { document = entry.document }
        if entry.refusal >= 0 { (refusal, recordRefusals) = batch.refusals(of: entry) }
        return true
    }
}

extension IntakeLimits {
    /// Whether a payload reads the same under both.
    fileprivate func reads(_ payload: UnsafeRawBufferPointer, as other: IntakeLimits) -> Bool {
        payload.count <= min(payloadBytes, other.payloadBytes) && topicBytes == other.topicBytes
            && nameBytes == other.nameBytes && nestingDepth == other.nestingDepth && members == other.members
            && recordsPerMessage == other.recordsPerMessage
    }
}
