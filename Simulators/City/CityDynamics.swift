/// What really happens in the simulated city, minute by minute, before any instrument looks at it.
package struct CityDynamics: Sendable {
    package static let eveningMinutes = 300
    /// It has been raining for a while when the evening begins: the ground is wet, no gauge has reported yet.
    package static let warmUpMinutes = 45

    /// mm fallen since the start at each rain gauge, by minute 0 … `eveningMinutes`.
    package private(set) var rainMillimeters: [String: [Double]] = [:]
    /// m³/s at each river gauge, by five-minute step.
    package private(set) var flows: [String: [Double]] = [:]
    /// m above the city datum at each river gauge, by five-minute step.
    package private(set) var stageMeters: [String: [Double]] = [:]
    /// cm in each underpass, by minute.
    package private(set) var depthCentimeters: [String: [Double]] = [:]
    /// In the detector's unit, by minute; keys are `station/quantity`.
    package private(set) var gasLevels: [String: [Double]] = [:]
    /// The rivers at the end of the evening, for the balance.
    package let rivers: RiverNetwork
    /// m³ that came in, was pumped out and is left, summed over all underpasses at the end.
    package let underpassBalance: (inflow: Double, pumped: Double, stored: Double)

    package init(seed: UInt64) {
        let field = RainField(seed: seed)
        var rivers = RiverNetwork()
        var underpasses = CityDynamics.underpasses
        var rooms = CityDynamics.rooms
        var rain: [String: [Double]] = [:]
        var depth: [String: [Double]] = [:]
        var levels: [String: [Double]] = [:]
        var flows = Dictionary(uniqueKeysWithValues: zip(RiverNetwork.gauges, rivers.flows.map { [$0] }))
        let gauges = SimulatedStation.city.filter { $0.domain == "rain" }
        for gauge in gauges { rain[gauge.id] = [0] }
        for underpass in underpasses { depth[underpass.station] = [0] }
        for room in rooms { levels[room.key] = [0] }
        for minute in -CityDynamics.warmUpMinutes..<CityDynamics.eveningMinutes {
            let middle = Double(minute) + 0.5
            let isSeen = minute >= 0
            for gauge in gauges where isSeen {
                let fallen = field.millimetersPerHour(at: gauge.point, minute: middle) / 60
                rain[gauge.id, default: []].append((rain[gauge.id]?.last ?? 0) + fallen)
            }
            if rivers.stepMinute(rain: field, minute: middle), isSeen {
                for (index, gauge) in RiverNetwork.gauges.enumerated() {
                    flows[gauge, default: []].append(rivers.flows[index])
                }
            }
            for index in underpasses.indices {
                underpasses[index].step(rain: field, minute: middle, seconds: 60)
                if isSeen { depth[underpasses[index].station, default: []].append(underpasses[index].depthCentimeters) }
            }
            for index in rooms.indices {
                rooms[index].room.step(minute: middle, seconds: 60)
                if isSeen { levels[rooms[index].key, default: []].append(rooms[index].room.level) }
            }
        }
        self.rainMillimeters = rain
        self.depthCentimeters = depth
        self.gasLevels = levels
        self.flows = flows
        self.rivers = rivers
        self.underpassBalance = (
            underpasses.reduce(0) { $0 + $1.inflowCubicMeters }, underpasses.reduce(0) { $0 + $1.pumpedCubicMeters },
            underpasses.reduce(0) { $0 + $1.storedCubicMeters }
        )
        for station in SimulatedStation.city {
            guard case .river(let curve, _) = station.kind else { continue }
            stageMeters[station.id] = (flows[station.id] ?? []).map { curve.stageMeters(flow: $0) }
        }
    }

    private static var underpasses: [Underpass] {
        let plan: [(id: String, hectares: Double, pump: Double, shape: Double, lost: ClosedRange<Double>?)] = [
            ("underpass-01", 2.6, 0.14, 900, nil),
            ("underpass-02", 1.8, 0.12, 1_100, 63...120),
            ("underpass-03", 1.5, 0.10, 1_000, nil),
            ("underpass-04", 1.2, 0.11, 900, nil),
            ("underpass-05", 1.4, 0.14, 900, nil),
            ("underpass-06", 1.0, 0.14, 900, nil),
        ]
        return plan.compactMap { row in
            guard let station = SimulatedStation.city.first(where: { $0.id == row.id }) else { return nil }
            return Underpass(
                station: row.id, point: station.point, drainedHectares: row.hectares, pumpFlow: row.pump,
                shape: row.shape,
                powerLostMinutes: row.lost)
        }
    }

    private static var rooms: [(key: String, room: GasRoom)] {
        SimulatedStation.city.filter { $0.domain == "gas" }.flatMap { station in
            station.quantities.map { quantity in
                let key = "\(station.id)/\(quantity)"
                switch key {
                case "gas-04/lel":
                    // A hose slips off at a food stall; the hall is evacuated and the valve closed 26 minutes later.
                    return (key, GasRoom(airExchangeMinutes: 9, leak: .init(minutes: 145...171, finalLevel: 66)))
                case "gas-06/co":
                    // The fans of the car park trip while the evening's visitors drive out.
                    return (key, GasRoom(airExchangeMinutes: 10, leak: .init(minutes: 220...245, finalLevel: 33)))
                default:
                    return (key, GasRoom(airExchangeMinutes: 10))
                }
            }
        }
    }
}
