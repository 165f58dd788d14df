import Telemetry

/// Messages of the evening that no clock calls for: somebody presses a button, the ground shakes, a logger empties its
/// memory.
enum StormOccurrences {
    static func messages(seed: UInt64, start: Timestamp) -> [SimulatedMessage] {
        presses(start: start) + shaking(seed: seed, start: start) + [catalogueEntry(start: start)]
            + storedDisplacements(seed: seed, start: start)
    }

    /// A press is an event with an id; on the pier the gateway is not sure of the first two PUBACKs and sends it again.
    private static func presses(start: Timestamp) -> [SimulatedMessage] {
        let plan: [(station: String, district: String, second: Int64, id: String, button: String, times: Int)] = [
            ("panic-04", "chengdong", 95 * 60 + 12, "panic-04-000017", "counter 2", 3),
            ("panic-13", "chengdong", 161 * 60 + 31, "panic-13-000004", "office", 1),
        ]
        return plan.flatMap { press in
            let time = start + Interval(seconds: press.second)
            let text =
                "{\"t\":\(time.wholeSeconds),\"id\":\"\(press.id)\",\"type\":\"press\",\"button\":\"\(press.button)\"}"
            return (0..<press.times).map { attempt in
                SimulatedMessage(
                    time: time + Interval(seconds: Int64(attempt) * 2), gateway: press.district,
                    topic: "city/\(press.district)/security/\(press.station)/panic", payload: Array(text.utf8),
                    quality: 1, content: attempt == 0 ? .event : .repeated(1))
            }
        }
    }

    /// Ten values a second from eight seconds before the earthquake on: what a triggered station sends of its memory.
    private static func shaking(seed: UInt64, start: Timestamp) -> [SimulatedMessage] {
        let quake = CityScenario.earthquake
        return SimulatedStation.seismic.filter { $0.kind == .seismic }.flatMap { station -> [SimulatedMessage] in
            var random = SplitMix64(seed: seed, stream: "\(station.id) shaking")
            return (-8..<28).map { offset in
                let second = quake.originSeconds + Double(offset)
                let time = start + Interval(seconds: Int64(second))
                let records = (0..<10).map { tenth -> SenMLRecord in
                    let value =
                        quake.acceleration(at: station.point, second: second + Double(tenth) / 10)
                        + 0.0006 * random.symmetric()
                    return SenMLRecord(
                        quantity: "acceleration", value: PayloadText.decimal(value, digits: 5), unit: "m/s2",
                        offset: "0.\(tenth)")
                }
                return SimulatedMessage(
                    time: time + Interval(nanoseconds: 1_600_000_000), gateway: station.district,
                    topic: station.topic("senml"),
                    payload: PayloadText.senML(baseName: station.topic(""), at: time, records: records), quality: 1,
                    content: .readings(records.count))
            }
        }
    }

    /// What the seismic bureau's catalogue says a minute and a half later.
    private static func catalogueEntry(start: Timestamp) -> SimulatedMessage {
        let quake = CityScenario.earthquake
        let origin = start + Interval(seconds: Int64(quake.originSeconds))
        let place = "\"lat\":\(quake.latitudeDegrees),\"lon\":\(quake.longitudeDegrees)"
        let text =
            "{\"t\":\(origin.wholeSeconds),\"id\":\"LJ20260620-001\",\"type\":\"earthquake\","
            + "\"mag\":\(quake.magnitude),\(place)}"
        return SimulatedMessage(
            time: origin + Interval(seconds: 95), gateway: "jiangxin", topic: "city/jiangxin/seismic/seismic/event",
            payload: Array(text.utf8), quality: 1, content: .event)
    }

    /// The loggers of the two worst slopes had no link since yesterday: at minute 8 a day of readings comes at once.
    private static func storedDisplacements(seed: UInt64, start: Timestamp) -> [SimulatedMessage] {
        CityScenario.slopes.prefix(2).compactMap { slope in
            guard let station = SimulatedStation.slopes.first(where: { $0.id == slope.station }) else { return nil }
            var random = SplitMix64(seed: seed, stream: "\(slope.station) stored")
            let sent = start + Interval(seconds: 8 * 60)
            let first = sent - Interval(seconds: 143 * 600)
            let records = (0..<142).map { index -> SenMLRecord in
                let before = 143.0 * 10 - Double(index) * 10 - 8
                let value = slope.displacement(minutesBefore: before) + 0.03 * random.symmetric()
                return SenMLRecord(
                    quantity: "displacement", value: PayloadText.decimal(value, digits: 2), unit: "mm",
                    offset: String(index * 600))
            }
            return SimulatedMessage(
                time: sent, gateway: station.district, topic: station.topic("senml"),
                payload: PayloadText.senML(baseName: station.topic(""), at: first, records: records), quality: 1,
                content: .readings(records.count))
        }
    }
}
