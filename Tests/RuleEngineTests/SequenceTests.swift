import Telemetry
import Testing

@testable import RuleEngine

/// The order of two alerts: A then B, A and no B, along the stream.
@Suite struct SequenceTests {
    private static let base = """
        - {alert: A, expr: value >= 3.0}
        - {alert: B, expr: value >= 5.0}
        """

    private func watch(_ rules: String, registry: Registry = .empty) throws -> Watch {
        try Watch(group(Self.base + "\n" + rules), registry: registry)
    }

    /// Steps of the alerts named only.
    private func steps(_ watch: Watch, _ alert: String) -> [String] { watch.steps.filter { $0.contains(" \(alert) ") } }

    @Test func aSecondAlertWithinTheTimeRaises() throws {
        let watch = try watch("- {alert: S, sequence: {first: A, then: B, within: 10m}, keep_firing_for: 1m}")
        watch.read(0, 3, station: "r1")
        watch.read(600, 5, station: "r2", marks: [])
        #expect(steps(watch, "S") == ["raised@600 S north"])
        let change = watch.changes.first { $0.alarm.alert == "S" }
        #expect(change?.eventTime == Watch.time(0))
        #expect(change?.evidence.contains { $0.name == "expr" && $0.value == "A, then B within 10m" } == true)
        #expect(change?.evidence.contains { $0.name == "A" && $0.value.hasPrefix("r1 ") } == true)
        // It clears a minute after the last of the alarms that made it.
        watch.read(700, 1, station: "r2")
        watch.read(800, 1, station: "r1")
        watch.advance(to: 1000)
        #expect(steps(watch, "S") == ["raised@600 S north", "cleared@860 S north"])
    }

    @Test func tooLateOrElsewhereIsNoSequence() throws {
        let watch = try watch("- {alert: S, sequence: {first: A, then: B, within: 10m}}")
        watch.read(0, 3, station: "r1")
        watch.read(601, 5, station: "r1")
        watch.read(700, 5, station: "x1", district: "south")
        #expect(steps(watch, "S") == ["raised@700 S south"])
    }

    @Test func theOrderIsThatOfTheEventsNotOfTheirArrival() throws {
        let watch = try Watch(
            group(
                """
                - {alert: A, expr: value == 3.0}
                - {alert: B, expr: value == 5.0}
                - {alert: S, sequence: {first: A, then: B, within: 10m}}
                """))
        watch.read(60, 5, station: "r2", receivedAt: 61)
        watch.read(0, 3, station: "r1", receivedAt: 90)
        #expect(steps(watch, "S") == ["raised@90 S north"])
        let reversed = try Watch(
            group(
                """
                - {alert: A, expr: value == 3.0}
                - {alert: B, expr: value == 5.0}
                - {alert: S, sequence: {first: A, then: B, within: 10m}}
                """))
        reversed.read(60, 3, station: "r1", receivedAt: 61)
        reversed.read(0, 5, station: "r2", receivedAt: 90)
        #expect(steps(reversed, "S") == [])
    }

    @Test func anAlertThatIsMissingRaisesWhenItsTimeIsOver() throws {
        let watch = try watch("- {alert: S, sequence: {first: A, missing: B, within: 10m, by: [station]}}")
        watch.read(0, 3, station: "r1")
        watch.read(0, 3, station: "r2")
        watch.read(600, 5, station: "r2")
        watch.advance(to: 2000)
        #expect(steps(watch, "S") == ["raised@600 S r1"])
        watch.read(2000, 1, station: "r1")
        watch.advance(to: 4000)
        #expect(steps(watch, "S") == ["raised@600 S r1", "cleared@2900 S r1"])
    }

    @Test func whatWasMissingAndComesAfterAllEndsIt() throws {
        let watch = try watch(
            "- {alert: S, sequence: {first: A, missing: B, within: 10m, by: [station]}, keep_firing_for: 0s}")
        watch.read(0, 3, station: "r1")
        watch.read(500, 5, station: "r1", receivedAt: 700)
        #expect(steps(watch, "S") == ["raised@600 S r1", "cleared@700 S r1"])
    }

