import Telemetry

/// What an input caused, in order; the owner carries it out in the transaction of that input.
package enum IncidentAction: Hashable, Sendable {
    /// A new entry of the command log.
    case log(LogFact)
    /// A new row of the outbox.
    case deliver(OutboundMessage)
    /// The rule engine resets this alarm's latch.
    case resetLatch(AlarmID)
    /// The incident's stored view is out of date; told once an input for each incident, after its log entries.
    case changed(incidentID: String)
}
