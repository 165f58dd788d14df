import CEL
import Telemetry

/// Which truths a comparison of two sets can have.
enum Comparison {
    static func truths(_ operation: BinaryOperator, _ left: AbstractValue, _ right: AbstractValue) -> TruthSet {
        switch (left, right) {
        case (.duration(let one), .duration(let two)): return truths(operation, one, two)
        case (.integer(let one), .integer(let two)): return truths(operation, one, two)
        case (.text(let one?), .text(let two?)):
            // Texts are compared by their code points.
            let isEqual = one.unicodeScalars.elementsEqual(two.unicodeScalars)
            switch operation {
            case .equal: return TruthSet(isEqual)
            case .notEqual: return TruthSet(!isEqual)
            default: return .both
            }
        default:
            guard let one = left.number, let two = right.number else { return .both }
            return truths(operation, one, two)
        }
    }

    private static func truths(_ operation: BinaryOperator, _ one: NumberRange, _ two: NumberRange) -> TruthSet {
        truths(
            operation, canBeLess: one.low < two.high, canBeEqual: one.intersection(two) != nil,
            canBeGreater: one.high > two.low)
    }

    private static func truths(_ operation: BinaryOperator, _ one: IntegerRange, _ two: IntegerRange) -> TruthSet {
        truths(
            operation, canBeLess: one.low < two.high, canBeEqual: one.intersection(two) != nil,
            canBeGreater: one.high > two.low)
    }

    private static func truths(
        _ operation: BinaryOperator, canBeLess: Bool, canBeEqual: Bool, canBeGreater: Bool
    ) -> TruthSet {
        var set: TruthSet = []
        func holds(less: Bool, equal: Bool, greater: Bool) {
            if canBeLess { set.insert(TruthSet(less)) }
            if canBeEqual { set.insert(TruthSet(equal)) }
            if canBeGreater { set.insert(TruthSet(greater)) }
        }
        switch operation {
        case .less: holds(less: true, equal: false, greater: false)
        case .lessOrEqual: holds(less: true, equal: true, greater: false)
        case .greater: holds(less: false, equal: false, greater: true)
        case .greaterOrEqual: holds(less: false, equal: true, greater: true)
        case .equal: holds(less: false, equal: true, greater: false)
        case .notEqual: holds(less: true, equal: false, greater: true)
        default: return .both
        }
        return set
    }
}

extension Interpreter {
    /// Nanoseconds of a constant length of time; nil where it is none.
    static func nanoseconds(_ text: String) -> Int64? { Interval(text: text)?.nanoseconds }
}
