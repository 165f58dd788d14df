import Telemetry
import Testing

@testable import RuleEngine

/// Occupancy differences and the California algorithms on a pair of detectors.
@Suite struct IncidentDetectionTests {
    private static let registry = Registry(
        stations: [
            NeighbourTests.station("up", "occupancy", downstream: ["dn"], heartbeat: 60),
            NeighbourTests.station("dn", "occupancy", upstream: ["up"], heartbeat: 60),
        ], places: [], districts: [])

    /// Whether the condition holds after intervals of a minute; nil where it is unknown.
    private func holds(_ expression: String, _ up: [Double], _ down: [Double]) throws -> Bool? {
        let watch = try Watch(
            group("- {alert: A, expr: \"\(expression)\", clear_when: \"!(\(expression))\"}", match: "{station: up}"),
            registry: Self.registry)
        for (index, (here, there)) in zip(up, down).enumerated() {
            watch.read(Double(index * 60), there, station: "dn", quantity: "occupancy")
            watch.read(Double(index * 60), here, station: "up", quantity: "occupancy")
        }
        if !watch.engine.unknownCounts.isEmpty { return nil }
        return watch.engine.activeAlarms.contains { $0.phase == .firing }
    }

    @Test func differences() throws {
        #expect(try holds("occdf() == 15.0 && downstream_value() == 5.0", [10, 12, 20], [10, 10, 5]) == true)
        #expect(try holds("occrdf() == 0.75", [10, 12, 20], [10, 10, 5]) == true)
        #expect(try holds("docctd(2) == 0.5", [10, 12, 20], [10, 10, 5]) == true)
        #expect(try holds("docctd(3) > 0.0", [10, 12, 20], [10, 10, 5]) == nil)
        // Nothing upstream: the relative difference is not defined.
        #expect(try holds("occrdf() > 0.0", [10, 0], [10, 0]) == nil)
    }

    private let seven = "california_7(8.0, 0.5, 12.0)"
    private let eight = "california_8(8.0, -0.4, 0.5, 0.3, 30.0)"

    @Test func algorithmSevenConfirmsInTheNextInterval() throws {
        let up: [Double] = [10, 10, 10, 40, 45, 45, 10]
        let down: [Double] = [10, 10, 10, 5, 5, 5, 10]
        for (count, state) in [(4, 1), (5, 2), (6, 3), (7, 0)] {
            #expect(
                try holds("\(seven) == \(state)", Array(up.prefix(count)), Array(down.prefix(count))) == true,
                "\(count)")
        }
    }

    @Test func algorithmEightNeedsAFallDownstream() throws {
        let up: [Double] = [10, 10, 10, 40, 45, 45, 10]
        let down: [Double] = [10, 10, 10, 5, 5, 5, 10]
        for (count, state) in [(4, 6), (5, 7), (6, 8), (7, 0)] {
            #expect(
                try holds("\(eight) == \(state)", Array(up.prefix(count)), Array(down.prefix(count))) == true,
                "\(count)")
        }
        // The same difference without a fall is no incident.
        #expect(try holds("\(eight) == 0", [10, 10, 10, 40], [5, 5, 5, 5]) == true)
    }

    @Test func algorithmEightHoldsForFiveIntervalsAfterACompressionWave() throws {
        // A rise of 50 % to 30 % occupancy is a wave; what looks like an incident within five intervals is none.
        let up: [Double] = [20, 20, 20, 20, 60, 60, 60]
        let down: [Double] = [20, 20, 20, 30, 12, 12, 12]
        #expect(try holds("\(eight) == 1", Array(up.prefix(4)), Array(down.prefix(4))) == true)
        #expect(try holds("\(eight) == 4", up, down) == true)
    }

    @Test func tooFewIntervalsAreUnknown() throws {
        #expect(try holds("\(seven) >= 0", [10, 10], [10, 10]) == nil)
        #expect(try holds("\(seven) == 0", [10, 10, 10], [10, 10, 10]) == true)
    }
}
