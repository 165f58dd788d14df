/// The Cheng River with its tributary, the Baishi Creek: eight pieces of land, two reservoirs, four reaches, nine gauges.
///
/// ```
/// Yunling Reservoir ┐
/// Yunling hills ────┴ cheng-01 ═ cheng-05 ═ cheng-02 ═══╦═══ cheng-03 ═ cheng-06 ═ cheng-04
///                                     west ┘            ║ └ city              east ┘
/// Baishi Reservoir ┐                                    ║
/// upper creek ─────┴ baishi-01 ═ baishi-03 ═ baishi-02 ═╝
///                            lower creek ┘
/// ```
package struct RiverNetwork: Sendable {
    /// In the order of `flows`.
    package static let gauges = [
        "cheng-01", "cheng-05", "cheng-02", "cheng-03", "cheng-06", "cheng-04", "baishi-01", "baishi-03", "baishi-02",
    ]
    /// In the order of `pools`.
    package static let reservoirs = ["reservoir-01", "reservoir-02"]
    static let stepMinutes = 5.0

    package private(set) var catchments: [Catchment]
    package private(set) var pools: [LevelPool]
    package private(set) var reaches: [MuskingumReach]
    /// m³/s at each gauge at the end of the last step.
    package private(set) var flows: [Double]
    /// m³ that has left the lower end of the Cheng since the start.
    package private(set) var leftCubicMeters = 0.0
    private var sums: [Double]
    private var minutesInStep = 0

    package init() {
        catchments = RiverNetwork.land
        pools = [
            // Yunling: begins 20 cm below its flood-season limit, which is the sill.
            LevelPool(
                areaSquareMeters: 2_600_000, crestMeters: 168.50, crestLengthMeters: 45, release: 16,
                levelMeters: 168.34),
            LevelPool(
                areaSquareMeters: 700_000, crestMeters: 92.00, crestLengthMeters: 18, release: 1, levelMeters: 91.45),
        ]
        reaches = [
            RiverNetwork.reach(segments: 2, minutes: 12, flow: 56),
            RiverNetwork.reach(segments: 2, minutes: 12, flow: 64),
            RiverNetwork.reach(segments: 3, minutes: 12, flow: 71),
            RiverNetwork.reach(segments: 2, minutes: 6, flow: 3),
        ]
        flows = [56, 56, 64, 71, 71, 76, 3, 3, 4]
        sums = Array(repeating: 0, count: catchments.count)
    }

    /// K of each segment is its length over the speed of the flood wave (5/3 of the water's 1.7 m/s: 2 km in 12 minutes,
    /// 1 km in 6), and X is 0.15, between a reservoir's 0 and a steep canal's 0.5: values of the fictional rivers, within
    /// the range of natural channels (Chow, Maidment and Mays 1988, 8.4), and with Δt = 5 min every coefficient is
    /// positive.
    private static func reach(segments: Int, minutes: Double, flow: Double) -> MuskingumReach {
        MuskingumReach(
            segmentCount: segments, segmentMinutes: minutes, weighting: 0.15, stepMinutes: stepMinutes, flow: flow)
    }

    /// Above the reservoirs first, then along the rivers; curve numbers of wooded hills, farmland, town.
    private static var land: [Catchment] {
        func land(
            _ area: Double, _ samples: [(Double, Double)], curve: Double, cascade: Int, storage: Double, base: Double
        ) -> Catchment {
            Catchment(
                areaSquareKilometers: area,
                samples: samples.map { MapPoint(eastKilometers: $0.0, northKilometers: $0.1) }, curveNumber: curve,
                reservoirCount: cascade, storageMinutes: storage, baseFlow: base)
        }
        return [
            land(38, [(5, 28), (8, 27)], curve: 78, cascade: 3, storage: 18, base: 16),
            land(7, [(17, 27), (19, 26)], curve: 82, cascade: 2, storage: 14, base: 1),
            land(150, [(4, 28), (8, 26), (10, 29), (12, 25), (7, 23)], curve: 78, cascade: 3, storage: 22, base: 40),
            land(55, [(14, 18), (17, 20), (12, 20)], curve: 82, cascade: 2, storage: 26, base: 8),
            land(24, [(17, 25), (19, 24), (16, 27)], curve: 84, cascade: 2, storage: 18, base: 2),
            land(9, [(19, 19), (20, 17)], curve: 88, cascade: 2, storage: 14, base: 1),
            land(22, [(22, 15), (25, 15)], curve: 92, cascade: 2, storage: 16, base: 3),
            land(48, [(29, 13), (33, 11)], curve: 85, cascade: 2, storage: 26, base: 5),
        ]
    }

    /// One minute of rain; every fifth minute the rivers move on.
    ///
    /// - Returns: true when `flows` are new.
    mutating func stepMinute(rain field: RainField, minute: Double) -> Bool {
        for index in catchments.indices {
            let flow = catchments[index].step(rain: field, minute: minute, seconds: 60)
            if pools.indices.contains(index) {
                pools[index].step(inflow: flow, seconds: 60)
                sums[index] += pools[index].outflow
            } else {
                sums[index] += flow
            }
        }
        minutesInStep += 1
        guard Double(minutesInStep) == RiverNetwork.stepMinutes else { return false }
        minutesInStep = 0
        let local = sums.map { $0 / RiverNetwork.stepMinutes }
        sums = Array(repeating: 0, count: catchments.count)
        let yunling = local[0] + local[2]
        let west = reaches[0].step(inflow: yunling) + local[3]
        let creek = local[1] + local[4]
        let mouth = reaches[3].step(inflow: creek) + local[5]
        let city = reaches[1].step(inflow: west) + mouth + local[6]
        let east = reaches[2].step(inflow: city) + local[7]
        leftCubicMeters += east * RiverNetwork.stepMinutes * 60
        flows = [
            yunling, reaches[0].outflows[0], west, city, reaches[2].outflows[1], east, creek, reaches[3].outflows[0],
            mouth,
        ]
        return true
    }
}
