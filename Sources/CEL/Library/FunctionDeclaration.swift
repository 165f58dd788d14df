/// One signature of a function.
public struct Overload: Sendable {
    /// What a host's function does. The arguments have the declared types.
    public typealias Implementation = @Sendable (_ arguments: [Value]) throws(EvaluationError) -> Value

    /// Types of the arguments; a member's target is the first.
    public let parameters: [ValueType]
    /// Type of the result.
    public let result: ValueType
    /// Whether it is called `target.name(…)`.
    public let isMember: Bool
    /// The host's implementation; nil for signatures that are only checked.
    public let implementation: Implementation?

    /// Declares a signature. Type parameters are written `.parameter("T")`.
    public init(
        _ parameters: [ValueType], _ result: ValueType, isMember: Bool = false,
        implementation: Implementation? = nil
    ) {
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
        self.implementation = implementation
    }

    /// Whether a type parameter occurs in it.
    var isGeneric: Bool { result.mentionsParameter || parameters.contains(where: \.mentionsParameter) }
}

extension ValueType {
    var mentionsParameter: Bool {
        switch self {
        case .parameter: true
        case .list(let inner), .optional(let inner), .wrapper(let inner), .type(let inner): inner.mentionsParameter
        case .map(let key, let value): key.mentionsParameter || value.mentionsParameter
        case .opaque(_, let parameters): parameters.contains(where: \.mentionsParameter)
        default: false
        }
    }
}

/// A function's name, signatures and what it does.
struct FunctionDeclaration: Sendable {
    typealias One = @Sendable (Value) throws(EvaluationError) -> Value
    typealias Two = @Sendable (Value, Value) throws(EvaluationError) -> Value
    typealias Three = @Sendable (Value, Value, Value) throws(EvaluationError) -> Value
    typealias Many = @Sendable ([Value]) throws(EvaluationError) -> Value

    let name: String
    var overloads: [Overload]
    /// Implementations of the language's own functions, by number of arguments; they look at the types themselves.
    var one: One?
    var two: Two?
    var three: Three?
    var many: Many?
    /// A call with constant arguments becomes a slot when it is compiled.
    var isIntrinsic = false
    /// Which arguments of an intrinsic are constant and make its slot; nil where all are and the call is the slot. The
    /// implementation is given the other arguments and then the slot's value.
    var slotArguments: Range<Int>?
    /// Takes any number of numbers beyond what its overloads say.
    var isVariadic = false
    /// Same arguments, same result: may be folded when it is compiled.
    var isPure = true
}

/// The parts of the library that an environment may have.
public enum Library: String, Sendable, CaseIterable {
    /// Operators, conversions, strings, times.
    case standard
    /// `charAt`, `format`, `split`, …
    case strings
    /// `math.greatest`, `math.ceil`, …
    case math
    /// `base64.encode`, `base64.decode`.
    case encoders
    /// `optional.of`, `m.?field`, …
    case optionals
    /// `ip`, `cidr`, …
    case network
}
