/// The numbers of this city and this evening: what stands where, what breaks, and when (minutes of the evening).
enum CityScenario {
    /// Jiefang Road loses a feeder while the second cell is over the city; the pump there goes with it.
    static let powerLost = 63.0...120.0
    static let grid = PowerGrid(outages: [
        .init(board: "mains-03", minutes: powerLost), .init(board: "mains-04", minutes: powerLost),
        .init(board: "mains-05", minutes: powerLost),
    ])

    static let underpasses: [Underpass] = {
        let plan: [(number: String, hectares: Double, pump: Double, shape: Double, board: String)] = [
            ("01", 2.6, 0.14, 900, "mains-06"), ("02", 1.8, 0.12, 1_100, "mains-05"),
            ("03", 1.5, 0.10, 1_000, "mains-07"), ("04", 1.2, 0.11, 900, "mains-07"),
            ("05", 1.4, 0.14, 900, "mains-09"), ("06", 1.0, 0.14, 900, "mains-10"),
            ("07", 1.3, 0.13, 900, "mains-06"), ("08", 1.2, 0.13, 1_000, "mains-06"),
            ("09", 1.1, 0.12, 1_000, "mains-02"), ("10", 1.2, 0.13, 900, "mains-02"),
            ("11", 1.75, 0.13, 1_000, "mains-07"), ("12", 1.1, 0.12, 1_000, "mains-07"),
            ("13", 0.9, 0.14, 900, "mains-08"), ("14", 1.3, 0.14, 900, "mains-09"),
            ("15", 1.1, 0.13, 900, "mains-09"), ("16", 1.0, 0.13, 900, "mains-10"),
        ]
        return plan.compactMap { row in
            guard let station = SimulatedStation.city.first(where: { $0.id == "underpass-\(row.number)" }) else {
                return nil
            }
            return Underpass(
                station: station.id, point: station.point, drainedHectares: row.hectares, pumpFlow: row.pump,
                shape: row.shape, board: row.board)
        }
    }()

    static let buildings: [GasBuilding] = [
        // A hose slips off at a food stall; the hall is evacuated and the valve closed 26 minutes later. The gas goes
        // down into the basement too, and a refrigerator's switch there lights it.
        GasBuilding([
            .init(
                "gas-04/lel", airExchangeMinutes: 8, rest: 0.6, leak: .init(minutes: 145...171, finalRise: 92)),
            .init("gas-08/lel", airExchangeMinutes: 14, rest: 0.6),
        ]),
        // The fans of the car park trip while the evening's visitors drive out.
        GasBuilding([
            .init("gas-06/co", airExchangeMinutes: 10, rest: 2.5, leak: .init(minutes: 220...245, finalRise: 33))
        ]),
        // The mine's fan runs at half speed for twenty minutes while its supply is switched.
        GasBuilding(
            [
                .init(
                    "mine-02/methane", airExchangeMinutes: 7, rest: 0.42,
                    leak: .init(minutes: 214...236, finalRise: 1.15)),
                .init("mine-01/methane", airExchangeMinutes: 6, rest: 0.34),
            ], doorMinutes: 12),
    ]

    /// Minutes at which detectors of the East Market see smoke and flame after the gas has caught fire.
    static let smoke: [(key: String, minutes: ClosedRange<Double>)] = [
        ("smoke-05/smoke", 160...214), ("smoke-04/smoke", 162...205), ("call-point-02/call-point", 163...190),
    ]

    /// A gallery door of the museum springs open in the earthquake.
    static let activations: [(key: String, minutes: ClosedRange<Double>)] = [("guard-04/door", 232...250)]

    /// Whom the school doctor of Baishi School counts after supper.
    static let cases: [String: Double] = ["school-01/food-poisoning-cases": 33, "school-01/diarrhoea-cases": 4]

    static let mains: [WaterMain] = [
        WaterMain(
            flowKey: "main-01/pipe-flow",
            loggers: [
                .init(key: "logger-01/pipe-pressure", loss: 2), .init(key: "logger-02/pipe-pressure", loss: 34),
                .init(key: "logger-03/pipe-pressure", loss: 46), .init(key: "logger-04/pipe-pressure", loss: 50),
            ], burst: .init(minutes: 182...246, flow: 390), pumpPressure: 440, pumpLoss: 8, demandAtStart: 1_480),
        WaterMain(
            flowKey: "main-02/pipe-flow",
            loggers: [
                .init(key: "logger-05/pipe-pressure", loss: 60), .init(key: "logger-06/pipe-pressure", loss: 80),
            ], burst: nil, pumpPressure: 410, pumpLoss: 8, demandAtStart: 910),
        WaterMain(
            flowKey: "main-03/pipe-flow",
            loggers: [
                .init(key: "logger-07/pipe-pressure", loss: 62), .init(key: "logger-08/pipe-pressure", loss: 92),
            ], burst: nil, pumpPressure: 405, pumpLoss: 8, demandAtStart: 870),
    ]

