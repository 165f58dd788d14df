import Simulators
import Testing

/// The city must be physically plausible, whatever the seed: water is conserved and floods travel downstream.
@Suite struct CityDynamicsTests {
    static let seeds: [UInt64] = [1, 2, 3, 2_026, 99_991]

    @Test(arguments: seeds) func rainBecomesRunoffThatLeavesOrIsStored(seed: UInt64) {
        let dynamics = CityDynamics(seed: seed)
        let seconds = Double(CityDynamics.warmUpMinutes + CityDynamics.eveningMinutes) * 60
        for catchment in dynamics.rivers.catchments {
            #expect(catchment.runoffMillimeters < catchment.rainMillimeters)
            #expect(abs(catchment.balanceCubicMeters(afterSeconds: seconds)) < 1, "seed \(seed)")
        }
    }

    @Test(arguments: seeds) func whatRunsIntoAnUnderpassIsPumpedOutOrStillThere(seed: UInt64) {
        let balance = CityDynamics(seed: seed).underpassBalance
        #expect(balance.inflow > 500)
        #expect(abs(balance.inflow - balance.pumped - balance.stored) < 1e-6 * balance.inflow)
    }

    @Test func muskingumCoefficientsArePositiveAndSumToOne() {
        for reach in CityDynamics(seed: 1).rivers.reaches {
            let (first, second, third) = reach.coefficients
            #expect(first >= 0 && second >= 0 && third >= 0)
            #expect(abs(first + second + third - 1) < 1e-12)
        }
    }

    @Test(arguments: seeds) func theFloodPeakTravelsDownstream(seed: UInt64) throws {
        let dynamics = CityDynamics(seed: seed)
        func peakStep(_ gauge: String) throws -> Int {
            let flows = try #require(dynamics.flows[gauge])
            return try #require(flows.indices.max { flows[$0] < flows[$1] })
        }
        let peaks = try ["cheng-01", "cheng-02", "cheng-03", "cheng-04"].map(peakStep)
        #expect(zip(peaks, peaks.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed): steps \(peaks)")
        #expect(try peakStep("baishi-01") < peakStep("baishi-02"))
        // The small creek answers before the river it flows into.
        #expect(try peakStep("baishi-02") < peakStep("cheng-03"))
    }

    @Test(arguments: seeds) func theFloodComesAndGoes(seed: UInt64) throws {
        let dynamics = CityDynamics(seed: seed)
        for gauge in RiverNetwork.gauges {
            let stages = try #require(dynamics.stageMeters[gauge])
            let first = try #require(stages.first)
            let last = try #require(stages.last)
            let highest = try #require(stages.max())
            #expect(highest - first > 1)
            #expect(last - first < 0.45 * (highest - first), "\(gauge) is still at \(last) m")
        }
    }

    @Test func rainFallsMoreInTheHillsThanAtThePort() throws {
        let rain = CityDynamics(seed: 2_026).rainMillimeters
        #expect(try #require(rain["rain-03"]?.last) > 2 * #require(rain["rain-10"]?.last))
    }
}
