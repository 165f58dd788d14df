import Telemetry

/// One evening of storm in the simulated city as the messages of its gateways, in the order in which they are sent.
///
/// Pure and seeded: the same seed and start give the same bytes. What happens, in minutes from the start:
///
/// | minute | what |
/// |---|---|
/// | 0–195 | rain in the hills, then over the city, since 45 minutes before; creek and river answer, from upstream |
/// | 8 | the loggers of two slopes send the readings of a day that they could not send before |
/// | 12 | one message of underpass-06 is cut off on its way |
/// | 20–180 | water in the underpasses, and cars that crawl through it |
/// | 63–120 | no power in Jiefang Road: signals dark, the pump of underpass-02 stands still |
/// | 76–104 | a lorry overturns on the ring expressway; the queue grows upstream, past one detector after the other |
/// | 95 | a panic button is pressed on the East Port pier; its gateway sends the press three times |
/// | 107–149 | the gauge cheng-02 is silent in the middle of the flood |
/// | 125 | the Chengdong gateway reconnects and sends its last 40 messages again |
/// | 145–171 | a gas leak in the East Market hall; at 160 the gas that went down into the basement catches fire |
/// | 135–225 | schools and hospitals report the cases of the day: 33 sick after supper in Baishi School |
/// | 176–204 | the Yunling gateway is dead; then what its devices have stored comes at once |
/// | 182–246 | a water main bursts under Riverside Road |
/// | 214–236 | methane in the mine while its fan runs at half speed |
/// | 220–245 | carbon monoxide in the Sports Centre car park |
/// | 232 | a small earthquake; a museum door springs open |
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
        drafts += StormOccurrences.messages(seed: seed, start: start)
        StormEvening.sort(&drafts)
        StormMishaps.cutOff(&drafts, start: start)
        StormMishaps.withhold(&drafts, start: start)
        drafts += StormMishaps.burst(of: drafts, start: start)
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
}
