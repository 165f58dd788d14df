import Telemetry

/// What `tocsin drill info` tells of a recording.
package struct RecordingSummary: Sendable {
    package var header: RecordingHeader?
    package var lines = 0
    package var messages = 0
    package var payloadBytes = 0
    package var first: Timestamp?
    package var last: Timestamp?
    /// Inputs that are no messages, by kind and sorted.
    package var inputs: [(kind: RecordedInputKind, count: Int)] = []
    package var expectations = 0
    package var bundles = 0
    /// Messages of which the recorder lost bytes.
    package var damagedMessages = 0
    package var retainedMessages = 0
    package var topics = 0
    /// More topics than are counted one by one.
    package var hasMoreTopics = false
    /// Times that are before the one above them, in a foreign recording.
    package var stepsBack = 0
    /// Why reading stopped before the end; nil where the recording is whole.
    package var damage: RecordingFailure?

    /// Topics counted at most.
    package static let topicLimit = 1_000_000

    /// Reads a recording to its end, or as far as it can be read.
    ///
    /// - Throws: `RecordingFailure` where not even its first line can be read.
    package static func read(path: String) throws -> RecordingSummary {
        var stream = try RecordingStream(path: path)
        var result = RecordingSummary(header: stream.header)
        var topics: Set<[UInt8]> = []
        var counts: [RecordedInputKind: Int] = [:]
        do {
            while let item = try stream.next() { result.count(item, &topics, &counts) }
        } catch let failure as RecordingFailure {
            result.damage = failure
        }
        result.lines = stream.lineNumber
        result.damagedMessages = stream.damagedMessages
        result.topics = topics.count
        result.inputs = RecordedInputKind.allCases.compactMap { kind in counts[kind].map { (kind, $0) } }
        return result
    }

    private mutating func count(
        _ item: RecordedItem, _ topics: inout Set<[UInt8]>, _ counts: inout [RecordedInputKind: Int]
    ) {
        switch item.line {
        case .bundle:
            bundles += 1
            return
        case .end: return
        case .message(let message):
            messages += 1
            payloadBytes += message.payload.count
            if message.retained { retainedMessages += 1 }
            if topics.count < RecordingSummary.topicLimit {
                topics.insert(message.topic)
            } else if !topics.contains(message.topic) {
                hasMoreTopics = true
            }
        case .input(let kind, _): counts[kind, default: 0] += 1
        case .expectation: expectations += 1
        case .channelFailure: break
        }
        if let last, item.at < last { stepsBack += 1 }
        if first == nil { first = item.at }
        last = max(last ?? item.at, item.at)
    }
}
