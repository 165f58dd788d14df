import Telemetry

/// Lines of a recording, taken apart: what several runs of it share. Its room is used again and again.
///
/// `@unchecked Sendable` because one thread fills it and hands it to those that read it; nobody reads while it is filled.
package final class RecordedBatch: @unchecked Sendable {
    /// Most lines in one batch: a few milliseconds of a run.
    private static let itemLimit = 4_096
    /// No further line is taken beyond so many bytes.
    private static let byteLimit = 4 << 20

    /// Where an item's bytes lie in `bytes`; of a line that is no message, `other` is its place in `others`.
    private struct Item {
        var at: Timestamp
        var offset: Int
        var topicCount: Int
        var payloadCount: Int
        var other: Int32
        var qos: UInt8
        var retained: Bool
    }

    // Nothing is passed `inout` while another access to it runs; checks at run time cost more than a copy of a line.
    @exclusivity(unchecked) private var items: ContiguousArray<Item> = []
    private var others: [RecordedLine] = []
    @exclusivity(unchecked) private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 19, alignment: 8)
    @exclusivity(unchecked) private var filled = 0
    /// Line number of the last item.
    package internal(set) var lineNumber = 0

    package init() {
        items.reserveCapacity(RecordedBatch.itemLimit)
    }

    deinit {
        bytes.deallocate()
    }

    package var count: Int { items.count }

    var hasRoom: Bool { items.count < RecordedBatch.itemLimit && filled < RecordedBatch.byteLimit }

    func removeAll() {
        items.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
        filled = 0
    }

    func append(_ view: RecordingDecoder.View, at: Timestamp) {
        switch view {
        case .message(let topic, let payload, let qos, let retained):
            let item = Item(
                at: at, offset: filled, topicCount: topic.count, payloadCount: payload.count, other: -1, qos: qos,
                retained: retained)
            copy(topic)
            copy(payload)
            items.append(item)
        case .other(let line):
            items.append(
                Item(
                    at: at, offset: 0, topicCount: 0, payloadCount: 0, other: Int32(others.count), qos: 0,
                    retained: false))
            others.append(line)
        }
    }

    private func copy(_ text: UnsafeRawBufferPointer) {
        guard let source = text.baseAddress else { return }
        if filled + text.count > bytes.count { grow(to: filled + text.count) }
        bytes.baseAddress?.advanced(by: filled).copyMemory(from: source, byteCount: text.count)
        filled += text.count
    }

    private func grow(to needed: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(needed, bytes.count * 2), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<filled]))
        bytes.deallocate()
        bytes = larger
    }

    /// When an item arrived.
    package func time(_ index: Int) -> Timestamp { items[index].at }

    /// The topic of a message; nil where the item is none, or there is no such item.
    package func topic(_ index: Int) -> UnsafeRawBufferPointer? {
        guard index < items.count else { return nil }
        let item = items[index]
        if item.other >= 0 { return nil }
        return UnsafeRawBufferPointer(
            start: UnsafeRawPointer(bytes.baseAddress).map { $0 + item.offset }, count: item.topicCount)
    }

    /// An item as the decoder read it; a message's bytes live until the batch is filled anew.
    package func view(_ index: Int) -> RecordingDecoder.View {
        let item = items[index]
        if item.other >= 0 { return .other(others[Int(item.other)]) }
        let start = UnsafeRawPointer(bytes.baseAddress).map { $0 + item.offset }
        return .message(
            topic: UnsafeRawBufferPointer(start: start, count: item.topicCount),
            payload: UnsafeRawBufferPointer(start: start.map { $0 + item.topicCount }, count: item.payloadCount),
            qos: item.qos, retained: item.retained)
    }
}

extension RecordingStream {
    /// Takes the next lines apart: as many as the batch has room for, and no more than can be had without waiting for the
    /// file. What comes before a fault is in the batch when it is thrown.
    ///
    /// - Returns: false at the end; the batch is empty then.
    /// - Throws: `RecordingFailure`.
    package mutating func fill(_ batch: RecordedBatch) throws -> Bool {
        batch.removeAll()
        while batch.hasRoom, batch.count == 0 || hasLineAtHand {
            let isTaken = try next { at, view -> Bool in
                batch.append(view, at: at)
                return true
            }
            guard isTaken != nil else { break }
            batch.lineNumber = lineNumber
        }
        return batch.count > 0
    }
}
