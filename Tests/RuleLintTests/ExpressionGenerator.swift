import TestSupport

@testable import RuleLint

/// Random conditions and numbers over `x`, `y`, `n`, `d`, `b` and `s`, and what these may be. The same seed gives the same.
struct ExpressionGenerator {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func number(below count: Int) -> Int { random.int(0...count - 1) }
    private mutating func pick<Element>(_ choices: [Element]) -> Element { random.one(of: choices) }

    private static let numbers: [Double] = [
        0, -0.0, 1, -1, 2, 3, -3, 0.1, 0.3, -0.7, 10, 1e-300, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e300,
        -1e300, 1e15, 1.0 / 3, 100, 2.5,
    ]
    private static let words = ["a", "b", ""]

    mutating func condition(depth: Int) -> String {
        if depth == 0 { return leaf() }
        switch number(below: 10) {
        case 0: return "!(\(condition(depth: depth - 1)))"
        case 1, 2, 3: return "(\(condition(depth: depth - 1)) && \(condition(depth: depth - 1)))"
        case 4, 5: return "(\(condition(depth: depth - 1)) || \(condition(depth: depth - 1)))"
        case 6:
            return "(\(condition(depth: depth - 1)) ? \(condition(depth: depth - 1)) : \(condition(depth: depth - 1)))"
        default: return leaf()
        }
    }

    private mutating func leaf() -> String {
        let comparison = pick(["<", "<=", ">", ">=", "==", "!="])
        switch number(below: 12) {
        case 0: return "b"
        case 1: return "s \(pick(["==", "!=", "<"])) \"\(pick(Self.words))\""
        case 2: return "d \(comparison) duration('\(number(below: 4))m')"
        case 3: return "n \(comparison) \(number(below: 7) - 3)"
        case 4: return "n + \(number(below: 3)) \(comparison) n - \(number(below: 3))"
        case 5: return "n \(pick(["<", "<=", ">", ">="])) \(number(depth: 1))"
        case 6: return "[1.0, 2.0].exists(v, v \(pick(["<", ">"])) x)"
        default: return "\(number(depth: 2)) \(comparison) \(number(depth: 1))"
        }
    }

    mutating func number(depth: Int) -> String {
        if depth == 0 || number(below: 4) == 0 {
            switch number(below: 5) {
            case 0: return "y"
            case 1:
                let number = pick(Self.numbers)
                return number < 0 || number.sign == .minus ? "(\(number))" : "\(number)"
            case 2: return "double(n)"
            default: return "x"
            }
        }
        switch number(below: 9) {
        case 0: return "(-(\(number(depth: depth - 1))))"
        case 1, 2: return "(\(number(depth: depth - 1)) + \(number(depth: depth - 1)))"
        case 3, 4: return "(\(number(depth: depth - 1)) - \(number(depth: depth - 1)))"
        case 5: return "(\(number(depth: depth - 1)) * \(number(depth: depth - 1)))"
        case 6, 7: return "(\(number(depth: depth - 1)) / \(number(depth: depth - 1)))"
        default: return "(\(leaf()) ? \(number(depth: depth - 1)) : \(number(depth: depth - 1)))"
        }
    }

    // MARK: Ranges and what lies in them

    mutating func range() -> NumberRange {
        let one = pick(Self.numbers)
        let two = pick(Self.numbers)
        if number(below: 6) == 0 { return .finite }
        return NumberRange(min(one, two), max(one, two)) ?? .finite
    }

    mutating func integers() -> IntegerRange {
        let one = pick([Int64.min, -3, -1, 0, 1, 2, 5, 9_007_199_254_740_993, .max])
        let two = pick([Int64.min, -3, -1, 0, 1, 2, 5, 9_007_199_254_740_993, .max])
        return IntegerRange(min(one, two), max(one, two)) ?? .all
    }

    mutating func durations() -> IntegerRange {
        let one = Int64(number(below: 4)) * 60_000_000_000
        return IntegerRange(one, one + Int64(number(below: 3)) * 60_000_000_000) ?? .notNegative
    }

    mutating func sample(_ terms: InterpreterTests.FixedTerms) -> InterpreterTests.Sample {
        InterpreterTests.Sample(
            x: number(below: 12) == 0 ? nil : within(terms.x), y: number(below: 12) == 0 ? nil : within(terms.y),
            n: number(below: 12) == 0 ? nil : within(terms.n), d: number(below: 12) == 0 ? nil : within(terms.d),
            b: pick([nil, true, false]), s: pick([nil, "a", "b", ""]))
    }

    private mutating func within(_ range: NumberRange) -> Double {
        let inside = Self.numbers.filter(range.contains)
        switch number(below: 4) {
        case 0: return range.low
        case 1: return range.high
        case 2 where !inside.isEmpty: return pick(inside)
        default:
            let part = Double(number(below: 1_000)) / 1_000
            let number = range.low * (1 - part) + range.high * part
            return range.contains(number) ? number : range.low
        }
    }

    private mutating func within(_ range: IntegerRange) -> Int64 {
        let inside = [Int64(-3), -1, 0, 1, 2, 5, 9_007_199_254_740_993].filter { range.low <= $0 && $0 <= range.high }
        switch number(below: 3) {
        case 0: return range.low
        case 1 where !inside.isEmpty: return pick(inside)
        default: return range.high
        }
    }
}
