import City
import Simulators
import Telemetry
import Testing

/// Every simulated station is one of the shipped city's; the city has more kinds than the storm evening plays.
@Suite struct RegistryTests {
    @Test func everySimulatedStationIsRegisteredWhereItStands() throws {
        let registry = try ShippedCity.city().registry
        #expect(SimulatedStation.city.count >= 30)
        #expect(Set(registry.stations.map(\.id)).isSuperset(of: SimulatedStation.city.map(\.id)))
        for simulated in SimulatedStation.city {
            let station = try #require(registry.station(simulated.id))
            #expect(station.district == simulated.district)
            #expect(station.gateway == simulated.district)
            #expect(abs(station.latitudeDegrees - simulated.latitudeDegrees) < 1e-9)
            #expect(abs(station.longitudeDegrees - simulated.longitudeDegrees) < 1e-9)
            #expect(Set(station.quantities.map(\.quantity)) == Set(simulated.quantities))
        }
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
        #expect(try highest(dynamics.gasLevels["gas-04/lel"]) > limit("gas-04", "lel", "high"))
        #expect(try highest(dynamics.gasLevels["gas-06/co"]) > limit("gas-06", "co", "low"))
    }
}
