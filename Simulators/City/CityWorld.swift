/// Everything in the simulated city that changes, at one minute of the evening.
struct CityWorld {
    let field: RainField
    let grid: PowerGrid
    let mains: [WaterMain]
    private(set) var rivers = RiverNetwork()
    private(set) var ponds: [Pond]
    private(set) var underpasses: [Underpass]
    private(set) var buildings: [GasBuilding]
    private(set) var slopes: [CreepingSlope]
    private(set) var corridor: TrafficCorridor
    private var fallen: [(station: SimulatedStation, millimeters: Double)]
    private let roads: [SimulatedStation]
    private let boards: [String]
    /// The middle of the ring expressway, where its rain is looked up.
    private let corridorMiddle = MapPoint(latitudeDegrees: 27.645, longitudeDegrees: 110.015)

    /// A reservoir with its own land, not part of the two rivers.
    struct Pond: Sendable {
        let station: String
        var land: Catchment
        var pool: LevelPool
    }

    init(field: RainField) {
        self.field = field
        grid = CityScenario.grid
        mains = CityScenario.mains
        ponds = CityScenario.ponds
        underpasses = CityScenario.underpasses
        buildings = CityScenario.buildings
        slopes = CityScenario.slopes
        corridor = CityScenario.corridor
        let all = SimulatedStation.city
        fallen = all.filter { $0.kind == .rain || $0.kind == .climate }.map { ($0, 0) }
        roads = all.filter { $0.domain == "road" && $0.kind != .underpass && $0.kind != .road(.expressway) }
        boards = all.filter { $0.kind == .mains }.map(\.id)
    }

    /// - Parameter minute: the middle of the minute, before 0 while the storm only begins.
    /// - Returns: true when the rivers have new flows.
    mutating func stepMinute(_ minute: Double) -> Bool {
        for index in fallen.indices where minute > 0 {
            fallen[index].millimeters +=
                field.millimetersPerHour(at: fallen[index].station.point, minute: minute) / 60
        }
        for index in underpasses.indices {
            let hasPower = grid.hasPower(underpasses[index].board, minute: minute)
            underpasses[index].step(rain: field, minute: minute, seconds: 60, hasPower: hasPower)
        }
        for index in ponds.indices {
            let flow = ponds[index].land.step(rain: field, minute: minute, seconds: 60)
            ponds[index].pool.step(inflow: flow, seconds: 60)
        }
        for index in buildings.indices { buildings[index].step(minute: minute, seconds: 60) }
        for index in slopes.indices {
            slopes[index].stepMinute(rain: field.millimetersPerHour(at: slopes[index].point, minute: minute))
        }
        corridor.stepMinute(
            minute: minute, demand: CityScenario.corridorDemand(minute: minute),
            rain: field.millimetersPerHour(at: corridorMiddle, minute: minute))
        return rivers.stepMinute(rain: field, minute: minute)
    }

    func writeFlows(into record: inout CityDynamics.Record) {
        for (gauge, flow) in zip(RiverNetwork.gauges, rivers.flows) {
            record.flows[gauge, default: []].append(flow)
        }
    }

    /// - Parameter minute: that has just ended, from 0.
    func write(into record: inout CityDynamics.Record, minute: Double) {
        if minute == 0 { writeFlows(into: &record) }
        for gauge in fallen {
            if gauge.station.kind == .rain {
                record.rain[gauge.station.id, default: []].append(gauge.millimeters)
            } else {
                record.add(gauge.millimeters, "\(gauge.station.id)/rain-day")
            }
        }
        for underpass in underpasses {
            record.depth[underpass.station, default: []].append(underpass.depthCentimeters)
        }
        for (station, pool) in zip(RiverNetwork.reservoirs, rivers.pools) {
            record.add(pool.levelMeters, "\(station)/reservoir-level")
            record.add(pool.outflow, "\(station)/reservoir-outflow")
        }
        for pond in ponds { record.add(pond.pool.levelMeters, "\(pond.station)/reservoir-level") }
        for building in buildings {
            for room in building.rooms { record.add(room.level, room.key) }
        }
        for slope in slopes { record.add(slope.displacementMillimeters, "\(slope.station)/displacement") }
        for board in boards { record.add(grid.voltage(board, minute: minute), "\(board)/mains-voltage") }
        for main in mains {
            let state = main.state(minute: minute)
            record.add(state.flow, main.flowKey)
            for (logger, pressure) in zip(main.loggers, state.pressures) { record.add(pressure, logger.key) }
        }
        writeRoads(into: &record, minute: minute)
    }

    private func writeRoads(into record: inout CityDynamics.Record, minute: Double) {
        for (station, cell) in CityScenario.corridorDetectors {
            record.add(corridor.speeds[cell], "\(station)/speed")
            record.add(corridor.occupancyPercent(cell: cell), "\(station)/occupancy")
        }
        for station in roads {
            guard case .road(let kind) = station.kind else { continue }
            let rain = field.millimetersPerHour(at: station.point, minute: minute)
            var part = RoadWeather.speedPart(rain: rain) * RoadWeather.demandPart(minute: minute)
            for (road, underpass) in CityScenario.underpassOfRoad where road == station.id {
                let depth = underpasses.first { $0.station == underpass }?.depthCentimeters ?? 0
                part *= RoadWeather.speedPart(depthCentimeters: depth)
            }
            for (road, board) in CityScenario.signalsOfRoad where road == station.id {
                // Without signals everybody gives way to everybody.
                if !grid.hasPower(board, minute: minute) { part *= 0.7 }
            }
            // At a closed road cars still turn round.
            let speed = max(4, kind.freeSpeed * part)
            if kind == .travelTime {
                record.add(CityScenario.travelTimeMeters / (speed / 3.6), "\(station.id)/travel-time")
            } else {
                record.add(speed, "\(station.id)/speed")
            }
        }
    }
}
