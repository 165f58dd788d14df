import Telemetry
import Testing

@testable import RuleEngine

/// Functions of other stations on a river of five gauges and a rain gauge.
@Suite struct NeighbourTests {
    static func station(
        _ id: String, _ quantity: String, upstream: [String] = [], downstream: [String] = [], latitude: Double = 27.5,
        longitude: Double = 110, district: String = "north", heartbeat: Int64? = 300
    ) -> Station {
        Station(
            id: id, name: Bilingual(id), latitudeDegrees: latitude, longitudeDegrees: longitude, district: district,
            place: id, gateway: nil, upstream: upstream, downstream: downstream, lifeSafety: false,
            quantities: [
                StationQuantity(
                    quantity: quantity, unit: "m", heartbeat: heartbeat.map { Interval(seconds: $0) }, thresholds: [])
            ])
    }

    /// a → b → d, c → d; b has no stage gauge but a flow meter.
    static let registry = Registry(
        stations: [
            station("a", "stage", downstream: ["b"], latitude: 27.60),
            station("b", "flow", upstream: ["a"], downstream: ["d"], latitude: 27.55),
            station("c", "stage", downstream: ["d"], latitude: 27.52, district: "south"),
            station("d", "stage", upstream: ["b", "c"], latitude: 27.50),
            station("e", "rain", latitude: 27.49), station("f", "rain", latitude: 27.40, district: "south"),
        ], places: [], districts: [],
        areas: [Area(id: "plain", name: Bilingual("plain"), stations: [2, 3, 4])])

    private func watch(_ expression: String) throws -> Watch {
        try Watch(
            group("- {alert: A, expr: \"\(expression)\", clear_when: \"!(\(expression))\"}", match: "{station: d}"),
            registry: Self.registry)
    }

    /// Whether the rule's condition holds at station d now; nil where it is unknown.
    private func state(_ watch: Watch) -> Bool? {
        if !watch.engine.unknownCounts.isEmpty { return nil }
        return watch.engine.activeAlarms.contains { $0.phase == .firing }
    }

    @Test func theNearestUpstreamStationThatHasTheQuantityIsAsked() throws {
        // c is one step away, a two.
        let watch = try watch("upstream('stage') == 4.0")
        watch.read(0, 9, station: "a")
        watch.read(0, 4, station: "c")
        watch.read(10, 1, station: "d")
        #expect(state(watch) == true)
        let flow = try self.watch("upstream('flow') == 7.0")
        flow.read(0, 7, station: "b", quantity: "flow")
        flow.read(10, 1, station: "d")
        #expect(state(flow) == true)
    }

    @Test func aNeighbourThatWasNeverHeardOrIsNotThereIsUnknown() throws {
        let watch = try watch("upstream('stage') > 0.0")
        watch.read(0, 1, station: "d")
        #expect(state(watch) == nil)
        let downstream = try self.watch("downstream('stage') > 0.0")
        downstream.read(0, 1, station: "a")
        downstream.read(0, 1, station: "d")
        #expect(state(downstream) == nil)
    }

    @Test func aNeighbourIsReadAtTheTimeOfTheReadingDecidedOn() throws {
        let watch = try watch("upstream('stage') == 4.0")
        watch.read(0, 4, station: "c")
        watch.read(60, 5, station: "c", receivedAt: 61)
        // Measured before c's second reading, though it comes after.
        watch.read(59, 1, station: "d", receivedAt: 70)
        #expect(state(watch) == true)
        watch.read(60, 1, station: "d", receivedAt: 71)
        #expect(state(watch) == false)
    }

    @Test func aNeighbourIsStaleAfterTwoHeartbeatsAtThatTime() throws {
        let watch = try watch("upstream('stage') > 0.0")
        watch.read(0, 4, station: "c")
        watch.read(600, 1, station: "d")
        #expect(state(watch) == true)
        watch.read(600.5, 1, station: "d")
        #expect(state(watch) == nil)
    }

    @Test func aNeighboursWindowIsSummarised() throws {
        let expression = """
            upstream('stage', 'rise', '10m') == 3.0 && upstream('stage', 'fall', '10m') == 1.0 \
            && upstream('stage', 'min', '10m') == 1.0 && upstream('stage', 'max', '10m') == 5.0 \
            && upstream('stage', 'sum', '10m') == 10.0 && upstream('stage', 'count', '10m') == 3.0 \
            && upstream('stage', 'avg', '5m') == 4.5 && upstream('stage', 'value', '5m') == 4.0
            """
        let watch = try watch(expression)
        for (minute, value) in [(0, 99.0), (4, 1), (8, 5), (10, 4)] {
            watch.read(Double(minute * 60), value, station: "c")
        }
        watch.read(600, 1, station: "d")
        #expect(state(watch) == true)
    }

    @Test func aSilentStationAsksItsNeighboursAtTheMomentOfTheTimer() throws {
        let watch = try Watch(
            group(
                "- {alert: A, expr: \"silence() > duration('10m') && nearest('rain', 5000, 'sum', '1h') >= 5.0\"}",
                match: "{station: d}"), registry: Self.registry)
        watch.read(0, 1, station: "d")
        watch.read(300, 2, station: "e", quantity: "rain")
        watch.read(500, 3, station: "e", quantity: "rain")
        watch.advance(to: 700)
        // Stale after twice five minutes, at the same moment.
        #expect(watch.steps == ["raised@600+1ns A d"])
    }