    static let ponds: [CityWorld.Pond] = [
        CityWorld.Pond(
            station: "reservoir-03",
            land: Catchment(
                areaSquareKilometers: 5, samples: [MapPoint(eastKilometers: 14, northKilometers: 26)], curveNumber: 80,
                reservoirCount: 2, storageMinutes: 12, baseFlow: 0.4),
            pool: LevelPool(
                areaSquareMeters: 520_000, crestMeters: 131, crestLengthMeters: 12, release: 0.4, levelMeters: 130.55)),
        CityWorld.Pond(
            station: "reservoir-04",
            land: Catchment(
                areaSquareKilometers: 4, samples: [MapPoint(eastKilometers: 22.5, northKilometers: 9)],
                curveNumber: 80, reservoirCount: 2, storageMinutes: 12, baseFlow: 0.3),
            pool: LevelPool(
                areaSquareMeters: 450_000, crestMeters: 78, crestLengthMeters: 10, release: 0.3, levelMeters: 77.4)),
    ]

    static let slopes: [CreepingSlope] = {
        // mm a day when dry, and how often faster with 100 mm of water in the slope: Songxi is the bad one.
        let plan: [(number: String, creep: Double, sensitivity: Double)] = [
            ("01", 0.72, 20), ("02", 0.33, 300), ("03", 0.20, 6), ("04", 0.26, 10), ("05", 0.55, 40), ("06", 0.32, 10),
            ("07", 0.14, 6), ("08", 0.14, 6),
        ]
        return plan.compactMap { row in
            guard let station = SimulatedStation.city.first(where: { $0.id == "slope-\(row.number)" }) else {
                return nil
            }
            return CreepingSlope(
                station: station.id, point: station.point, creepMillimetersPerDay: row.creep,
                sensitivity: row.sensitivity)
        }
    }()

    // MARK: Roads

    /// The ring expressway, clockwise: 12 km. A lorry overturns just behind Jiangxin and leaves one lane of three.
    static let corridor = TrafficCorridor(
        cellCount: 36, freeSpeed: RoadClass.expressway.freeSpeed, flowAtStart: corridorDemand(minute: 0),
        crash: .init(cell: 21, minutes: crash, capacityPart: 0.3))
    static let crash = 76.0...104.0
    /// Which cell each detector looks at.
    static let corridorDetectors: [(station: String, cell: Int)] = [
        ("road-06", 4), ("road-07", 10), ("road-01", 15), ("road-02", 19), ("road-08", 24), ("road-09", 29),
        ("road-10", 34),
    ]

    /// Vehicles an hour: the end of the evening's peak.
    static func corridorDemand(minute: Double) -> Double {
        max(1_400, 4_300 - 13 * max(0, minute))
    }

    static let underpassOfRoad = [
        (road: "road-03", underpass: "underpass-02"),
        (road: "road-19", underpass: "underpass-03"), (road: "road-16", underpass: "underpass-11"),
        (road: "road-18", underpass: "underpass-04"), (road: "road-11", underpass: "underpass-07"),
        (road: "road-12", underpass: "underpass-08"), (road: "road-13", underpass: "underpass-09"),
        (road: "road-14", underpass: "underpass-10"), (road: "road-17", underpass: "underpass-12"),
        (road: "road-20", underpass: "underpass-05"), (road: "road-21", underpass: "underpass-16"),
        (road: "road-22", underpass: "underpass-06"),
    ]
    static let signalsOfRoad = [(road: "road-03", board: "mains-03")]
    /// Between the cameras of Airport Road.
    static let travelTimeMeters = 5_600.0

    // MARK: The ground

    static let earthquake = Earthquake(
        originSeconds: 232 * 60 + 4, latitudeDegrees: 27.84, longitudeDegrees: 110.20, magnitude: 4.1,
        depthKilometers: 12)
}
