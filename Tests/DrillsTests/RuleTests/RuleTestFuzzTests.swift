import Configuration
import Foundation
import TestSupport
import Testing

@testable import Drills

/// Test files that were damaged are refused or run; nothing else.
@Suite struct RuleTestFuzzTests {
    private static let whole =
        RuleTestBench.head + """
              - name: a
                start: 2026-03-29T00:30:00Z
                end: 1h
                exact: true
                covers: [raising, late_reading]
                readings:
                  - {station: t1, quantity: level, every: 1m, values: "2.9 3.0+0.05x9 _x3 stale 2.4!fail 2.4x5", delay: 3s}
                  - {station: t1, quantity: level, at: 30s, arrives: 8m, value: 3.1, quality: suspect}
                  - {station: b1, quantity: button, at: 1m, event: {id: a, type: press}}
                  - {topic: city/d1/test/t1/level, at: 2m, payload: '{"t":', qos: 0, retained: true}
                actions: [{at: 9m, reset: Pressed, key: b1}]
                timeline:
                  - {at: 1m, alert: TankHigh, key: {station: t1}, to: pending, event_time: 1m, evidence: {expr: /value/}}
                  - {at: 6m, to: firing, value: 3.2, within: 0.5, unverified: false, labels: {team: water}}
                expect: [{at: 7m, alert: TankHigh, firing: [t1], held: none}]
                never: ["*"]
                exprs: [{at: 7m, station: t1, expr: "rise('10m') + params.a", params: {a: 1.5}, is: 1.5, within: 1}]
            coverage:
              not_applicable: [{alert: Pressed, kinds: [deadband], reason: none}]
            """

    private static let pieces = [
        "", "\n", " ", "-", "{", "}", "[", "]", ":", "\"", "'", "x", "!", "_x", "9999999999999999999", "-1", "1e9",
        "9d",
        "&a ", "*a ", "|", "#", "\t", "~", "null", "é", "水", "\u{0}", "t1", "TankHigh", "NaN", "0", "99999999h",
    ]

    @Test func damagedFilesAreRefusedOrRun() throws {
        let bench = try RuleTestBench()
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        var refused = 0
        for round in 0..<150 {
            var bytes = Array(RuleTestFuzzTests.whole.utf8)
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let length = min(Int.random(in: 0...6, using: &random), bytes.count - start)
                let piece = RuleTestFuzzTests.pieces.randomElement(using: &random) ?? ""
                bytes.replaceSubrange(start..<start + length, with: piece.utf8)
            }
            let file = ConfigurationFile(path: bench.path, text: String(decoding: bytes, as: UTF8.self))
            do {
                let (_, result) = try bench.suite.run(file, isUpdating: round % 2 == 0)
                var update = TimelineUpdate(file.text)
                if let read = try bench.suite.run(file, isUpdating: true).file {
                    for (test, outcome) in zip(read.tests, result.results) {
                        update.apply(test, actual: outcome.actual)
                    }
                }
            } catch let problems as ConfigurationProblems {
                refused += 1
                #expect(!problems.problems.isEmpty)
                #expect(problems.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.remedy.isEmpty })
            }
        }
        #expect(refused > 30, "the damage did too little")
    }
}