    @Test func theNearestStationWithinADistance() throws {
        // e lies 1.1 km south of d, f 11.1 km.
        let watch = try watch("nearest('rain', 5000) == 2.0")
        watch.read(0, 2, station: "e", quantity: "rain")
        watch.read(0, 3, station: "f", quantity: "rain")
        watch.read(10, 1, station: "d")
        #expect(state(watch) == true)
        let close = try self.watch("nearest('rain', 1000.0, 'sum', '1h') >= 0.0")
        close.read(0, 2, station: "e", quantity: "rain")
        close.read(10, 1, station: "d")
        #expect(state(close) == nil)
    }

    @Test func greatCirclesMeasureAsTheGlobeIs() {
        // One degree of latitude is 111,195 m on the mean sphere.
        let south = GreatCircle.Point(Self.station("x", "q", latitude: 27, longitude: 110))
        let north = GreatCircle.Point(Self.station("x", "q", latitude: 28, longitude: 110))
        let chord = south.squaredChord(to: north)
        #expect(chord > GreatCircle.squaredChord(metres: 111_194) && chord < GreatCircle.squaredChord(metres: 111_196))
        // Across the date line.
        let west = GreatCircle.Point(Self.station("x", "q", latitude: 0, longitude: 179.9))
        let east = GreatCircle.Point(Self.station("x", "q", latitude: 0, longitude: -179.9))
        #expect(west.squaredChord(to: east) < GreatCircle.squaredChord(metres: 22_300))
    }

    @Test func districtsAndAreasAreSummarisedOverWhatIsKnown() throws {
        let expression = """
            district_avg('stage') == 3.0 && district_max('stage') == 5.0 && district_count('stage') == 2.0 \
            && area_sum('plain', 'stage') == 11.0 && area_min('plain', 'stage') == 1.0 \
            && area_max('plain', 'stage', 'rise', '1h') == 4.0
            """
        let watch = try watch(expression)
        watch.read(0, 5, station: "a")
        watch.read(0, 6, station: "c", district: "south")
        watch.read(1, 10, station: "c", district: "south")
        watch.read(10, 1, station: "d")
        #expect(state(watch) == true)
        // a has been silent for over two heartbeats: it is left out.
        watch.read(700, 1, station: "d")
        let alone = try self.watch("district_count('stage') == 1.0 && district_avg('stage') == 1.0")
        alone.read(0, 5, station: "a")
        alone.read(700, 1, station: "d")
        #expect(state(alone) == true)
    }

    @Test func aGroupInAnAreaMatchesTheStationsThatLieInIt() throws {
        let watch = try Watch(
            group("- {alert: A, expr: value > 0.0}", match: "{area: plain, quantity: stage}"), registry: Self.registry)
        for id in ["a", "c", "d"] { watch.read(0, 1, station: id) }
        #expect(watch.steps == ["raised@0 A c", "raised@0 A d"])
    }

    @Test func lateReadingsConcernThoseWhoLook() throws {
        let watch = try Watch(
            group(
                "- {alert: A, expr: \"upstream('stage') > 1.0 || district_max('rain') > 3.0\"}",
                match: "{quantity: stage}"), registry: Self.registry)
        for (id, quantity) in [("a", "stage"), ("b", "flow"), ("c", "stage"), ("d", "stage"), ("e", "rain")] {
            watch.read(0, 1, station: id, quantity: quantity)
        }
        // Series 0 a, 1 b, 2 c, 3 d, 4 e. Only d has an upstream stage gauge; a and d share a district with e.
        #expect(watch.engine.dependents(of: 2) == [3])
        #expect(watch.engine.dependents(of: 0) == [])
        #expect(watch.engine.dependents(of: 4) == [0, 3])
        #expect(watch.engine.states[4].plan.pointee.isLookedAt)
        #expect(!watch.engine.states[1].plan.pointee.isLookedAt)
    }

    @Test(arguments: [
        ("upstream('stagge') > 1.0", "no station has the quantity"), ("nearest('rain', 0) > 1.0", "distance"),
        ("upstream('stage', 'median', '1h') > 1.0", "can't be taken"), ("area_avg('delta', 'stage') > 1.0", "no area"),
        ("upstream('stage', 'rise', '0s') > 1.0", "holds no history"), ("docctd(0) > 1.0", "from 1 to 100"),
        ("upstream('stage', 'rise', '366d') > 1.0", "at most '31d'"),
    ])
    func whatIsNotThereIsRefused(expression: String, words: String) {
        let found = problems(group("- {alert: A, expr: \"\(expression)\"}"), registry: Self.registry)
        #expect(found.contains { ($0.message + $0.remedy).lowercased().contains(words) }, "\(found)")
    }

    @Test func anAreaThatIsNotThereIsRefused() {
        let found = problems(group("- {alert: A, expr: value > 0.0}", match: "{area: delta}"), registry: Self.registry)
        #expect(found.contains { $0.message.contains("no area “delta”") && $0.remedy.contains("plain") })
    }

    @Test func aReloadFindsTheNeighboursAgain() throws {
        let text = group("- {alert: A, expr: \"upstream('stage') == 4.0\"}", match: "{station: d}")
        let watch = try Watch(text, registry: Self.registry)
        watch.read(0, 4, station: "c")
        try watch.reload(text, at: 5)
        watch.read(10, 1, station: "d")
        #expect(watch.steps == ["raised@10 A d"])
    }
}