    private static let river = Registry(
        stations: [
            NeighbourTests.station("up", "stage", downstream: ["mid"]),
            NeighbourTests.station("mid", "flow", upstream: ["up"], downstream: ["dn"]),
            NeighbourTests.station("dn", "stage", upstream: ["mid"]),
        ], places: [], districts: [])
    private static let travel = """
        - {alert: Lost, sequence: {first: A, missing: A, after: 20m, within: 1h, to: downstream}}
        - {alert: Wave, sequence: {first: A, then: A, after: 20m, within: 1h, to: downstream}}
        """

    @Test func aCrossingThatDoesNotTravelMakesTheNextGaugeSuspect() throws {
        let watch = try watch(Self.travel, registry: Self.river)
        watch.read(0, 3, station: "up")
        watch.advance(to: 3601)
        #expect(steps(watch, "Lost") == ["raised@3600 Lost dn"])
        #expect(watch.last?.station == "dn")
        #expect(watch.last?.place == "dn")
    }

    @Test func aCrossingThatTravelsInTimeIsAWave() throws {
        let watch = try watch(Self.travel, registry: Self.river)
        watch.read(0, 3, station: "up")
        watch.read(1200, 3, station: "dn")
        watch.advance(to: 4000)
        #expect(steps(watch, "Lost") == [])
        #expect(steps(watch, "Wave") == ["raised@1200 Wave dn"])
    }

    @Test func aCrossingBeforeTheTravelTimeIsAnother() throws {
        let watch = try watch(Self.travel, registry: Self.river)
        watch.read(0, 3, station: "up")
        watch.read(600, 3, station: "dn")
        watch.read(900, 1, station: "dn")
        watch.advance(to: 3601)
        #expect(steps(watch, "Wave") == [])
        #expect(steps(watch, "Lost") == ["raised@3600 Lost dn"])
    }

    @Test func whatIsOnAlreadyIsNotMissing() throws {
        let watch = try watch(Self.travel, registry: Self.river)
        watch.read(0, 3, station: "dn")
        watch.read(60, 3, station: "up")
        watch.advance(to: 4000)
        #expect(steps(watch, "Lost") == [])
    }

    @Test(arguments: [
        ("{first: A, within: 10m}", "second alert"), ("{first: A, then: B, missing: B, within: 10m}", "not both"),
        ("{first: A, then: B}", "within"), ("{first: A, then: B, within: 0s}", "no time"),
        ("{first: A, then: B, within: 365d}", "31 days"), ("{first: A, then: B, after: 2h, within: 1h}", "behind"),
        ("{first: A, then: B, within: 1h, to: sideways}", "upstream or downstream"),
        ("{first: A, then: B, within: 1h, to: upstream, by: [station]}", "neighbour station's"),
        ("{first: A, then: C, within: 1h}", "No rule raises “C”"), ("{first: S, then: B, within: 1h}", "S → S"),
        ("{first: A, then: B, within: 1h, until: 2h}", "until"), ("A then B", "mapping"),
    ])
    func whatIsNoSequenceIsRefused(sequence: String, words: String) {
        let found = problems(group(Self.base + "\n- {alert: S, sequence: \(sequence)}"))
        #expect(found.contains { $0.message.contains(words) }, "\(found)")
    }

    @Test func aRingOfRulesIsToldWithItsChain() {
        let found = problems(
            group(
                Self.base + """

                    - {alert: X, over: {alert: Y}, expr: "raises('1h') > 1"}
                    - {alert: Y, sequence: {first: A, then: Z, within: 1h}}
                    - {alert: Z, over: {alert: X}, expr: "raises('1h') > 1"}
                    """))
        #expect(found.contains { $0.message.contains("X → Y → Z → X") }, "\(found)")
        #expect(found.count == 3)
    }

    @Test(arguments: ["expr: value > 1.0", "for: 5m", "clear_when: value < 1.0", "on: reading", "blind_after: 5m"])
    func fieldsOfReadingsAreRefused(field: String) {
        let found = problems(
            group(Self.base + "\n- {alert: S, sequence: {first: A, then: B, within: 1h}, \(field)}"))
        #expect(!found.isEmpty)
    }
}
