import TestSupport
import Testing

@testable import CEL

@Suite struct RegularExpressionTests {
    static let matching: [(String, String)] = [
        ("", ""), ("a", "bab"), ("^a$", "a"), ("a|b|", "x"), ("(ab)+c", "ababc"), ("a{2,3}b", "xaab"),
        ("[^a-c]", "abcd"),
        ("\\d{4}-\\d\\d", "on 2026-11"), ("(?i)RIVER", "river"), ("(?i)straße", "STRAßE"), ("(?i:k)", "\u{212A}"),
        (".", "é"),
        ("^.{2}$", "e\u{301}"), ("\\bwater\\b", "the water."), ("\\Bat", "water"), ("(?m)^b$", "a\nb\nc"),
        ("(?s)a.b", "a\nb"),
        ("\\p{Greek}", "aβ"), ("\\pL+\\PL", "é1"), ("[[:alpha:]_]+", "x_"), ("\\x{1F692}", "🚒"), ("\\x41\\101", "AA"),
        ("\\Qa.b\\E", "a.b"), ("(?P<name>x)(?:y)", "xy"), ("a*?b+?", "b"), ("[\\]\\-a]", "-"), ("[a\\d]", "7"),
        ("x{,2}", "x{,2}"),
        ("^$", ""), ("(a*)*b", "aab"), ("(|a)+", ""), ("\\.$", "end."), ("日本|Zürich", "in Zürich"), ("[^\\n]", "\r"),
        ("^[^@]+@[^@]+$", "a@b"), ("(?:a|ab)(?:c|bcd)$", "abcd"), ("\\A\\w+\\z", "abc"), ("[a-z&&x]", "&"),
    ]
    static let failing: [(String, String)] = [
        ("a", "b"), ("^a$", "ba"), ("a{2}", "a"), ("[^a]", "a"), (".", "\n"), ("^b$", "a\nb"), ("\\bat\\b", "water"),
        ("(?i)é", "e"), ("\\p{Lu}", "é"), ("a.b", "a\nb"), ("\\D", "0123"), ("^(ab|cd)$", "abcd"), ("x+y", "xxz"),
        ("\\z.", "a"),
        ("[[:digit:]]", "a"), ("\\w", "é"), ("(?-i)A", "a"),
    ]

    @Test(arguments: [true, false]) func matchesAsRE2Does(automaton: Bool) throws {
        for (pattern, text) in Self.matching {
            #expect(
                try RegularExpression.compiled(pattern, automaton: automaton).matches(text), "\(pattern) in \(text)")
        }
        for (pattern, text) in Self.failing {
            #expect(
                try !RegularExpression.compiled(pattern, automaton: automaton).matches(text), "\(pattern) in \(text)")
        }
    }

    @Test(arguments: [
        "(", ")", "[", "[z-a]", "a**", "+", "a{2,1}", "\\1", "(?=a)", "(?<!a)", "\\y", "[[:nothing:]]", "\\p{Nothing}",
        "\\x{110000}", "a{1001}", "(?P<>x)", "(?z)",
    ])
    func refuses(_ pattern: String) {
        #expect(throws: EvaluationError.self) { try RegularExpression.compiled(pattern, automaton: true) }
    }

    /// Both engines on random patterns and texts.
    @Test func theTwoEnginesAgree() throws {
        let seed: UInt64 = 77
        print("random patterns: seed \(seed)")
        var random = SeededRandom(seed: seed)
        let pieces = [
            "a", "b", "[ab]", "[^a]", ".", "é", "\\b", "^", "$", "(", ")", "|", "*", "+", "?", "{1,2}", "\\w", "(?m)",
            "\\n",
        ]
        let letters = ["a", "b", "é", "\n", "_", " "]
        var compared = 0
        for _ in 0..<3_000 {
            let pattern = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            guard let slow = try? RegularExpression.compiled(pattern, automaton: false),
                let fast = try? RegularExpression.compiled(pattern, automaton: true)
            else { continue }
            for _ in 0..<4 {
                let text = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? ""
                }.joined()
                compared += 1
                #expect(slow.matches(text) == fast.matches(text), "\(pattern) in \(text)")
            }
        }
        #expect(compared > 1_000)
    }
}
