import Telemetry

/// One station's instruments: looks at the city at its own times, with its own noise, and writes messages.
struct Instrument {
    let station: SimulatedStation
    let start: Timestamp
    let dynamics: CityDynamics
    private let sensors: [Sensor]
    private var random: SplitMix64
    /// Seconds after the start of each period at which the station measures.
    private let offsetSeconds: Int
    /// What the tipping bucket has counted, in tips of 0.2 mm.
    private var countedTips = 0

    init(station: SimulatedStation, seed: UInt64, start: Timestamp, dynamics: CityDynamics) {
        self.station = station
        self.start = start
        self.dynamics = dynamics
        self.sensors = station.kind.sensors
        self.random = SplitMix64(seed: seed, stream: station.id)
        let period = station.kind.periodSeconds
        // Who reports once a day does so between 20:00 and 21:30.
        self.offsetSeconds =
            period < 86_400 ? 5 + random.whole(below: period - 10) : 7_200 + random.whole(below: 5_400)
    }

    mutating func messages() -> [SimulatedMessage] {
        guard station.kind != .catalogue else { return [] }
        var seconds = Array(
            stride(from: offsetSeconds, to: CityDynamics.eveningMinutes * 60, by: station.kind.periodSeconds))
        seconds += switchSeconds
        var result: [SimulatedMessage] = []
        for second in seconds.sorted() {
            let minute = Double(second) / 60
            let latency = Interval(nanoseconds: 200_000_000 + Int64(random.unit() * 1_300_000_000))
            let time = start + Interval(seconds: Int64(second))
            let shift = StormMishaps.claimedShift(of: station.id, start: start)
            let made = measure(minute: minute, claimed: time + shift)
            if StormMishaps.silent[station.id]?.contains(minute) ?? false { continue }
            for (topic, payload, count) in made {
                result.append(
                    SimulatedMessage(
                        time: time + latency, gateway: station.district, topic: topic, payload: payload, quality: 1,
                        content: .readings(count)))
            }
        }
        return result
    }

    /// A detector tells a change at once, not only in its turn.
    private var switchSeconds: [Int] {
        (CityScenario.smoke + CityScenario.activations).filter { $0.key.hasPrefix("\(station.id)/") }.flatMap {
            [Int($0.minutes.lowerBound * 60) + 2, Int($0.minutes.upperBound * 60) + 2]
        }
    }

    private mutating func measure(minute: Double, claimed time: Timestamp) -> [(String, [UInt8], Int)] {
        var records: [SenMLRecord] = []
        for sensor in sensors {
            let value = read(sensor, minute: minute)
            records.append(SenMLRecord(quantity: sensor.quantity, value: value, unit: sensor.unit))
        }
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
            let value = PayloadText.decimal(depthCentimeters(minute: minute) / 100, digits: 3)
            return [(station.topic("depth"), PayloadText.plain(at: time, value: value, unit: "m"), 1)]
        case .senML:
            let payload = PayloadText.senML(baseName: station.topic(""), at: time, records: records)
            return [(station.topic("senml"), payload, records.count)]
        }
    }

    /// What the instrument shows, as text with its own resolution.
    private mutating func read(_ sensor: Sensor, minute: Double) -> String {
        if sensor.quantity == "rain" { return PayloadText.decimal(rainMillimeters(minute: minute), digits: 1) }
        let value = trueValue(sensor, minute: minute) + (sensor.noise > 0 ? sensor.noise * random.symmetric() : 0)
        return PayloadText.decimal(max(sensor.lowest, value), digits: sensor.digits)
    }

    private func trueValue(_ sensor: Sensor, minute: Double) -> Double {
        let key = "\(station.id)/\(sensor.quantity)"
        switch sensor.quantity {
        case "stage": return interpolated(dynamics.stageMeters[station.id], position: minute / 5)
        case "flow": return interpolated(dynamics.flows[station.id], position: minute / 5)
        case "depth": return interpolated(dynamics.depthCentimeters[station.id], position: minute)
        case "pga":
            // The half minute that ends with this reading.
            let quake = CityScenario.earthquake
            let distance = quake.distanceKilometers(to: station.point)
            let seconds = minute * 60 - quake.originSeconds
            guard (0..<30).contains(seconds - distance / 3.5) else { return sensor.rest }
            return quake.peakAcceleration(distanceKilometers: distance)
        default: break
        }
        if let series = dynamics.levels[key] { return interpolated(series, position: minute) }
        let switches = CityScenario.smoke + CityScenario.activations
        if switches.contains(where: { $0.key == key && $0.minutes.contains(minute) }) { return 1 }
        return CityScenario.cases[key] ?? sensor.rest
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

    private func interpolated(_ series: [Double]?, position: Double) -> Double {
        guard let series, let last = series.last else { return 0 }
        let index = Int(position)
        guard index + 1 < series.count else { return last }
        let part = position - Double(index)
        return series[index] * (1 - part) + series[index + 1] * part
    }
}
