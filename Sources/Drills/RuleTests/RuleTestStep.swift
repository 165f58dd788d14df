import Telemetry

/// One transition that the engine made.
package struct RuleTestStep: Sendable {
    /// Since the test's start, whole milliseconds.
    package var at: Interval
    package var alarm: AlarmID
    package var transition: RuleTestTransition
    /// What was told; nil for unknown and known, which are seen and not told.
    package var change: AlarmChange?
}

extension Interval {
    /// Cut to whole milliseconds: stamps of inputs that come together lie nanoseconds apart.
    var inWholeMilliseconds: Interval {
        Interval(nanoseconds: nanoseconds / 1_000_000 * 1_000_000)
    }
}
