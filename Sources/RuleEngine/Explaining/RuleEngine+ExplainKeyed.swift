import CEL
import Matching
import Telemetry

/// Where rules over events, raises and the order of alerts stand.
extension RuleEngine {
    /// - Parameter own: the station's series.
    func explainKeyed(_ index: Int, station: String, series own: [Int], at: Timestamp) -> [ExplainedKeyed] {
        let rule = rules.rules[index]
        var keys: Set<String> = []
        for position in keyed.indices where keyed[position].rule == index && keyed[position].words.station == station {
            keys.insert(keyed[position].alarm.key)
        }
        if rule.subject != .event {
            for series in own { keys.insert(words(of: series).key(by: rule.by)) }
            if own.isEmpty, registry.station(station) != nil {
                let words = table.words(station: station, district: "", domain: "", quantity: "", unit: "")
                keys.insert(words.key(by: rule.by))
            }
        }
        let all = keys.sorted().map { explainKeyed(index, key: $0, at: at) }
        // A station has many quantities, and a rule counts few: keys under which something came say more.
        let some = all.filter { $0.verdict != .nothingCame }
        return some.isEmpty ? Array(all.prefix(1)) : some
    }

    private func explainKeyed(_ index: Int, key: String, at: Timestamp) -> ExplainedKeyed {
        let rule = rules.rules[index]
        let alarm = AlarmID(alert: rule.alert, key: key)
        guard let position = keyedIndex[alarm] else {
            return ExplainedKeyed(
                alarm: alarm, verdict: .nothingCame, isUnverified: false, onset: nil, lastRaise: nil, due: nil,
                raises: [], members: [], condition: nil)
        }
        return explain(keyed: position, rule, at: at)
    }

    func explain(keyed position: Int, _ rule: CompiledRule, at: Timestamp) -> ExplainedKeyed {
        let alarm = keyed[position]
        func time(_ nanoseconds: Int64) -> Timestamp? {
            nanoseconds == .min || nanoseconds == .max ? nil : Timestamp(nanoseconds: nanoseconds)
        }
        var condition: ExplainedCondition?
        if case .over = rule.subject {
            beginOver(position, now: at.nanoseconds)
            condition = explain(
                rule.condition, text: rule.expressionText, isClear: false, wanted: !alarm.isOn, rule: rule,
                words: alarm.words, on: .over)
        }
        return ExplainedKeyed(
            alarm: alarm.alarm, verdict: verdict(alarm, rule, condition, now: at.nanoseconds),
            isUnverified: alarm.isUnverified, onset: alarm.isOn ? time(alarm.onset) : nil,
            lastRaise: time(alarm.lastRaise), due: time(min(alarm.due, alarm.clearDue)),
            raises: alarm.raises.suffix(ExplainedSource.limit).map { raise in
                ExplainedKeyed.Raise(
                    at: Timestamp(nanoseconds: raise.at),
                    eventTime: Timestamp(nanoseconds: raise.role == .counted ? raise.at : raise.eventTime),
                    station: raise.words.station, role: "\(raise.role)", deadline: time(raise.deadline))
            },
            members: alarm.members.sorted(), condition: condition)
    }

    private func verdict(
        _ alarm: KeyedAlarm, _ rule: CompiledRule, _ condition: ExplainedCondition?, now: Int64
    ) -> ExplainedKeyed.Verdict {
        if alarm.isOn { return alarm.isClearing || alarm.clearDue != .max ? .clearing : .on }
        if rule.sequence != nil {
            let waits = alarm.raises.contains { $0.role == .first && $0.deadline != .max }
            return waits ? .waitsForSecond : (alarm.raises.isEmpty ? .nothingCame : .blocked)
        }
        if let cooldown = rule.cooldownNanoseconds, alarm.lastRaise != .min,
            saturatingSubtract(now, alarm.lastRaise) <= cooldown
        {
            return .cooldown
        }
        switch condition?.truth {
        case .unknown?, .error?: return .unknown
        case .holds?, .fails?: return .blocked
        case nil: return alarm.lastRaise == .min ? .nothingCame : .blocked
        }
    }

    // MARK: Events

    /// What every rule of a name makes of one event; empty where none is about it.
    package func explain(alert: String, event: EventObject) -> [(rule: ExplainedRule, condition: ExplainedCondition)] {
        let words = table.words(
            station: event.station, district: event.district, domain: event.domain, quantity: event.quantity, unit: "")
        defer { currentEvent = nil }
        return table.eventRules.filter { rules.rules[$0].alert == alert && rules.rules[$0].match.matches(words) }.map {
            let rule = rules.rules[$0]
            beginEvent(event, words, now: event.receivedAt.nanoseconds)
            let condition = explain(
                rule.condition, text: rule.expressionText, isClear: false, wanted: true, rule: rule, words: words,
                on: .event)
            return (ExplainedRule(rule), condition)
        }
    }

    // MARK: Steps

    /// The rule and what decided, of a step that was just told.
    package struct ExplainedStep: Hashable, Sendable {
        package var rule: ExplainedRule
        /// Of a rule about readings.
        package var series: ExplainedSeries?
        /// Of other rules.
        package var keyed: ExplainedKeyed?
    }

    /// Explains a step of an alarm from the state right after it; nil for alarms that no rule raises.
    package func explain(_ change: AlarmChange) -> ExplainedStep? {
        let candidates = rules.rules.indices.filter { index in
            let rule = rules.rules[index]
            return rule.origin == change.rule
                && (rule.alert == change.alarm.alert || rule.alert + RuleEngine.blindSuffix == change.alarm.alert)
        }
        for index in candidates {
            let rule = rules.rules[index]
            switch rule.subject {
            case .reading:
                for series in 0..<states.count {
                    let words = self.words(of: series)
                    guard words.station == change.station, words.quantity == change.quantity,
                        let cell = cell(ofRule: index, series: series)
                    else { continue }
                    return ExplainedStep(
                        rule: ExplainedRule(rule), series: explain(change, cell: cell, rule, series: series), keyed: nil
                    )
                }
            case .event, .over, .sequence:
                guard let position = keyedIndex[change.alarm] else { continue }
                return ExplainedStep(
                    rule: ExplainedRule(rule), series: nil, keyed: explain(keyed: position, rule, at: change.at))
            }
        }
        return nil
    }

    /// At the reading that decided: the newest one, or an earlier one that came late. What was found when earlier readings
    /// were judged again, at the reading with which the condition began to hold.
    private func explain(_ change: AlarmChange, cell: Int, _ rule: CompiledRule, series: Int) -> ExplainedSeries {
        let now = change.at.nanoseconds
        let told = change.evidence.first { $0.name == "event_time" }.flatMap { Timestamp(iso8601: $0.value) }
        let time = (change.isLate ? change.eventTime : told ?? change.eventTime).nanoseconds
        if time != states[series].newestEvent,
            let past = withPast(
                series, eventTime: time, now: now, { explain(cell: cell, rule, series: series, isPast: true, now: now) }
            )
        {
            return past
        }
        begin(series, now: now)
        return explain(cell: cell, rule, series: series, isPast: true, now: now)
    }
}
