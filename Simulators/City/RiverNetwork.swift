/// The Cheng River with its tributary, the Baishi Creek: five pieces of land, four reaches, six gauges.
///
/// ```
/// Yunling hills ─ cheng-01 ══ cheng-02 ══╦══ cheng-03 ══ cheng-04
///                       west ┘           ║  └ city     └ east
/// upper creek ─ baishi-01 ═══ baishi-02 ═╝
///                    lower creek ┘
/// ```
package struct RiverNetwork: Sendable {
    /// Gauges from upstream to downstream, in the order of `flows`.
    package static let gauges = ["cheng-01", "cheng-02", "cheng-03", "cheng-04", "baishi-01", "baishi-02"]
    static let stepMinutes = 5.0

    package private(set) var catchments: [Catchment]
    package private(set) var reaches: [MuskingumReach]
    /// m³/s at each gauge at the end of the last step.
    package private(set) var flows: [Double]
    private var sums: [Double]
    private var minutesInStep = 0

    init() {
        func points(_ pairs: [(Double, Double)]) -> [MapPoint] {
            pairs.map { MapPoint(eastKilometers: $0.0, northKilometers: $0.1) }
        }
        catchments = [
            Catchment(
                areaSquareKilometers: 165, samples: points([(4, 28), (8, 26), (10, 29), (12, 25), (7, 23)]),
                curveNumber: 78,
                reservoirCount: 3, storageMinutes: 22, baseFlow: 60),
            Catchment(
                areaSquareKilometers: 55, samples: points([(14, 18), (17, 20), (12, 20)]), curveNumber: 82,
                reservoirCount: 2, storageMinutes: 26, baseFlow: 8),
            Catchment(
                areaSquareKilometers: 26, samples: points([(17, 25), (19, 24), (16, 27)]), curveNumber: 84,
                reservoirCount: 2, storageMinutes: 18, baseFlow: 3),
            Catchment(
                areaSquareKilometers: 9, samples: points([(19, 19), (20, 17)]), curveNumber: 88, reservoirCount: 2,
                storageMinutes: 14, baseFlow: 1),
            Catchment(
                areaSquareKilometers: 22, samples: points([(22, 15), (25, 15)]), curveNumber: 92, reservoirCount: 2,
                storageMinutes: 16, baseFlow: 3),
            Catchment(
                areaSquareKilometers: 48, samples: points([(29, 13), (33, 11)]), curveNumber: 85, reservoirCount: 2,
                storageMinutes: 26, baseFlow: 5),
        ]
        func reach(_ segments: Int, flow: Double) -> MuskingumReach {
            MuskingumReach(
                segmentCount: segments, segmentMinutes: 12, weighting: 0.15, stepMinutes: RiverNetwork.stepMinutes,
                flow: flow)
        }
        reaches = [reach(2, flow: 60), reach(2, flow: 68), reach(3, flow: 75), reach(1, flow: 3)]
        flows = [60, 68, 75, 80, 3, 4]
        sums = Array(repeating: 0, count: catchments.count)
    }

    /// One minute of rain; every fifth minute the rivers move on.
    ///
    /// - Returns: true when `flows` are new.
    mutating func stepMinute(rain field: RainField, minute: Double) -> Bool {
        for index in catchments.indices {
            sums[index] += catchments[index].step(rain: field, minute: minute, seconds: 60)
        }
        minutesInStep += 1
        guard Double(minutesInStep) == RiverNetwork.stepMinutes else { return false }
        minutesInStep = 0
        let local = sums.map { $0 / RiverNetwork.stepMinutes }
        sums = Array(repeating: 0, count: catchments.count)
        let yunling = local[0]
        let west = reaches[0].step(inflow: yunling) + local[1]
        let creek = local[2]
        let mouth = reaches[3].step(inflow: creek) + local[3]
        let city = reaches[1].step(inflow: west) + mouth + local[4]
        let east = reaches[2].step(inflow: city) + local[5]
        flows = [yunling, west, city, east, creek, mouth]
        return true
    }
}
