import Configuration
import Telemetry
import Testing

@testable import City

/// What a caller names is found, and what could be several is asked about.
@Suite struct PlaceFinderTests {
    private static let finder: PlaceFinder = {
        func station(_ id: String, _ latitude: Double, _ longitude: Double, place: String) -> Station {
            Station(
                id: id, name: Bilingual(chinese: "\(id)站", english: "\(id) gauge"), latitudeDegrees: latitude,
                longitudeDegrees: longitude, district: "north", place: place, gateway: nil, upstream: [],
                downstream: [], lifeSafety: false, quantities: [])
        }
        func place(_ id: String, _ chinese: String, _ english: String) -> Place {
            Place(id: id, name: Bilingual(chinese: chinese, english: english), district: "north")
        }
        return PlaceFinder(
            registry: Registry(
                stations: [
                    station("yuan", 27.60, 110.00, place: "reach"), station("mall", 27.61, 110.00, place: "hall"),
                    station("lone", 27.70, 110.00, place: "lone"), station("人民商场2号", 27.61, 110.00, place: "hall"),
                ],
                places: [
                    place("reach", "上段", "Upper reach"), place("hall", "人民商场", "People's Mall"),
                    place("square", "人民广场", "People's Square"), place("north-area", "北区", "North District"),
                ],
                districts: [
                    District(id: "north", name: Bilingual(chinese: "北区", english: "North District")),
                    District(id: "south", name: Bilingual(chinese: "南区", english: "South District")),
                ],
                areas: [
                    Area(id: "plain", name: Bilingual(chinese: "平原", english: "Plain"), stations: [0, 1]),
                    Area(id: "void", name: Bilingual(chinese: "空地", english: "Void"), stations: []),
                ]),
            box: BoundingBox(south: 27.5, west: 109.8, north: 27.8, east: 110.2))
    }()

    @Test(arguments: [
        ("hall", "hall"), ("人民商场", "hall"), ("people's MALL", "hall"), ("人民商", "hall"), (" Upper ", "reach"),
        ("mall", "hall"), ("lone gauge", "lone"), ("yuan站", "reach"), ("plain", "reach"), ("平原", "reach"),
        ("南区", "south"), ("north", "north-area"), ("北区", "north-area"), ("North D", "north-area"),
    ])
    func whatIsNamedIsFound(text: String, place: String) throws {
        #expect(try Self.finder.find(named: text).spots.first?.place == place)
    }

    @Test func aDistrictsOwnPlacesAreItsRegion() throws {
        let finding = try Self.finder.find(named: "北区")
        #expect(finding.region.map(\.place) == ["reach", "hall", "square", "north-area", "lone"])
        #expect(try Self.finder.find(named: "hall").region.isEmpty)
    }

    @Test func whatCouldBeSeveralIsAskedAbout() throws {
        do {
            _ = try Self.finder.find(named: "人民")
            Issue.record("one of two was taken")
        } catch {
            guard case .ambiguous(let candidates) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(candidates.map(\.id) == ["hall", "square"])
        }
    }

    @Test(arguments: ["", "  ", "nowhere", "void", "商场"])
    func whatIsUnknownIsSaidToBe(text: String) {
        #expect(throws: PlaceFinder.Failure.unknown) { try Self.finder.find(named: text) }
    }

    @Test func aPositionIsItsNearestPlaceAndThoseWithinReach() throws {
        let position = GeoPosition(latitude: 27.603, longitude: 110)
        let near = try Self.finder.find(near: position, reach: 500)
        #expect(near.spots.map(\.place) == ["reach"])
        #expect(abs((near.metres ?? 0) - 333.6) < 0.5, "0.003° of latitude")
        #expect(try Self.finder.find(near: position, reach: 1_000).spots.map(\.place) == ["reach", "hall"])
        #expect(try Self.finder.find(near: position, reach: 0).spots.map(\.place) == ["reach"])
    }

    @Test(arguments: [(31.23, 121.47), (110, 27.6), (27.6, 109.7), (.nan, 110)])
    func aPositionOutsideTheCityIsRefused(latitude: Double, longitude: Double) {
        #expect(throws: PlaceFinder.Failure.outsideTheCity) {
            try Self.finder.find(near: GeoPosition(latitude: latitude, longitude: longitude), reach: 500)
        }
    }
}
