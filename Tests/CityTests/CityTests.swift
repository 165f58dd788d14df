import City
import Configuration
import Telemetry
import Testing

@Suite struct CityTests {
    static let city = """
        city:
          id: linjiang
          name: {zh: 临江市, en: Linjiang}
          utc_offset: "+08:00"
          bounding_box: {south: 26, west: 109, north: 29, east: 111}
          districts:
            - {id: north, name: {zh: 北城区, en: North}}
          places:
            - {id: reach-1, name: {zh: 上段, en: Upper reach}, district: north}
        broker:
          url: mqtt://127.0.0.1:1883
          subscriptions:
            - {topic: city/#, qos: 1}
        """

    static let station = """
        stations:
          - id: river-7
            name: {zh: 七号站, en: Gauge 7}
            latitude: 27.5
            longitude: 110
            district: north
            place: reach-1
            quantities:
              - quantity: stage
                unit: m
                heartbeat: 5m
                thresholds:
                  - {name: warning, value: 3.0, source: plan, date: "2025-04-01"}
        """

    private func load(_ city: String = city, _ stations: String = station) throws(ConfigurationProblems) -> City {
        try City.load(
            from: ConfigurationBundle(files: [
                ConfigurationFile(path: "city.yaml", text: city),
                ConfigurationFile(path: "stations/a.yaml", text: stations),
            ]))
    }

    private func problems(_ city: String = city, _ stations: String = station) -> [ConfigurationProblem] {
        do {
            _ = try load(city, stations)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func readsACity() throws {
        let city = try load()
        #expect(city.utcOffsetMinutes == 480)
        #expect(city.broker.subscriptions.map(\.topic) == ["city/#"])
        let station = try #require(city.registry.station("river-7"))
        #expect(station.quantity("stage")?.heartbeat == Interval(seconds: 300))
        #expect(station.quantity("stage")?.threshold("warning")?.source == "plan")
        #expect(city.registry.place("reach-1")?.name.english == "Upper reach")
    }

    @Test func horizonsAreReadByQuantity() throws {
        let intake = "\nintake:\n  horizon: 12h\n  horizons: {rain: 48h}\n  reevaluation_readings: 64\n"
        let settings = try load(Self.city + intake).intake
        #expect(settings.horizon == Interval(seconds: 12 * 3_600))
        #expect(settings.horizons == ["rain": Interval(seconds: 48 * 3_600)])
        #expect(settings.reevaluationReadings == 64)
        #expect(try load().intake.reevaluationReadings == 256)
        #expect(problems(Self.city + intake.replacing("{rain: 48h}", with: "[48h]")).count == 1)
        #expect(problems(Self.city + intake.replacing("48h", with: "long")).count == 1)
        #expect(problems(Self.city + intake.replacing("64", with: "99999999")).count == 1)
    }

    @Test func qualityOfServiceTwoIsRefusedWithTheReason() {
        let found = problems(Self.city.replacing("qos: 1", with: "qos: 2"))
        #expect(found.count == 1)
        #expect(found.first?.message.contains("QoS 2") == true)
        #expect(found.first?.line == 13)
    }

    @Test(arguments: [
        ("latitude: 27.5", "latitude: 110", "globe"),
        ("longitude: 110", "longitude: 120", "bounding box"),
        ("unit: m\n", "unit: furlong\n", "furlong"),
        ("district: north", "district: south", "no district"),
        ("place: reach-1", "place: reach-2", "no place"),
        ("date: \"2025-04-01\"", "date: spring", "date"),
        (", source: plan", "", "source"),
        ("value: 3.0", "value: high", "number"),
        ("    place: reach-1", "    place: reach-1\n    upstream: [river-9]", "river-9"),
        ("id: river-7", "id: river/7", "level of a topic"),
    ])
    func aMistakeInAStationIsNamed(old: String, new: String, words: String) {
        let found = problems(Self.city, Self.station.replacing(old, with: new))
        #expect(found.contains { $0.message.contains(words) }, "\(found.map(\.message))")
        #expect(found.allSatisfy { $0.path == "stations/a.yaml" && !$0.remedy.isEmpty })
    }

    @Test func swappedLatitudeAndLongitudeAreSuspected() {
        let swapped = Self.station.replacing("latitude: 27.5", with: "latitude: 110").replacing(
            "longitude: 110", with: "longitude: 27.5")
        #expect(problems(Self.city.replacing("north: 29, east: 111", with: "north: 29, east: 111"), swapped).count >= 1)
    }

    @Test func aStationIdIsUsedOnce() {
        let twice = Self.station + "\n" + Self.station.replacing("stations:\n", with: "")
        #expect(problems(Self.city, twice).contains { $0.message.contains("used twice") })
    }

    @Test func aFolderWithoutACityIsNamed() {
        do {
            _ = try City.load(from: ConfigurationBundle(files: []))
            Issue.record("An empty folder is no city.")
        } catch {
            #expect(error.problems.first?.path == "city.yaml")
        }
    }
}
