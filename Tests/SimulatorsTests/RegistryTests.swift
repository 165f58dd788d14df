import City
import Simulators
import Telemetry
import Testing

/// The simulated city and the shipped registry are the same city: every registered station is played.
@Suite struct RegistryTests {
    @Test func everyRegisteredStationIsSimulatedWhereItStands() throws {
        let registry = try ShippedCity.city().registry
        #expect(SimulatedStation.city.count >= 200)
        #expect(registry.stations.map(\.id).sorted() == SimulatedStation.city.map(\.id).sorted())
        for simulated in SimulatedStation.city {
            let station = try #require(registry.station(simulated.id))
            #expect(station.district == simulated.district, "\(simulated.id)")
            #expect(station.gateway == simulated.district, "\(simulated.id)")
            #expect(station.domain == simulated.domain, "\(simulated.id)")
            #expect(abs(station.latitudeDegrees - simulated.latitudeDegrees) < 1e-9, "\(simulated.id)")
            #expect(abs(station.longitudeDegrees - simulated.longitudeDegrees) < 1e-9, "\(simulated.id)")
            #expect(Set(station.quantities.map(\.quantity)) == Set(simulated.quantities), "\(simulated.id)")
        }
    }

    /// A gateway, a place and a district of the registry belong together.
    @Test func everyHazardOfTheRulePacksHasAStation() throws {
        let registry = try ShippedCity.city().registry
        let domains = Set(registry.stations.map(\.domain))
        let expected: Set<String> = [
            "air", "fire", "gas", "geological", "health", "mine", "power", "rain", "river", "road", "security",
            "seismic", "water", "weather",
        ]
        #expect(domains == expected)
    }

    @Test func everyThresholdHasASourceAndADate() throws {
        for station in try ShippedCity.city().registry.stations {
            for threshold in station.quantities.flatMap(\.thresholds) {
                #expect(!threshold.source.isEmpty)
                #expect(threshold.date.count == 10, "\(station.id) \(threshold.name)")
            }
        }
    }

    @Test func riverThresholdsRiseFromWarningToRecord() throws {
        for station in try ShippedCity.city().registry.stations {
            guard let stage = station.quantity("stage") else { continue }
            let levels = try ["warning", "guaranteed", "record"].map { try #require(stage.threshold($0)).value }
            #expect(levels == levels.sorted() && Set(levels).count == 3)
        }
    }

    @Test func neighboursPointAtEachOther() throws {
        let registry = try ShippedCity.city().registry
        for station in registry.stations {
            for id in station.downstream {
                #expect(try #require(registry.station(id)).upstream.contains(station.id), "\(station.id) → \(id)")
            }
        }
    }

    /// The evening must reach what the rules look for, or nobody would see it.
    @Test func theEveningOfTheDemoReachesEveryKindOfThreshold() throws {
        let registry = try ShippedCity.city().registry
        let dynamics = CityDynamics(seed: 2_026)
        func limit(_ station: String, _ quantity: String, _ name: String) throws -> Double {
            try #require(registry.station(station)?.quantity(quantity)?.threshold(name)).value
        }
        func highest(_ series: [Double]?) throws -> Double { try #require(series?.max()) }
        #expect(try highest(dynamics.stageMeters["cheng-01"]) > limit("cheng-01", "stage", "warning"))
        #expect(try highest(dynamics.stageMeters["cheng-02"]) > limit("cheng-02", "stage", "guaranteed"))
        #expect(try highest(dynamics.stageMeters["baishi-01"]) > limit("baishi-01", "stage", "record"))
        #expect(try highest(dynamics.depthCentimeters["underpass-01"]) > limit("underpass-01", "depth", "warn"))
        #expect(try highest(dynamics.depthCentimeters["underpass-02"]) > limit("underpass-02", "depth", "rescue"))
        #expect(try highest(dynamics.depthCentimeters["underpass-03"]) > limit("underpass-03", "depth", "close"))
        #expect(try highest(dynamics.levels["gas-04/lel"]) > limit("gas-04", "lel", "high"))
        #expect(try highest(dynamics.stageMeters["cheng-05"]) > limit("cheng-05", "stage", "warning"))
        #expect(try highest(dynamics.stageMeters["baishi-03"]) > limit("baishi-03", "stage", "guaranteed"))
        #expect(
            try highest(dynamics.levels["reservoir-01/reservoir-level"])
                > limit("reservoir-01", "reservoir-level", "flood_limit"))
        #expect(try highest(dynamics.levels["gas-08/lel"]) > limit("gas-08", "lel", "low"))
        #expect(try highest(dynamics.levels["mine-02/methane"]) > limit("mine-02", "methane", "alarm"))
        #expect(try highest(dynamics.levels["gas-06/co"]) > limit("gas-06", "co", "low"))
    }
}
