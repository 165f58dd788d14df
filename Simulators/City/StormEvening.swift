import Telemetry

/// One evening of storm in the simulated city as the messages of its gateways, in the order in which they are sent.
///
/// Pure and seeded: the same seed and start give the same bytes. What happens, in minutes from the start:
///
/// | minute | what |
/// |---|---|
/// | 0–195 | rain in the hills, then over the city, since 45 minutes before; creek and river answer, from upstream |
/// | 20–180 | water in the underpasses; the pump of underpass-02 has no power from 63 to 120 |
/// | 12 | one message of underpass-06 is cut off on its way |
/// | 95 | a panic button is pressed on the East Port pier; its gateway sends the press three times |
/// | 107–149 | the gauge cheng-02 is silent in the middle of the flood |
/// | 125 | the Chengdong gateway reconnects and sends its last 40 messages again |
/// | 145–171 | a gas leak in the East Market hall |
/// | 220–245 | carbon monoxide in the Sports Centre car park |
/// | all | the clock of rain-08 stands in the year 2000 |
package struct StormEvening: Sendable {
    package static let length = Interval(seconds: Int64(CityDynamics.eveningMinutes) * 60)

    package let seed: UInt64
    package let start: Timestamp
    /// In order of `time`.
    package let messages: [SimulatedMessage]

    package init(seed: UInt64, start: Timestamp) {
        self.seed = seed
        self.start = start
        let dynamics = CityDynamics(seed: seed)
        var drafts: [SimulatedMessage] = []
        for station in SimulatedStation.city {
            var instrument = Instrument(station: station, seed: seed, start: start, dynamics: dynamics)
            drafts += instrument.messages()
        }
        drafts += StormEvening.panicPress(start: start)
        StormEvening.cutOff(&drafts, start: start)
        StormEvening.sort(&drafts)
        drafts += StormEvening.burst(of: drafts, start: start)
        StormEvening.sort(&drafts)
        self.messages = drafts
    }

    /// By time, and where times are equal by topic and bytes, so that nothing depends on the sort's stability.
    private static func sort(_ messages: inout [SimulatedMessage]) {
        messages.sort { left, right in
            if left.time != right.time { return left.time < right.time }
            if left.topic != right.topic { return left.topic < right.topic }
            return left.payload.lexicographicallyPrecedes(right.payload)
        }
    }

    // MARK: What goes wrong

    /// A press is an event with an id; the gateway is not sure of the first two PUBACKs and sends it again.
    private static func panicPress(start: Timestamp) -> [SimulatedMessage] {
        let pressed = start + Interval(seconds: 95 * 60 + 12)
        let text =
            "{\"t\":\(pressed.wholeSeconds),\"id\":\"panic-04-000017\",\"type\":\"press\",\"button\":\"counter 2\"}"
        return (0..<3).map { attempt in
            SimulatedMessage(
                time: pressed + Interval(seconds: Int64(attempt) * 2), gateway: "chengdong",
                topic: "city/chengdong/security/panic-04/panic", payload: Array(text.utf8), quality: 1,
                content: attempt == 0 ? .event : .repeated(1))
        }
    }

    /// The first message of underpass-06 after minute 12 loses its end.
    private static func cutOff(_ messages: inout [SimulatedMessage], start: Timestamp) {
        let from = start + Interval(seconds: 12 * 60)
        let index = messages.firstIndex { $0.topic.hasSuffix("/underpass-06/depth") && $0.time >= from }
        guard let index else { return }
        messages[index].payload = Array(messages[index].payload.prefix(21))
        messages[index].content = .unreadable
    }

    /// The last 40 messages of the Chengdong gateway before minute 125, once more, a tenth of a second apart.
    private static func burst(of messages: [SimulatedMessage], start: Timestamp) -> [SimulatedMessage] {
        let from = start + Interval(seconds: 125 * 60)
        let last = messages.filter { $0.gateway == "chengdong" && $0.time < from && $0.content != .unreadable }.suffix(
            40)
        return last.enumerated().map { index, message in
            var again = message
            again.time = from + Interval(nanoseconds: Int64(index) * 100_000_000)
            again.content = .repeated(message.itemCount)
            return again
        }
    }
}
