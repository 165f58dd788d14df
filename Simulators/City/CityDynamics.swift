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
    /// All other series, in the instrument's unit, by minute; keys are `station/quantity`.
    package private(set) var levels: [String: [Double]] = [:]
    /// The rivers at the end of the evening, for the balance.
    package let rivers: RiverNetwork
    /// Reservoirs that no river of the network comes from.
    package let ponds: [LevelPool]
    /// The ring expressway at the end of the evening, for the balance.
    package let corridor: TrafficCorridor
    /// m³ that came in, was pumped out and is left, summed over all underpasses at the end.
    package let underpassBalance: (inflow: Double, pumped: Double, stored: Double)

    package init(seed: UInt64) {
        let field = RainField(seed: seed)
        var world = CityWorld(field: field)
        var record = Record()
        for minute in -CityDynamics.warmUpMinutes..<CityDynamics.eveningMinutes {
            if minute == 0 { world.write(into: &record, minute: 0) }
            let hasNewFlows = world.stepMinute(Double(minute) + 0.5)
            guard minute >= 0 else { continue }
            world.write(into: &record, minute: Double(minute + 1))
            if hasNewFlows { world.writeFlows(into: &record) }
        }
        rainMillimeters = record.rain
        depthCentimeters = record.depth
        levels = record.levels
        flows = record.flows
        rivers = world.rivers
        ponds = world.ponds.map(\.pool)
        corridor = world.corridor
        underpassBalance = (
            world.underpasses.reduce(0) { $0 + $1.inflowCubicMeters },
            world.underpasses.reduce(0) { $0 + $1.pumpedCubicMeters },
            world.underpasses.reduce(0) { $0 + $1.storedCubicMeters }
        )
        for (gauge, curve) in RatingCurve.ofGauges {
            stageMeters[gauge] = (flows[gauge] ?? []).map { curve.stageMeters(flow: $0) }
        }
    }

    /// What has been seen so far; keys are stations, or `station/quantity`.
    struct Record {
        var rain: [String: [Double]] = [:]
        var flows: [String: [Double]] = [:]
        var depth: [String: [Double]] = [:]
        var levels: [String: [Double]] = [:]

        mutating func add(_ value: Double, _ key: String) {
            levels[key, default: []].append(value)
        }
    }
}
