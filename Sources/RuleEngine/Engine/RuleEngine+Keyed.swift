import CEL
import Matching
import Telemetry

/// Alarms over events, over raises, and over messages that nobody can read.
extension RuleEngine {
    // MARK: Events

    /// Decides about one event: every rule `on: event` that matches and holds rings, once per event, or per `cooldown`.
    /// A life-safety rule whose condition cannot be decided rings too, unverified.
    package func apply(_ event: EventObject, into changes: inout [AlarmChange]) {
        guard !table.eventRules.isEmpty else { return }
        let words = table.words(
            station: event.station, district: event.district, domain: event.domain, quantity: event.quantity, unit: "")
        let now = event.receivedAt.nanoseconds
        for index in table.eventRules where rules.rules[index].match.matches(words) {
            beginEvent(event, words, now: now)
            let rule = rules.rules[index]
            let isUnverified: Bool
            switch rule.condition.evaluateCondition(frames.event) {
            case .no: continue
            case .yes: isUnverified = !event.marks.isDisjoint(with: [.unverified, .clockDisbelieved])
            case .unknown, .failed:
                failedEvaluations += 1
                guard isLifeSafety(rule, words) else { continue }
                isUnverified = true
            }
            ring(index, words, eventTime: event.eventTime.nanoseconds, now: now, isUnverified, &changes)
        }
        currentEvent = nil
    }

    /// - Parameter event: nil where an alarm clears by itself.
    func beginEvent(_ event: EventObject?, _ words: SourceWords, now: Int64) {
        currentEvent = event
        currentWords = words
        current.now = now
        for slot in table.eventPendingSlots { frames.event.setPending(at: slot) }
    }

    func resolveEvent(_ frame: Frame, _ slot: Int) {
        guard let event = currentEvent else {
            frame.setUnknown(reasons: UnknownReason.noReading, at: slot)
            return
        }
        switch slot {
        case RuleEnvironment.Word.event: frame.set(RuleEngine.members(of: event), at: slot)
        case RuleEnvironment.Word.eventID: frame.setString(event.id, at: slot)
        case RuleEnvironment.Word.eventTime:
            frame.set(.timestamp(Value.Timestamp(nanosecondsSince1970: event.eventTime.nanoseconds)), at: slot)
        case RuleEnvironment.Word.station...RuleEnvironment.Word.placeName:
            frame.setString(word(slot, currentWords), at: slot)
        default:
            if let value = eventConstant(slot) {
                frame.setDouble(value, at: slot)
            } else {
                frame.setUnknown(reasons: UnknownReason.noThreshold, at: slot)
            }
        }
    }

    private func eventConstant(_ slot: Int) -> Double? {
        if let threshold = rules.eventThresholds.first(where: { $0.slot == slot }) {
            return registry.station(currentWords.station)?.quantity(currentWords.quantity)?.threshold(threshold.name)?
                .value
        }
        for index in table.eventRules {
            for parameter in rules.rules[index].parameters where parameter.slot == slot {
                return (parameter.stations[currentWords.station] ?? parameter.value)?.value
            }
        }
        return nil
    }

    private static func members(of event: EventObject) -> Value {
        var keys: [Value] = []
        var values: [Value] = []
        var seen: Set<String> = []
        for member in event.members where seen.insert(member.name).inserted {
            keys.append(.string(member.name))
            switch member.value {
            case .number(let number): values.append(.double(number))
            case .text(let text): values.append(.string(text))
            case .boolean(let flag): values.append(.bool(flag))
            }
        }
        return .map(Value.Map(keys: keys, values: values) ?? Value.Map())
    }

