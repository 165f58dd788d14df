import Telemetry

/// What can happen to an alarm, as rule tests write it after `to:`.
package enum RuleTestTransition: String, Sendable, CaseIterable {
    /// The condition holds; `for` runs.
    case pending
    /// The condition ended before `for` had passed.
    case dropped
    /// Raised.
    case firing
    /// An alarm that is on rings again.
    case again
    /// On; its source is lost or its condition unknown.
    case held
    /// Known again, still on.
    case restored
    /// Cleared.
    case resolved
    /// Not on, and its condition can't be decided.
    case unknown
    /// Its condition can be decided again.
    case known
    /// Raised when it was over already.
    case history
    /// Late data showed that it should not have been.
    case retracted
    /// Late data showed other times.
    case revised

    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
