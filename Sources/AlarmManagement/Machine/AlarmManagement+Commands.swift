import Telemetry

extension AlarmManagement {
    /// Carries out what an officer ordered; a refusal is logged too.
    package mutating func apply(
        _ command: AlarmCommand, at now: Timestamp, into output: inout Output
    ) -> AlarmCommandOutcome {
        let outcome = carryOut(command, at: now, &output)
        if case .refused(let refusal) = outcome {
            output.facts.append(
                LogFact(
                    "alarm_command_refused",
                    fields: [
                        .init("command", .text(command.name)), .init("by", .text(command.by)),
                        .init("reason", .text(refusal.rawValue)),
                    ]))
        }
        return outcome
    }

    private mutating func carryOut(
        _ command: AlarmCommand, at now: Timestamp, _ output: inout Output
    ) -> AlarmCommandOutcome {
        if command.by.isBlank { return .refused(.personMissing) }
        if command.reason.isBlank { return .refused(.reasonMissing) }
        switch command.kind {
        case .shelve(let id, let seconds):
            guard let limit = rules.longestShelving else { return .refused(.notAllowed) }
            guard let alarm = alarms[id] else { return .refused(.unknownAlarm) }
            if alarm.raised.lifeSafety { return .refused(.lifeSafety) }
            guard isAllowed(seconds, limit) else { return .refused(.wrongLength) }
            let matcher = AlarmMatcher(alert: [id.alert], key: [id.key])
            return begin(.shelved, matcher, command, until: now + Interval(seconds: seconds), at: now, &output)
        case .silence(let matcher, let seconds):
            guard let limit = rules.longestSilence else { return .refused(.notAllowed) }
            if matcher.isEmpty { return .refused(.matchesEverything) }
            guard isAllowed(seconds, limit) else { return .refused(.wrongLength) }
            return begin(.silenced, matcher, command, until: now + Interval(seconds: seconds), at: now, &output)
        case .takeOutOfService(let matcher, let seconds):
            guard rules.longestShelving != nil || rules.longestSilence != nil else { return .refused(.notAllowed) }
            if matcher.isEmpty { return .refused(.matchesEverything) }
            if let seconds, !isAllowed(seconds, .longest) { return .refused(.wrongLength) }
            let until = seconds.map { now + Interval(seconds: $0) }
            return begin(.outOfService, matcher, command, until: until, at: now, &output)
        case .end(let id):
            guard let index = suppressions.firstIndex(where: { $0.id == id }) else {
                return .refused(.unknownSuppression)
            }
            let ended = suppressions[index]
            end(index, cause: "ended", by: command.by, reason: command.reason, at: now, &output)
            return .accepted(ended)
        }
    }

    private func isAllowed(_ seconds: Int64, _ limit: Interval) -> Bool {
        seconds > 0 && Interval(seconds: seconds) <= limit
    }

    private mutating func begin(
        _ kind: Suppression.Kind, _ matcher: AlarmMatcher, _ command: AlarmCommand, until: Timestamp?,
        at now: Timestamp, _ output: inout Output
    ) -> AlarmCommandOutcome {
        guard suppressions.count < rules.suppressionLimit else { return .refused(.tooMany) }
        suppressionCount += 1
        let digits = String(suppressionCount)
        var suppression = Suppression(
            id: "S-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits, kind: kind, matcher: matcher,
            by: command.by, reason: command.reason, from: now, until: until, withheld: 0)
        if let until { suppression.timer = timers.schedule(until, .suppression(suppression.id)) }
        suppressions.append(suppression)
        output.facts.append(LogFact("suppression_began", fields: fields(suppression)))
        return .accepted(suppression)
    }

    mutating func end(
        _ index: Int, cause: String, by person: String?, reason: String?, at now: Timestamp, _ output: inout Output
    ) {
        var ended = suppressions.remove(at: index)
        timers.cancel(&ended.timer)
        output.facts.append(
            LogFact(
                "suppression_ended",
                fields: [
                    .init("suppression", .text(ended.id)), .init("kind", .text(ended.kind.rawValue)),
                    .init("cause", .text(cause)), .init("by", person.map { .text($0) } ?? .null),
                    .init("reason", reason.map { .text($0) } ?? .null),
                    .init("withheld", .integer(Int64(ended.withheld))),
                ]))
        lookAtWithheld(at: now, &output)
    }
}
