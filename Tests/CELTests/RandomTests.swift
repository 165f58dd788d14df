import Foundation
import TestSupport
import Testing

@testable import CEL

/// The properties on random expressions. `CEL_SEED` and `CEL_CASES` repeat or lengthen a run.
@Suite struct RandomTests {
    @Test func propertiesHoldForRandomExpressions() {
        let settings = ProcessInfo.processInfo.environment
        let seed = settings["CEL_SEED"].flatMap { UInt64($0) } ?? 20_261_121
        let cases = settings["CEL_CASES"].flatMap { Int($0) } ?? 3_000
        print("random expressions: seed \(seed), \(cases) cases")
        var generator = ExpressionGenerator(random: SeededRandom(seed: seed))
        var evaluated = 0
        for index in 0..<cases {
            let text = generator.expression(index % 5 + 1)
            let bytes = index % 3 == 2 ? generator.mutated(text) : Array(text.utf8)
            if let problem = PropertyCheck.violation(bytes) {
                Issue.record("seed \(seed), case \(index): \(String(decoding: bytes, as: UTF8.self)): \(problem)")
                return
            }
            if (try? PropertyCheck.environment.compile(utf8: bytes)) != nil { evaluated += 1 }
        }
        // Most of what is generated fits its types; otherwise the test would look at errors only.
        #expect(evaluated * 4 > cases)
    }
}
