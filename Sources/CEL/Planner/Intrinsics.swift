/// A call of an intrinsic with constant arguments, to be given a slot by the host.
public struct IntrinsicCall: Sendable {
    /// The function's name.
    public let name: String
    /// The constant arguments.
    public let arguments: [Value]
    /// The declared type of the result.
    public let resultType: ValueType
}

/// Why the host does not give an intrinsic call a slot.
public struct IntrinsicRefusal: Error, Sendable {
    /// What is wrong, a sentence without its full stop.
    public let message: String
    /// What to write instead.
    public let remedy: String?
    /// The argument that it is about, from 0; nil for the whole call.
    public let argument: Int?

    /// A refusal with what to write instead.
    public init(_ message: String, remedy: String? = nil, argument: Int? = 0) {
        self.message = message
        self.remedy = remedy
        self.argument = argument
    }
}

/// Gives a slot to an intrinsic call.
public typealias IntrinsicResolver = (_ call: IntrinsicCall) throws(IntrinsicRefusal) -> Int
