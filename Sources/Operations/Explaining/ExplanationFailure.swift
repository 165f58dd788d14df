import Telemetry

/// Why a past moment or an alarm can't be explained.
package enum ExplanationFailure: Error, Hashable, Sendable {
    /// The journal begins later, with this input: what came before is past its retention.
    case pastRetention(firstInput: Int64)
    /// Nothing had been recorded by then; the first input is of this time, nil where there is none at all.
    case beforeBeginning(Timestamp?)
    /// No rule of the configuration of that time has the name; those that there are.
    case unknownRule(String, known: [String])
    /// The station was neither registered nor heard by then.
    case unknownStation(String)
    /// The log tells of no raise of the alarm.
    case unknownAlarm(String)
    /// The entry tells of no alarm, or is not there.
    case noAlarmEntry(Int64)
    /// People reported it: no rule decided. The entry of the log that tells of it.
    case reportedByPeople(entry: Int64)
    /// The journal does not lead to this entry of the log as it is stored.
    case disagrees(entry: Int64)
    /// The journal can't be read after this input.
    case damaged(afterInput: Int64)
}
