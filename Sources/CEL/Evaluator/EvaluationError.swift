/// Why an evaluation has no value. One word, so that throwing it is cheap.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
    /// Kinds of errors.
    public enum Code: String, Sendable {
        /// No overload takes values of these types.
        case noSuchOverload = "no_such_overload"
        /// The map has no such key, or the value no such field.
        case noSuchKey = "no_such_key"
        /// The list is shorter, or the index is no integer.
        case invalidArgument = "invalid_argument"
        /// A number, time or duration leaves its range.
        case overflow = "overflow"
        /// Division or remainder by zero.
        case divideByZero = "divide_by_zero"
        /// A name without a value.
        case noSuchAttribute = "no_such_attribute"
        /// Text that cannot be converted.
        case conversion = "conversion"
        /// A bound of the evaluation was reached.
        case limit = "limit"
        /// The host failed to supply a value.
        case host = "host"
    }

    private final class Storage: Sendable {
        let code: Code
        let message: String
        let range: SourceRange?

        init(_ code: Code, _ message: String, _ range: SourceRange?) {
            self.code = code
            self.message = message
            self.range = range
        }
    }

    private let storage: Storage

    /// An error for a host's function to throw.
    public init(_ code: Code = .invalidArgument, _ message: String) {
        storage = Storage(code, message, nil)
    }

    private init(_ storage: Storage) { self.storage = storage }

    /// The kind.
    public var code: Code { storage.code }
    /// A sentence without its full stop.
    public var message: String { storage.message }
    /// The sub-expression that failed, in UTF-8 offsets of the source.
    public var range: SourceRange? { storage.range }
    /// Kind and message.
    public var description: String { "\(code.rawValue): \(message)" }

    func at(_ range: SourceRange) -> EvaluationError {
        storage.range == nil ? EvaluationError(Storage(storage.code, storage.message, range)) : self
    }

    static func wrongType(_ value: Value, _ wanted: String) -> EvaluationError {
        EvaluationError(.noSuchOverload, "a \(wanted) is needed, not a \(value.typeName)")
    }

    static func noOverload(_ function: String, _ operands: Value...) -> EvaluationError {
        let types = operands.map(\.typeName).joined(separator: ", ")
        return EvaluationError(.noSuchOverload, "no such overload: \(function)(\(types))")
    }
}

/// What an evaluation depends on that is not known.
public struct UnknownSet: Sendable, Hashable {
    /// The host's reason bits of all unknown slots that matter, united.
    public private(set) var reasons: UInt64
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(reasons: UInt64, slot: Int) {
        self.reasons = reasons
        if slot < 64 { low = 1 << UInt64(slot) } else { high = 1 << UInt64(min(slot - 64, 63)) }
    }

    /// The unknown slots that matter, in order. Slots from 127 on are given as 127.
    public var slots: [Int] {
        (0..<64).filter { low >> UInt64($0) & 1 == 1 } + (0..<64).filter { high >> UInt64($0) & 1 == 1 }.map { $0 + 64 }
    }

    mutating func formUnion(_ other: UnknownSet) {
        reasons |= other.reasons
        low |= other.low
        high |= other.high
    }
}

/// The outcome of an evaluation.
public enum EvaluationResult: Sendable {
    /// A value.
    case value(Value)
    /// It depends on slots that are unknown.
    case unknown(UnknownSet)
    /// It failed.
    case error(EvaluationError)
}

/// Why a node of a plan has no value.
enum Failure: Error {
    case unknown(UnknownSet)
    case error(EvaluationError)

    /// Unknowns are united and outweigh errors; of two errors the first counts.
    func merged(_ other: Failure?) -> Failure {
        guard let other else { return self }
        switch (self, other) {
        case (.unknown(var left), .unknown(let right)):
            left.formUnion(right)
            return .unknown(left)
        case (.unknown, .error), (.error, .error): return self
        case (.error, .unknown): return other
        }
    }

    var truth: Truth {
        switch self {
        case .unknown: .unknown
        case .error: .failed
        }
    }

    var state: ResultState {
        switch self {
        case .unknown: .unknown
        case .error: .failed
        }
    }
}
