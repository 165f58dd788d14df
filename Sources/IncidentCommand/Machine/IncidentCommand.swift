import Telemetry

/// Incidents and linkage as one pure state machine: alarm changes, answers, commands, reports of channels and timers go
/// in; log entries and messages come out. It reads no clock and no file, and the same inputs give the same actions.
package struct IncidentCommand: Sendable {
    package private(set) var linkage: Linkage
    package let utcOffsetMinutes: Int
    /// In the order they were raised; closed ones are kept until `closedLimit` newer are closed.
    package internal(set) var incidents: [Incident] = []

    /// - Parameter utcOffsetMinutes: the city's offset, which decides the year in ids.
    package init(linkage: Linkage, utcOffsetMinutes: Int) {
        self.linkage = linkage
        self.utcOffsetMinutes = utcOffsetMinutes
    }

    package func incident(_ id: String) -> Incident? { incidents.first { $0.id == id } }

    package mutating func apply(_ change: AlarmChange, into actions: inout [IncidentAction]) {}
    package mutating func apply(
        _ command: OfficerCommand, at: Timestamp, into actions: inout [IncidentAction]
    ) -> CommandOutcome { .accepted }
    package mutating func apply(_ answer: DepartmentAnswer, at: Timestamp, into actions: inout [IncidentAction]) {}
    package mutating func apply(_ report: HandOverReport, at: Timestamp, into actions: inout [IncidentAction]) {}
    package mutating func restarted(gapFrom: Timestamp, at: Timestamp, into actions: inout [IncidentAction]) {}
    package var nextDue: Timestamp { .distantFuture }
    package mutating func fireNextTimer(into actions: inout [IncidentAction]) {}
    package mutating func replaceLinkage(_ linkage: Linkage, at: Timestamp, into actions: inout [IncidentAction]) {
        self.linkage = linkage
    }
    package func encodeSnapshot(into writer: inout ByteWriter) {}
    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {}
}
