import Configuration
import Foundation
import Testing
import Views

@testable import Drills

/// What `--update` writes, and what `--coverage` counts.
@Suite struct RuleTestUpdateTests {
    private let bench: RuleTestBench

    init() throws { bench = try RuleTestBench() }

    private func updated(_ tests: String) throws -> String {
        try bench.write(tests, head: RuleTestBench.head)
        let update = try bench.suite.update(bench.path)
        #expect(update.skipped.isEmpty)
        let text = try String(contentsOfFile: bench.path, encoding: .utf8)
        // An update leaves a file that passes and that a second one does not touch.
        #expect(try bench.suite.run(bench.path).isPassed)
        #expect(try bench.suite.update(bench.path).updated.isEmpty)
        #expect(try String(contentsOfFile: bench.path, encoding: .utf8) == text)
        return String(text.dropFirst(RuleTestBench.head.count))
    }

    @Test func commentsAndFactsStay() throws {
        let text = try updated(
            """
              # before
              - name: a   # beside
                readings: [{station: t1, quantity: level, every: 1m, values: "2.9 3.0x9 2.4x5"}]
                timeline:
                  # the wait
                  - {at: 2m, alert: TankHigh, key: t1, to: pending}  # soon
                  # gone
                  - {at: 3m, to: dropped}
                  - at: 9m
                    to: firing
                    labels: {team: /water/}   # whose
                never: [TankSilent]

            """)
        #expect(
            text == """
                  # before
                  - name: a   # beside
                    readings: [{station: t1, quantity: level, every: 1m, values: "2.9 3.0x9 2.4x5"}]
                    timeline:
                      # the wait
                      - {at: 1m, alert: TankHigh, key: t1, to: pending}  # soon
                      # gone
                      - at: 6m
                        to: firing
                        labels: {team: /water/}   # whose
                      - {at: 13m, to: resolved}
                    never: [TankSilent]

                """)
    }

    @Test func namesThatWereTakenFromAnEntryThatIsGoneAreWritten() throws {
        let text = try updated(
            """
              - name: a
                readings: [{station: t1, quantity: level, every: 1m, values: "3.0x9 2.4x5"}]
                timeline:
                  - {at: 0s, alert: TankHigh, key: t1, to: dropped}
                  - {at: 5m, to: firing}
                  - at: 12m
                    to: resolved
            """)
        #expect(
            text == """
                  - name: a
                    readings: [{station: t1, quantity: level, every: 1m, values: "3.0x9 2.4x5"}]
                    timeline:
                      - {at: 0s, alert: TankHigh, key: t1, to: pending}
                      - {at: 5m, to: firing}
                      - at: 12m
                        to: resolved
                """)
    }

    @Test func anEmptyTimelineIsFilled() throws {
        let text = try updated(
            """
              - name: a
                readings: [{station: t1, quantity: level, every: 1m, values: "3.0x9 2.4x5"}]
                alerts: [TankHigh, TankMean]
                timeline: []   # to be written
                never: [TankSilent]
            """)
        #expect(
            text == """
                  - name: a
                    readings: [{station: t1, quantity: level, every: 1m, values: "3.0x9 2.4x5"}]
                    alerts: [TankHigh, TankMean]
                    timeline:   # to be written
                      - {at: 0s, alert: TankHigh, key: t1, to: pending}
                      - {at: 2m, alert: TankMean, key: t1, to: firing}
                      - {at: 5m, alert: TankHigh, key: t1, to: firing}
                      - {at: 10m, alert: TankMean, key: t1, to: resolved}
                      - {at: 12m, alert: TankHigh, key: t1, to: resolved}
                    never: [TankSilent]
                """)
    }

    @Test func lineEndsRightsAndLinksStay() throws {
        let head =
            RuleTestBench.head + """
                  - name: a
                    readings: [{station: t1, quantity: level, every: 1m, values: "3.0x9 2.4x5"}]
                    timeline:
                      - {at: 1m, alert: TankHigh, key: t1, to: pending}
                    never: [TankSilent]

                """
        let file = bench.folder.path + "/elsewhere.yaml"
        let windows = head.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        try windows.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        try FileManager.default.createSymbolicLink(atPath: bench.path, withDestinationPath: file)
        #expect(try bench.suite.update(bench.path).updated == ["a"])
        #expect(try bench.suite.run(bench.path).isPassed)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == head.utf8.split(separator: UInt8(ascii: "\n")).count + 2)
        #expect(lines.allSatisfy { $0.last == UInt8(ascii: "\r") })
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bench.path) == file)
    }

    @Test func aTimelineOnOneLineStays() throws {
        try bench.write(
            """
              - name: a
                readings: [{station: t1, quantity: level, every: 1m, values: "3.0x9"}]
                timeline: [{at: 1m, alert: TankHigh, key: t1, to: pending}]
            """)
        let before = try String(contentsOfFile: bench.path, encoding: .utf8)
        #expect(try bench.suite.update(bench.path).skipped == ["a"])
        #expect(try String(contentsOfFile: bench.path, encoding: .utf8) == before)
    }

    @Test func coverageCountsWhatTestsSee() throws {
        let result = try bench.run(
            """
              - name: a
                covers: [raising, clearing, late_reading]
                readings:
                  - {station: t1, quantity: level, every: 1m, values: "3.0x9 2.4x5"}
                  - {station: t1, quantity: level, at: 30s, arrives: 8m, value: 3.1}
                timeline:
                  - {at: 0s, alert: TankHigh, key: t1, to: pending}
                  - {at: 5m, to: firing}
                  - {at: 12m, to: resolved}
                never: [TankSilent]
            coverage:
              not_applicable:
                - {alert: TankHigh, kinds: [silence], reason: told by TankSilent}
            """)
        let coverage = try bench.suite.coverage(of: [result], paths: [])
        let high = try #require(coverage.first { $0.alert == "TankHigh" })
        #expect(high.path == "tank/tank.yaml")
        #expect(high.covered == [.raising, .clearing, .lateReading])
        #expect(high.missing == [.deadband, .tooLittleData])
        #expect(high.notApplicable == [.silence])
        let silent = try #require(coverage.first { $0.alert == "TankSilent" })
        #expect(silent.covered == [.lateReading])
        #expect(coverage.contains { $0.alert == "RiverAlert" && $0.missing.count == 6 })
        let below = try bench.suite.coverage(of: [], paths: [bench.folder.path + "/river"])
        #expect(Set(below.map(\.alert)) == ["RiverAlert", "RiverSevere"])
    }

    @Test func junitIsWellFormed() throws {
        let tests = [
            RuleTestView(
                file: "a<b>.yaml", test: "\"x\" & y", line: 3, passed: false,
                timeline: [.init(at: "1m", expected: "A k firing", actual: nil, differences: [], line: 9)], failures: []
            ),
            RuleTestView(file: "a<b>.yaml", test: "z\u{1}", line: 3, passed: true, timeline: [], failures: []),
        ]
        let text = RuleTestJUnit.render([
            .init(path: "a<b>.yaml", tests: tests, problems: []),
            .init(path: "c.yaml", tests: [], problems: ["c:1:1: no"]),
        ])
        let parser = XMLCounter()
        #expect(parser.parse(text))
        #expect(parser.names == ["testsuites": 1, "testsuite": 2, "testcase": 3, "failure": 1, "error": 1])
        #expect(text.contains("tests=\"3\" failures=\"1\" errors=\"1\""))
        #expect(text.contains("expected A k firing, there is nothing"))
    }
}
