import CEL
import Matching
import Telemetry

/// A rule that is ready to run.
struct CompiledRule: Sendable {
    enum Subject: Sendable, Equatable {
        case reading
        case event
        case over(alert: String)
        case sequence(AlertSequence)
    }

    var alert: String
    var subject: Subject
    var match: SourceMatch
    var by: [SourceField]
    var condition: Program
    /// Nil: the alarm clears when the condition is false.
    var clear: Program?
    var onDelayNanoseconds: Int64
    var offDelayNanoseconds: Int64
    var latching: Bool
    var cooldownNanoseconds: Int64?
    var decidesOnReadings: Bool
    var parameters: [Parameter]
    /// An alarm says that the condition has not been known for so long; nil where none does.
    var blindAfterNanoseconds: Int64?
    /// Slots that the rule's expressions and texts use, sorted.
    var slots: [Int]
    /// Silences at which the condition can change, nanoseconds, sorted; empty where `silence()` is not called.
    var silencePoints: [Int64]
    /// The condition depends on silence and constants only: a reading cannot make it true.
    var isAboutSilence: Bool
    var hazard: String
    var colour: WarningColour?
    var lifeSafety: Bool
    var labels: [AlarmChange.Label]
    var annotations: [AlarmChange.Label]
    var chinese: Template?
    var english: Template?
    /// Path and hash of the file.
    var origin: String
    var expressionText: String
    var clearText: String?

    /// Looked at by those who ask, and never raises anything.
    var isProbe: Bool { origin == RuleProbe.path }

    /// Nil where the rule is about anything else.
    var sequence: AlertSequence? {
        if case .sequence(let sequence) = subject { return sequence }
        return nil
    }

    /// One of the rule's numbers, with the slot it is read from.
    struct Parameter: Sendable {
        var name: String
        var slot: Int
        var value: ParameterValue?
        var stations: [String: ParameterValue]
    }

    /// How long an alarm over events stays on where the rule does not say, nanoseconds.
    static let eventOffDelayNanoseconds: Int64 = 15 * 60 * 1_000_000_000
}
