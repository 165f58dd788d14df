/// One variable of a frame.
public struct Slot {
    /// What is known about the variable.
    public enum State: UInt8, Sendable {
        /// Not asked for yet: the resolver is called when it is needed.
        case pending
        /// `value` holds it.
        case value
        /// Unknown; the reasons are in `value` as an uint.
        case unknown
        /// The host could not supply it; the message is in `value` as a string.
        case failed
    }

    /// The value, or what the state says.
    public var value: Value
    /// What is known.
    public var state: State

    /// A pending slot.
    public init() {
        value = .null
        state = .pending
    }
}
