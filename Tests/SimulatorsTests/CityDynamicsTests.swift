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

    @Test(arguments: seeds) func reservoirsKeepTheirWater(seed: UInt64) {
        let dynamics = CityDynamics(seed: seed)
        for pool in dynamics.rivers.pools + dynamics.ponds {
            let rest = pool.inflowCubicMeters - pool.outflowCubicMeters - pool.storedCubicMeters
            #expect(abs(rest) < 0.001 * pool.inflowCubicMeters, "seed \(seed): \(rest) m³")
            #expect(pool.inflowCubicMeters > 1_000)
        }
    }

    /// What left the rivers at their lower end and is in their reaches came from land and reservoirs, to 1 %.
    @Test(arguments: seeds) func riversKeepTheirWater(seed: UInt64) throws {
        let dynamics = CityDynamics(seed: seed)
        let fresh = RiverNetwork()
        func stored(_ network: RiverNetwork) -> Double { network.reaches.reduce(0) { $0 + $1.storedCubicMeters } }
        var inflow = 0.0
        for (index, catchment) in dynamics.rivers.catchments.enumerated() {
            let pools = dynamics.rivers.pools
            inflow += pools.indices.contains(index) ? pools[index].outflowCubicMeters : catchment.outflowCubicMeters
        }
        #expect(abs(dynamics.rivers.leftCubicMeters + stored(dynamics.rivers) - stored(fresh) - inflow) < 0.01 * inflow)
    }

    @Test(arguments: seeds) func noVehicleIsMadeOrLostOnTheRing(seed: UInt64) throws {
        let dynamics = CityDynamics(seed: seed)
        let corridor = dynamics.corridor
        #expect(abs(corridor.storedAtStart + corridor.entered - corridor.left - corridor.stored) < 1e-6)
        #expect(corridor.left > 5_000)
        for (key, series) in dynamics.levels where key.hasSuffix("/speed") {
            #expect(series.allSatisfy { $0 >= 0 && $0 <= 80 }, "\(key)")
        }
        for (key, series) in dynamics.levels where key.hasSuffix("/occupancy") {
            #expect(series.allSatisfy { $0 >= 0 && $0 <= 100 }, "\(key)")
        }
    }

    /// The queue behind the crash grows against the traffic: each detector upstream slows later than the one before.
    @Test(arguments: seeds) func theShockWaveTravelsUpstream(seed: UInt64) throws {
        let dynamics = CityDynamics(seed: seed)
        func slows(_ road: String) throws -> Int {
            let speeds = try #require(dynamics.levels["\(road)/speed"])
            return try #require(speeds.firstIndex { $0 < 30 }, "\(road) never slows")
        }
        let minutes = try ["road-02", "road-01", "road-07"].map(slows)
        #expect(minutes == minutes.sorted() && Set(minutes).count == 3, "\(minutes)")
        #expect(minutes[0] >= 76)
        // Behind the crash the road is emptier than before it, and never slow.
        #expect(try #require(dynamics.levels["road-08/speed"]).allSatisfy { $0 > 60 })
    }

    @Test func waterOnTheRoadSlowsAndDeepWaterStops() throws {
        let dynamics = CityDynamics(seed: 2_026)
        let speeds = try #require(dynamics.levels["road-03/speed"])
        let depths = try #require(dynamics.depthCentimeters["underpass-02"])
        let deepest = try #require(depths.indices.max { depths[$0] < depths[$1] })
        #expect(depths[deepest] > 30 && speeds[deepest] <= 4)
        #expect(try #require(speeds.last) > 35)
    }

    @Test func aBurstLowersEveryPressureOfItsMainAndRaisesTheFlow() throws {
        let levels = CityDynamics(seed: 1).levels
        func step(_ key: String) throws -> Double {
            let series = try #require(levels[key])
            return series[184] - series[180]
        }
        #expect(try step("main-01/pipe-flow") > 0.2 * 1_300)
        for logger in ["logger-02", "logger-03", "logger-04"] { #expect(try step("\(logger)/pipe-pressure") < -40) }
        #expect(try abs(step("logger-05/pipe-pressure")) < 2)
    }

    @Test(arguments: seeds) func slopesOnlyGoDownAndFasterAfterRain(seed: UInt64) throws {
        let levels = CityDynamics(seed: seed).levels
        let songxi = try #require(levels["slope-02/displacement"])
        #expect(zip(songxi, songxi.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(songxi[240] - songxi[180] > 3 * (songxi[60] - songxi[0]))
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
        #expect(try peakStep("cheng-05") > peaks[0] && peakStep("cheng-06") >= peaks[2])
        // Half of the rain over the hills has fallen well before the river there is at its highest.
        let rain = try #require(dynamics.rainMillimeters["rain-03"])
        let half = try #require(rain.firstIndex { $0 > (rain.last ?? 0) / 2 })
        #expect(peaks[0] * 5 > half + 15, "seed \(seed): half of the rain at \(half)")
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
