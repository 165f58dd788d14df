/// The result of a condition.
public enum Truth: UInt8, Sendable {
    /// False.
    case no
    /// True.
    case yes
    /// It depends on a slot that is unknown.
    case unknown
    /// Evaluation failed; ``Program/evaluate(_:)`` tells the error.
    case failed
}

/// How a numeric evaluation ended.
public enum ResultState: UInt8, Sendable {
    /// There is a value.
    case value
    /// It depends on a slot that is unknown.
    case unknown
    /// Evaluation failed; ``Program/evaluate(_:)`` tells the error.
    case failed
}

/// The result of a numeric expression.
public struct NumericResult: Sendable {
    /// How it ended.
    public let state: ResultState
    /// The value; 0 unless `state` is `.value`.
    public let value: Double

    @inline(__always)
    init(_ value: Double) {
        state = .value
        self.value = value
    }

    @inline(__always)
    init(_ state: ResultState) {
        self.state = state
        value = 0
    }
}

/// The result of an integer expression inside a plan.
struct IntegerResult {
    let state: ResultState
    let value: Int64

    @inline(__always)
    init(_ value: Int64) {
        state = .value
        self.value = value
    }

    @inline(__always)
    init(_ state: ResultState) {
        self.state = state
        value = 0
    }
}