    private func ring(
        _ index: Int, _ words: SourceWords, eventTime: Int64, now: Int64, _ isUnverified: Bool,
        _ changes: inout [AlarmChange]
    ) {
        let rule = rules.rules[index]
        let alarm = AlarmID(alert: rule.alert, key: words.key(by: rule.by))
        guard let position = keyedAlarm(alarm, rule: index, words: words) else {
            changes.append(eventChange(.raised, rule, alarm, words, eventTime: eventTime, now: now, isUnverified))
            return
        }
        let last = keyed[position].lastRaise
        if let cooldown = rule.cooldownNanoseconds, last != .min, saturatingSubtract(now, last) <= cooldown { return }
        if !keyed[position].isOn { keyed[position].onset = eventTime }
        keyed[position].words = words
        keyed[position].isOn = true
        keyed[position].isUnverified = isUnverified
        keyed[position].lastRaise = now
        if !rule.latching {
            keyed[position].isClearing = true
            armKeyed(position, due: saturatingAdd(now, rule.offDelayNanoseconds))
        }
        let change = eventChange(.raised, rule, alarm, words, eventTime: eventTime, now: now, isUnverified)
        changes.append(change)
        follow(change, words: words, isRepeated: false, &changes)
    }

    private func eventChange(
        _ kind: AlarmChange.Kind, _ rule: CompiledRule, _ alarm: AlarmID, _ words: SourceWords, eventTime: Int64,
        now: Int64, _ isUnverified: Bool
    ) -> AlarmChange {
        var evidence = [AlarmChange.Label(name: "expr", value: rule.expressionText)]
        if let event = currentEvent {
            if !event.id.isEmpty { evidence.append(.init(name: "id", value: String(event.id.prefix(200)))) }
            for member in event.members.prefix(16) {
                let text =
                    switch member.value {
                    case .number(let number): "\(number)"
                    case .text(let text): String(text.prefix(200))
                    case .boolean(let flag): flag ? "true" : "false"
                    }
                evidence.append(.init(name: "event.\(member.name)", value: text))
            }
        }
        evidence += rule.annotations
        return AlarmChange(
            kind: kind, alarm: alarm, at: Timestamp(nanoseconds: now), eventTime: Timestamp(nanoseconds: eventTime),
            hazard: rule.hazard, place: words.place, district: words.district, colour: rule.colour,
            station: words.station, quantity: words.quantity, value: nil, unit: "", latching: rule.latching,
            lifeSafety: isLifeSafety(rule, words), unverified: isUnverified, labels: rule.labels,
            summary: summary(of: rule, alarm, frames.event), evidence: evidence, rule: rule.origin)
    }

    // MARK: Clearing

    func armKeyed(_ position: Int, due: Int64) {
        keyed[position].due = due
        guard keyed[position].armed > due else { return }
        keyed[position].armed = due
        timers.push(due: due, id: TimerID(.keyed(position)))
    }

    func fireKeyed(_ position: Int, due: Int64, _ changes: inout [AlarmChange]) {
        guard keyed[position].armed == due else { return }
        keyed[position].armed = .max
        guard keyed[position].due <= due else {
            if keyed[position].due != .max { armKeyed(position, due: keyed[position].due) }
            return
        }
        keyed[position].due = .max
        if keyed[position].rule.map({ rules.rules[$0].sequence != nil }) ?? false {
            fireSequence(position, due: due, &changes)
        } else if keyed[position].isClearing {
            clearKeyed(position, now: due, &changes)
        } else {
            reviewOver(position, now: due, &changes)
        }
    }

    func clearKeyed(_ position: Int, now: Int64, _ changes: inout [AlarmChange]) {
        keyed[position].due = .max
        keyed[position].isClearing = false
        guard keyed[position].isOn else { return }
        keyed[position].isOn = false
        let alarm = keyed[position]
        guard let index = alarm.rule else {
            changes.append(unreadableChange(.cleared, alarm, reason: "", now: now))
            return
        }
        let rule = rules.rules[index]
        switch rule.subject {
        case .event, .reading:
            beginEvent(nil, alarm.words, now: now)
            let change = eventChange(
                .cleared, rule, alarm.alarm, alarm.words, eventTime: now, now: now, alarm.isUnverified)
            changes.append(change)
            follow(change, words: alarm.words, isRepeated: false, &changes)
        case .over, .sequence:
            tellOver(.cleared, position, now: now, &changes)
        }
    }
}
