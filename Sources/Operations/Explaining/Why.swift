import CommandLog
import RuleEngine
import Store
import Telemetry

/// Why an alarm made a step, from the moment at which it did.
package struct WhyStep {
    /// The log entry that tells of it.
    package var entry: LogEntry
    package var code: String
    package var change: AlarmChange
    /// What decided; nil for alarms that no rule raises.
    package var explained: RuleEngine.ExplainedStep?
    /// Of the rule's series.
    package var sources: [SourceFacts]
    /// Of a rule about events: what it made of the event.
    package var event: WhyNotAnswer.EventAnswer?
    /// A timer decided, not the input itself.
    package var byTimer: Bool
    package var provenance: Provenance
    /// The configuration that was in force; nil before the first.
    package var loaded: LoadedCity?
    package var isExercise: Bool
    /// Inputs that were folded to find it.
    package var replayedInputs: Int64
    /// The entry that the journal leads to is the stored one, byte for byte.
    package var isProven: Bool
}

extension Past {
    /// Codes of entries that begin an alarm.
    private static let raises: Set<String> = [
        "incident_raised", "alarm_joined", "incident_upgraded", "incident_reopened", "alarm_raised_late",
        "incident_found_late",
    ]
    /// Codes of entries that end one.
    private static let clears: Set<String> = ["alarm_cleared", "alarm_condition_ended", "alarm_retracted"]

    /// The newest raise of an alarm, and its end where it has one.
    ///
    /// - Parameter moment: what was logged later is not looked at.
    /// - Throws: `ExplanationFailure`, `StoreError`, `StartError`, `ConfigurationProblems`.
    package func why(_ alarm: AlarmID, notAfter moment: Timestamp = .distantFuture) throws -> [WhyStep] {
        var text: [UInt8] = []
        LogJSON.append(name: "alert", .text(alarm.alert), to: &text)
        text.append(UInt8(ascii: ","))
        LogJSON.append(name: "key", .text(alarm.key), to: &text)
        let wanted = String(decoding: text, as: UTF8.self)
        var through = Int64.max
        var ended: LogEntry?
        while true {
            let found = try reader.newestLog(
                containing: wanted, through: through, notAfter: moment, limit: 200
            ).map(\.entry)
            for entry in found {
                guard let told = LogAlarm(entry.line), told.evidence != nil else { continue }
                if Past.clears.contains(told.code) { ended = entry }
                if Past.raises.contains(told.code) {
                    return try [entry, ended].compactMap { $0 }.map { try why($0) }
                }
            }
            guard let last = found.last, last.seq > 1 else { break }
            through = last.seq - 1
        }
        if let ended { return [try why(ended)] }
        throw ExplanationFailure.unknownAlarm("\(alarm.alert)/\(alarm.key)")
    }

    /// The alarm of a log entry that tells of one.
    package func why(entry number: Int64) throws -> WhyStep {
        guard let entry = try reader.logEntry(number)?.entry, LogAlarm(entry.line)?.evidence != nil else {
            throw ExplanationFailure.noAlarmEntry(number)
        }
        return try why(entry)
    }

    /// Every alarm that an incident's log tells of, in the order of their first raises; where rules raised some, without those
    /// that people reported.
    package func alarms(ofIncident id: String) throws(StoreError) -> [AlarmID] {
        var alarms: [AlarmID] = []
        for row in try reader.log(incident: id) {
            guard let told = LogAlarm(row.entry.line), told.evidence != nil, !alarms.contains(told.alarm) else {
                continue
            }
            alarms.append(told.alarm)
        }
        let ofRules = alarms.filter { !$0.isReportedByPeople }
        return ofRules.isEmpty ? alarms : ofRules
    }

    private func why(_ entry: LogEntry) throws -> WhyStep {
        guard let told = LogAlarm(entry.line) else { throw ExplanationFailure.noAlarmEntry(entry.seq) }
        if told.alarm.isReportedByPeople { throw ExplanationFailure.reportedByPeople(entry: entry.seq) }
        var (caught, outcome) = try find(told, entry, notAfter: entry.at)
        // What alarm management held back was decided before it was told.
        if caught?.match != .evidence, let onset = told.eventTime, onset < entry.at,
            let earlier = try? find(told, entry, notAfter: onset), earlier.caught?.match == .evidence
        {
            (caught, outcome) = earlier
        }
        guard let caught, caught.match > .alarm || caught.change.at == entry.at, let made = outcome.entry else {
            throw ExplanationFailure.disagrees(entry: entry.seq)
        }
        var step = WhyStep(
            entry: entry, code: told.code, change: caught.change, explained: caught.explained, sources: [],
            event: caught.event, byTimer: caught.byTimer,
            provenance: Provenance(outcome.fold.loaded, rulePath: caught.explained?.rule.path, input: caught.input),
            loaded: outcome.fold.loaded, isExercise: outcome.fold.isExercise, replayedInputs: outcome.replayedInputs,
            isProven: made.line == entry.line && made.hash == entry.hash)
        guard step.isProven else { throw ExplanationFailure.disagrees(entry: entry.seq) }
        step.provenance.segment = try segment(of: caught.input)
        step.sources = try (caught.explained?.series?.sources ?? []).map {
            try SourceFacts($0, at: caught.change.at, reader: reader)
        }
        return step
    }

    /// The step that an entry tells of, with the fold that led to both.
    ///
    /// - Parameter moment: the fold begins with a snapshot of then or before.
    private func find(
        _ told: LogAlarm, _ entry: LogEntry, notAfter moment: Timestamp
    ) throws -> (caught: Caught?, outcome: (fold: Fold, entry: LogEntry?, replayedInputs: Int64)) {
        var caught: Caught?
        let outcome = try replay(to: entry, notAfter: moment) { change, engine, event, input, at in
            guard change.alarm == told.alarm else { return }
            // Of several steps it is the newest that fits best.
            let match = told.match(change)
            guard match >= caught?.match ?? .alarm else { return }
            caught = Caught(change, engine, event, match: match, input: input, byTimer: change.at != at)
        }
        return (caught, outcome)
    }

    /// A step as it was when it was made.
    private struct Caught {
        var change: AlarmChange
        var match: LogAlarm.Match
        var explained: RuleEngine.ExplainedStep?
        var event: WhyNotAnswer.EventAnswer?
        var input: Int64
        var byTimer: Bool

        init(
            _ change: AlarmChange, _ engine: RuleEngine, _ event: EventObject?, match: LogAlarm.Match, input: Int64,
            byTimer: Bool
        ) {
            self.change = change
            self.match = match
            self.input = input
            self.byTimer = byTimer
            explained = engine.explain(change)
            if explained?.rule.subject == "event", let event, event.receivedAt == change.at {
                let condition = engine.explain(alert: change.alarm.alert, event: event).first?.condition
                self.event = WhyNotAnswer.EventAnswer(event: event, condition: condition)
            }
        }
    }

    /// The entry that holds the hash of the segment with an input.
    func segment(of input: Int64) throws(StoreError) -> Provenance.Segment? {
        let length = Int64(JournalSegmentHasher.segmentInputs)
        let first = (max(1, input) - 1) / length * length + 1
        guard try reader.cursor().journalSequence >= first + length - 1 else { return nil }
        let found = try reader.newestLog(containing: "\"first_input\":\(first),", notAfter: .distantFuture, limit: 1)
        guard let entry = found.first?.entry, let hash = LogAlarm.segmentHash(entry.line) else { return nil }
        return Provenance.Segment(entry: entry.seq, sha256: hash)
    }
}
