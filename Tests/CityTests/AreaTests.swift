import City
import Configuration
import Telemetry
import Testing

/// Areas as polygons in GeoJSON.
@Suite struct AreaTests {
    static let square = """
        {"type": "Feature", "properties": {"by": "survey"},
         "geometry": {"type": "Polygon",
          "coordinates": [[[109.9, 27.4], [110.1, 27.4], [110.1, 27.6], [109.9, 27.6], [109.9, 27.4]]]}}
        """

    private func load(_ geometry: String, file: String = "areas/plain.geojson") throws(ConfigurationProblems) -> City {
        let city = CityTests.city.replacing(
            "  places:", with: "  areas:\n    - {id: plain, name: {zh: 平原, en: Plain}, file: \(file)}\n  places:")
        return try City.load(
            from: ConfigurationBundle(files: [
                ConfigurationFile(path: "city.yaml", text: city),
                ConfigurationFile(path: "stations/a.yaml", text: CityTests.station),
                ConfigurationFile(path: "areas/plain.geojson", text: geometry),
            ]))
    }

    private func problems(_ geometry: String, file: String = "areas/plain.geojson") -> [ConfigurationProblem] {
        do {
            _ = try load(geometry, file: file)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func stationsInsideAreFound() throws {
        #expect(try load(Self.square).registry.area("plain")?.stations == [0])
        let elsewhere = Self.square.replacing("109.9", with: "110.05")
        #expect(try load(elsewhere).registry.area("plain")?.stations == [])
    }

    @Test func theBorderBelongsToTheArea() throws {
        #expect(try load(Self.square.replacing("27.4", with: "27.5")).registry.area("plain")?.stations == [0])
    }

    @Test func aHoleIsOutside() throws {
        let hole = "], [[109.99, 27.49], [110.01, 27.49], [110.01, 27.51], [109.99, 27.51], [109.99, 27.49]]]}}"
        #expect(try load(Self.square.replacing("]]]}}", with: "]" + hole)).registry.area("plain")?.stations == [])
    }

    @Test func severalPolygonsAreOneArea() throws {
        let text = """
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": null, "geometry":
            \t{"type": "MultiPolygon", "coordinates": [
            \t[[[109.2, 27.4], [109.3, 27.4], [109.3, 27.6], [109.2, 27.4]]],
            \t[[[109.9, 27.4], [110.1, 27.4], [110.1, 27.6], [109.9, 27.6], [109.9, 27.4]]]]}}]}
            """
        #expect(try load(text).registry.area("plain")?.stations == [0])
    }

    @Test func aPolygonThatCrossesItselfIsRefusedAtTheCrossing() {
        let bow =
            "{\"type\": \"Polygon\", \"coordinates\": [[\n[109.9, 27.4],\n[110.1, 27.6],\n[110.1, 27.4],\n"
            + "[109.9, 27.6],\n[109.9, 27.4]]]}"
        let found = problems(bow)
        #expect(found.count == 1)
        #expect(found.first?.message.contains("crosses itself near longitude 110.0") == true, "\(found)")
        #expect(found.first?.path == "areas/plain.geojson")
        #expect((2...6).contains(found.first?.line ?? 0))
    }

    @Test(arguments: [
        ("[109.9, 27.4]]]}}", "[109.9, 27.41]]]}}", "open"), ("[110.1, 27.4]", "[27.4, 110.1]", "bounding box"),
        ("[110.1, 27.4]", "[110.1, 60]", "bounding box"), ("[110.1, 27.4]", "[110.1]", "longitude, latitude"),
        ("[110.1, 27.4]", "[110.1, north]", "number"), ("\"Polygon\"", "\"Point\"", "Polygon"),
        ("\"coordinates\"", "\"coords\"", "coordinates"), ("\"geometry\"", "\"geometri\"", "geometry"),
        (", [110.1, 27.6], [109.9, 27.6]", "", "four"), ("[[[109.9", "[[[109.9,[", "YAML"),
        ("[109.9, 27.6]", "[110.1, 27.4], [109.9, 27.6]", "sound"),
    ])
    func whatIsNoAreaIsRefusedWithItsPlace(old: String, new: String, words: String) {
        let found = problems(Self.square.replacing(old, with: new))
        #expect(found.contains { $0.message.contains(words) }, "\(found)")
        #expect(found.allSatisfy { $0.path == "areas/plain.geojson" && $0.line > 0 && !$0.remedy.isEmpty })
    }

    @Test func aFileThatIsNotThereIsNamed() {
        #expect(problems(Self.square, file: "areas/none.geojson").first?.message.contains("none.geojson") == true)
    }
}
