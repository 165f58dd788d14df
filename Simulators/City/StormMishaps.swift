import Telemetry

/// What goes wrong on the way from the instruments to the broker.
enum StormMishaps {
    /// Minutes in which a station has no power and measures nothing.
    static let silent: [String: ClosedRange<Double>] = ["cheng-02": 107...149]
    /// The gateway that dies, its minutes, and that it sends then what its devices have stored.
    static let deadGateway = "yunling"
    static let deadMinutes = 176.0..<204.0
    /// Minute at which another gateway reconnects and is not sure of its last messages.
    static let uncertainGateway = "chengdong"
    static let uncertainMinute = 125.0
    static let uncertainCount = 40

    /// A device that lost its clock battery counts on from the start of 2000.
    static func claimedShift(of station: String, start: Timestamp) -> Interval {
        guard station == "rain-08" else { return .zero }
        return Timestamp(seconds: 946_684_800) - start
    }

    /// The first message of underpass-06 after minute 12 loses its end.
    static func cutOff(_ messages: inout [SimulatedMessage], start: Timestamp) {
        let from = start + Interval(seconds: 12 * 60)
        let index = messages.firstIndex { $0.topic.hasSuffix("/underpass-06/depth") && $0.time >= from }
        guard let index else { return }
        messages[index].payload = Array(messages[index].payload.prefix(21))
        messages[index].content = .unreadable
    }

    /// What the dead gateway could not send comes when it is back, in order, a tenth of a second apart.
    static func withhold(_ messages: inout [SimulatedMessage], start: Timestamp) {
        let from = start + Interval(seconds: Int64(deadMinutes.lowerBound * 60))
        let until = start + Interval(seconds: Int64(deadMinutes.upperBound * 60))
        var count: Int64 = 0
        for index in messages.indices
        where messages[index].gateway == deadGateway && messages[index].time >= from && messages[index].time < until {
            messages[index].time = until + Interval(nanoseconds: count * 100_000_000)
            count += 1
        }
    }

    /// The last messages of the uncertain gateway, once more.
    static func burst(of messages: [SimulatedMessage], start: Timestamp) -> [SimulatedMessage] {
        let from = start + Interval(seconds: Int64(uncertainMinute * 60))
        let last = messages.filter {
            $0.gateway == uncertainGateway && $0.time < from && $0.content != .unreadable
        }.suffix(uncertainCount)
        return last.enumerated().map { index, message in
            var again = message
            again.time = from + Interval(nanoseconds: Int64(index) * 100_000_000)
            again.content = .repeated(message.itemCount)
            return again
        }
    }
}
