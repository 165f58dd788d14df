import Telemetry

/// What is done to a recording on its way from one file to another. Pure: the same item gives the same item.
package struct RecordingEdit: Sendable {
    /// Items before this are left out, configurations and starts excepted.
    package var from: Timestamp?
    /// Items at this time or later are left out.
    package var to: Timestamp?
    /// Topics that stay; empty: all.
    package var topics: [TopicFilter] = []
    /// Topics that go.
    package var withoutTopics: [TopicFilter] = []
    /// The recording's first item happens then, and all others as much later as they did.
    package var start: Timestamp?
    /// All times are moved by this; beside `start` it counts after it.
    package var shift = Interval(nanoseconds: 0)
    /// Twice as fast halves every distance in time. More than 0.
    package var speed = 1.0
    package var anonymiser: Anonymiser?

    /// Messages whose own times could not be moved, as none was found.
    package private(set) var unmovedPayloads = 0
    private var origin: Timestamp?

    package init() {}

    private var movesTimes: Bool { start != nil || shift.nanoseconds != 0 || speed != 1 }

    /// Whether a time further on can still be kept.
    package func isOver(at: Timestamp) -> Bool { to.map { at >= $0 } ?? false }

    /// The header of what comes out.
    package mutating func header(_ header: RecordingHeader) -> RecordingHeader {
        var result = header
        if origin == nil { origin = from.map { max($0, header.start) } ?? header.start }
        result.start = moved(origin ?? header.start)
        return result
    }

    /// - Returns: nil where the item is left out.
    package mutating func apply(_ item: RecordedItem) -> RecordedItem? {
        var result = item
        switch item.line {
        case .bundle, .input(.configuration, _), .input(.started, _):
            // What a replay can't do without; what came too early comes first.
            if let from, item.at < from { result.at = from }
        case .end: return nil
        case .message(var message):
            if let from, item.at < from { return nil }
            let topic = String(decoding: message.topic, as: UTF8.self)
            if !topics.isEmpty, !topics.contains(where: { $0.matches(topic) }) { return nil }
            if withoutTopics.contains(where: { $0.matches(topic) }) { return nil }
            if movesTimes {
                if let payload = PayloadTimes.moved(message.payload, moved) {
                    message.payload = payload
                } else {
                    unmovedPayloads += 1
                }
            }
            if let anonymiser { message.payload = anonymiser.anonymised(message.payload) }
            result.line = .message(message)
        case .input(let kind, let json):
            if let from, item.at < from { return nil }
            if let anonymiser { result.line = .input(kind, json: anonymiser.anonymised(json)) }
        case .channelFailure, .expectation:
            if let from, item.at < from { return nil }
        }
        if let to, item.at >= to { return nil }
        result.at = moved(result.at)
        return result
    }

    private func moved(_ time: Timestamp) -> Timestamp {
        guard movesTimes, let origin else { return time }
        var distance = (time - origin).nanoseconds
        if speed != 1 { distance = Int64((Double(distance) / speed).rounded()) }
        return (start ?? origin) + Interval(nanoseconds: distance) + shift
    }
}
