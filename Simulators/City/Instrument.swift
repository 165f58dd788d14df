import Telemetry

/// One station's instruments: looks at the city at its own times, with its own noise, and writes messages.
struct Instrument {
    let station: SimulatedStation
    let start: Timestamp
    let dynamics: CityDynamics
    private var random: SplitMix64
    /// Seconds after the start of each period at which the station measures.
    private let offsetSeconds: Int
    /// What the tipping bucket has counted, in tips of 0.2 mm.
    private var countedTips = 0

    init(station: SimulatedStation, seed: UInt64, start: Timestamp, dynamics: CityDynamics) {
        self.station = station
        self.start = start
        self.dynamics = dynamics
        self.random = SplitMix64(seed: seed, stream: station.id)
        self.offsetSeconds = 5 + random.whole(below: station.periodSeconds - 10)
    }

    /// Minutes of the evening in which the station has no power.
    private var silentMinutes: ClosedRange<Double>? {
        station.id == "cheng-02" ? 107...149 : nil
    }

    /// A device that lost its clock battery counts on from the start of 2000.
    private var claimedShift: Interval {
        guard station.id == "rain-08" else { return .zero }
        return Timestamp(seconds: 946_684_800) - start
    }

    mutating func messages() -> [SimulatedMessage] {
        var result: [SimulatedMessage] = []
        var second = offsetSeconds
        while second < CityDynamics.eveningMinutes * 60 {
            let minute = Double(second) / 60
            let latency = Interval(nanoseconds: 200_000_000 + Int64(random.unit() * 1_300_000_000))
            let time = start + Interval(seconds: Int64(second))
            let made = measure(minute: minute, claimed: time + claimedShift)
            if !(silentMinutes?.contains(minute) ?? false) {
                for (topic, payload, count) in made {
                    result.append(
                        SimulatedMessage(
                            time: time + latency, gateway: station.district, topic: topic, payload: payload, quality: 1,
                            content: .readings(count)))
                }
            }
            second += station.periodSeconds
        }
        return result
    }

    private mutating func measure(minute: Double, claimed time: Timestamp) -> [(String, [UInt8], Int)] {
        let records = read(minute: minute)
        switch station.style {
        case .plain:
            return records.map { record in
                let payload = PayloadText.plain(at: time, value: record.value, unit: record.unit)
                return (station.topic(record.quantity), payload, 1)
            }
        case .plainWithDate:
            return records.map { record in
                let payload = PayloadText.dated(at: time, value: record.value, unit: record.unit)
                return (station.topic(record.quantity), payload, 1)
            }
        case .plainInMeters:
            let depth = depthCentimeters(minute: minute)
            let value = PayloadText.decimal(depth / 100, digits: 3)
            return [(station.topic("depth"), PayloadText.plain(at: time, value: value, unit: "m"), 1)]
        case .senML:
            let payload = PayloadText.senML(baseName: station.topic(""), at: time, records: records)
            return [(station.topic("senml"), payload, records.count)]
        }
    }

    /// What the instruments show, as text with their own resolution.
    private mutating func read(minute: Double) -> [(quantity: String, value: String, unit: String)] {
        switch station.kind {
        case .rain:
            return [("rain", PayloadText.decimal(rainMillimeters(minute: minute), digits: 1), "mm")]
        case .river(_, let sendsFlow):
            let stage =
                interpolated(dynamics.stageMeters[station.id], position: minute / 5) + 0.006 * random.symmetric()
            var records = [("stage", PayloadText.decimal(stage, digits: 2), "m")]
            if sendsFlow {
                let flow =
                    interpolated(dynamics.flows[station.id], position: minute / 5) * (1 + 0.01 * random.symmetric())
                records.append(("flow", PayloadText.decimal(flow, digits: 1), "m3/s"))
            }
            return records
        case .underpass:
            return [("depth", PayloadText.decimal(depthCentimeters(minute: minute), digits: 1), "cm")]
        case .combustibleGas:
            return [lel(minute: minute)]
        case .carbonMonoxide:
            return [carbonMonoxide(minute: minute)]
        case .bothGases:
            return [lel(minute: minute), carbonMonoxide(minute: minute)]
        case .panic:
            return [("battery", PayloadText.decimal(3.58 + 0.01 * random.symmetric(), digits: 2), "V")]
        }
    }

    /// mm since the last reading, in whole tips of 0.2 mm; what does not fill a tip waits in the bucket.
    private mutating func rainMillimeters(minute: Double) -> Double {
        let total = interpolated(dynamics.rainMillimeters[station.id], position: minute)
        let tips = Int(total / 0.2)
        defer { countedTips = tips }
        return Double(tips - countedTips) * 0.2
    }

    private mutating func depthCentimeters(minute: Double) -> Double {
        max(0, interpolated(dynamics.depthCentimeters[station.id], position: minute) + 0.2 * random.symmetric())
    }

    private mutating func lel(minute: Double) -> (String, String, String) {
        let level = interpolated(dynamics.gasLevels["\(station.id)/lel"], position: minute)
        return ("lel", PayloadText.decimal(max(0, level + 0.6 + 0.4 * random.symmetric()), digits: 1), "%LEL")
    }

    private mutating func carbonMonoxide(minute: Double) -> (String, String, String) {
        let level = interpolated(dynamics.gasLevels["\(station.id)/co"], position: minute)
        return ("co", PayloadText.decimal(max(0, level + 2.5 + 0.8 * random.symmetric()), digits: 1), "mg/m3")
    }

    private func interpolated(_ series: [Double]?, position: Double) -> Double {
        guard let series, let last = series.last else { return 0 }
        let index = Int(position)
        guard index + 1 < series.count else { return last }
        let part = position - Double(index)
        return series[index] * (1 - part) + series[index + 1] * part
    }
}
