import Configuration
import RuleEngine
import Telemetry

/// One test of a `_test.yaml` file, read and checked.
struct RuleTest {
    var name: String
    var node: ConfigurationNode
    /// The moment that the test's times count from.
    var start: Timestamp
    /// How long the clock runs.
    var end: Interval
    /// Sorted by time; of those that come together in the order written.
    var inputs: [RuleTestInput]
    var timeline: [TimelineEntry]
    /// The field itself, for its place; nil where the test has none.
    var timelineNode: ConfigurationNode?
    /// Alerts whose transitions are compared, sorted.
    var alerts: [String]
    /// Of those, the alerts for which `unknown` and `known` are compared.
    var watchedUnknown: Set<String>
    var expectations: [StateExpectation]
    var never: [String]
    var expressions: [ExpressionCheck]
    var covers: [CoverageKind]
    /// Readings go through the city's quality control before the rules.
    var isQualityControlled: Bool
    var context: RuleTestContext

    /// Every alert that the test speaks of.
    var named: [String] {
        Set(alerts + expectations.map(\.alert) + never).sorted()
    }
}

/// What a test runs on: rules compiled for a registry.
struct RuleTestContext {
    var rules: CompiledRules
    var registry: Registry
    var isOwnRegistry: Bool
}

/// Something that reaches the server.
struct RuleTestInput {
    enum Content {
        case message(topic: [UInt8], payload: [UInt8], qos: UInt8, retained: Bool)
        /// A person resets a latching alarm.
        case reset(AlarmID)
    }

    /// When it is received, since the start.
    var at: Interval
    var content: Content
    var node: ConfigurationNode
    /// When it was measured, since the start; nil for everything but readings.
    var eventTime: Interval?
    /// Came after a newer reading of its series; nil where that can't be told, as of raw bytes.
    var isLate = false
}

/// One line of a timeline.
struct TimelineEntry {
    var node: ConfigurationNode
    var at: Interval
    var atNode: ConfigurationNode
    /// Whether the entry writes its alert and its key, or takes them from the entry before.
    var namesAlert: Bool
    var namesKey: Bool
    var alarm: AlarmID
    var transition: RuleTestTransition
    var facts: [FactExpectation]
    /// Labels and annotations that are written are compared whole.
    var isExact: Bool
}

/// Something that a transition must say.
struct FactExpectation {
    enum Subject: Hashable {
        case label(String)
        /// `summary` in one language, or in either.
        case summary(Language?)
        case annotation(String)
        case evidence(String)
        /// When the condition began, in event time.
        case eventTime
        /// When it ended, of what is told as history or revised.
        case endedAt
        case value
        case isUnverified
        case isLate
    }

    enum Wanted {
        case text(TextPattern)
        case number(Double, within: Double)
        case flag(Bool)
        case interval(Interval)
    }

    var subject: Subject
    var wanted: Wanted
    var node: ConfigurationNode
}

/// Which keys of an alert are in a state at a moment.
struct StateExpectation {
    enum State: String, CaseIterable {
        case pending
        case firing
        case held
        case unknown
    }

    var node: ConfigurationNode
    var at: Interval
    var alert: String
    var state: State
    /// Sorted.
    var keys: [String]
}

/// What an expression is at a moment.
struct ExpressionCheck {
    enum Wanted {
        case number(Double, within: Double)
        case flag(Bool)
        case text(TextPattern)
        case unknown
    }

    var node: ConfigurationNode
    var at: Interval
    var probe: RuleProbe
    var wanted: Wanted
}

/// What a rule should be tested for.
package enum CoverageKind: String, Sendable, CaseIterable, Hashable {
    case raising
    case clearing
    case deadband
    case tooLittleData = "too_little_data"
    case silence
    case lateReading = "late_reading"

    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
