import Configuration
import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

@Suite struct RuleFileFuzzTests {
    /// Whatever a person writes, the loader answers with rules or with problems that have a place and a remedy.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func damagedRuleFilesAreRefusedOrRunAndNeverCrash(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "{", "}", "[", "]", ": ", "'", "\"", "\n", "  ", "- ", "|", ">", "&a ", "*a", "#", "{{", "}}", "rise(",
            "'0s'",
            "'1y'", "9e999", "-1", "station.", "params.", "&&", "||", "!", "水", "\t", "\u{0}", "over", "for: ", "latch",
            "999999999999999999999", "duration('1h')", "(", ")", "=", "?", "%",
        ]
        let original = Array(SnapshotTests.rules.unicodeScalars)
        for _ in 0..<120 {
            var text = original
            for _ in 0...(random.next() % 4) {
                let position = Int(random.next() % UInt64(text.count))
                switch random.next() % 3 {
                case 0: text.remove(at: position)
                case 1:
                    text.insert(
                        contentsOf: pieces[Int(random.next() % UInt64(pieces.count))].unicodeScalars, at: position)
                default: text.removeSubrange(position..<min(text.count, position + Int(random.next() % 20)))
                }
            }
            var source = String.UnicodeScalarView()
            source.append(contentsOf: text)
            do {
                let rules = try compile(String(source), registry: gaugeRegistry())
                let engine = SnapshotTests.engine(rules)
                var changes: [AlarmChange] = []
                for input in SnapshotTests.inputs(seed: seed, count: 40) {
                    SnapshotTests.apply(input, to: engine, &changes)
                }
            } catch let error as ConfigurationProblems {
                #expect(!error.problems.isEmpty)
                for problem in error.problems {
                    #expect(problem.line >= 1 && problem.column >= 1 && problem.length >= 1, "seed \(seed): \(problem)")
                    #expect(!problem.message.isEmpty && !problem.remedy.isEmpty, "seed \(seed): \(problem)")
                }
            }
        }
    }
}
