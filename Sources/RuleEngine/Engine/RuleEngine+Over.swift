import CEL
import Matching
import Telemetry

/// Rules over the raises of another alert: three gauges of a district within ten minutes.
extension RuleEngine {
    /// Index of an alarm's state, made where it is new; nil where there are too many.
    func keyedAlarm(_ alarm: AlarmID, rule: Int?, words: SourceWords) -> Int? {
        if let known = keyedIndex[alarm] { return known }
        guard keyed.count < RuleEngine.keyedLimit else { return nil }
        keyed.append(KeyedAlarm(rule: rule, alarm: alarm, words: words))
        keyedIndex[alarm] = keyed.count - 1
        return keyed.count - 1
    }

    func noteRaise(_ change: AlarmChange, _ words: SourceWords, rule index: Int, _ changes: inout [AlarmChange]) {
        let rule = rules.rules[index]
        let alarm = AlarmID(alert: rule.alert, key: words.key(by: rule.by))
        guard let position = keyedAlarm(alarm, rule: index, words: words) else { return }
        let now = change.at.nanoseconds
        keyed[position].words = words
        keyed[position].members.insert(change.alarm.key)
        keyed[position].raises.append(.init(at: now, words: words))
        forgetOldRaises(position, now: now)
        let wasOn = keyed[position].isOn
        let last = keyed[position].lastRaise
        let hasCooledDown: Bool
        if let cooldown = rule.cooldownNanoseconds {
            hasCooledDown = last == .min || saturatingSubtract(now, last) > cooldown
        } else {
            hasCooledDown = !wasOn
        }
        guard hasCooledDown, overHolds(position, now: now) else {
            if wasOn { reviewOver(position, now: now, &changes) }
            return
        }
        keyed[position].isUnverified = change.unverified
        keyed[position].lastRaise = now
        if !wasOn { keyed[position].onset = change.eventTime.nanoseconds }
        keyed[position].isOn = true
        tellOver(.raised, position, now: now, &changes)
        reviewOver(position, now: now, &changes)
    }

    func noteClear(_ change: AlarmChange, _ words: SourceWords, rule index: Int, _ changes: inout [AlarmChange]) {
        let rule = rules.rules[index]
        let alarm = AlarmID(alert: rule.alert, key: words.key(by: rule.by))
        guard let position = keyedIndex[alarm] else { return }
        keyed[position].members.remove(change.alarm.key)
        if keyed[position].isOn { reviewOver(position, now: change.at.nanoseconds, &changes) }
    }

    /// An alarm over raises that is on clears when its condition no longer holds and none of the alarms counted is on.
    func reviewOver(_ position: Int, now: Int64, _ changes: inout [AlarmChange]) {
        guard let index = keyed[position].rule, keyed[position].isOn else { return }
        let rule = rules.rules[index]
        if rule.latching { return }
        forgetOldRaises(position, now: now)
        guard keyed[position].members.isEmpty else {
            keyed[position].due = .max
            keyed[position].isClearing = false
            return
        }
        if overHolds(position, now: now) {
            keyed[position].isClearing = false
            armKeyed(position, due: nextExpiry(position, now: now))
        } else if rule.offDelayNanoseconds == 0 {
            clearKeyed(position, now: now, &changes)
        } else if !keyed[position].isClearing {
            keyed[position].isClearing = true
            armKeyed(position, due: saturatingAdd(now, rule.offDelayNanoseconds))
        }
    }

    private func overHolds(_ position: Int, now: Int64) -> Bool {
        guard let index = keyed[position].rule else { return false }
        beginOver(position, now: now)
        switch rules.rules[index].condition.evaluateCondition(frames.over) {
        case .yes: return true
        case .no, .unknown: return false
        case .failed:
            failedEvaluations += 1
            return false
        }
    }

    func beginOver(_ position: Int, now: Int64) {
        currentKeyed = position
        current.now = now
        guard let index = keyed[position].rule else { return }
        let rule = rules.rules[index]
        for slot in rule.slots where !rule.parameters.contains(where: { $0.slot == slot && $0.stations.isEmpty }) {
            frames.over.setPending(at: slot)
        }
    }

    func resolveOver(_ frame: Frame, _ slot: Int) {
        let alarm = keyed[currentKeyed]
        let offset = slot - rules.firstOverIntrinsicSlot
        if offset >= 0 {
            let intrinsic = rules.overIntrinsics[offset]
            let cutoff = saturatingSubtract(current.now, intrinsic.windowNanoseconds)
            let recent = alarm.raises.filter { $0.at > cutoff }
            if let field = intrinsic.field {
                frame.setInt(Int64(Set(recent.map { $0.words[field] }).count), at: slot)
            } else {
                frame.setInt(Int64(recent.count), at: slot)
            }
        } else if slot == RuleEnvironment.Word.eventTime {
            frame.set(.timestamp(Value.Timestamp(nanosecondsSince1970: current.now)), at: slot)
        } else if slot <= RuleEnvironment.Word.placeName {
            frame.setString(word(slot, alarm.words), at: slot)
        } else {
            frame.setUnknown(reasons: UnknownReason.noThreshold, at: slot)
        }
    }

    private func windows(of position: Int) -> [Int64] {
        guard let index = keyed[position].rule else { return [] }
        let first = rules.firstOverIntrinsicSlot
        return rules.rules[index].slots.filter { $0 >= first }.map {
            rules.overIntrinsics[$0 - first].windowNanoseconds
        }
    }

    private func forgetOldRaises(_ position: Int, now: Int64) {
        let cutoff = saturatingSubtract(now, windows(of: position).max() ?? 0)
        keyed[position].raises.removeAll { $0.at <= cutoff }
        let excess = keyed[position].raises.count - KeyedAlarm.raiseLimit
        if excess > 0 { keyed[position].raises.removeFirst(excess) }
    }

    /// When the next raise leaves one of the rule's windows.
    private func nextExpiry(_ position: Int, now: Int64) -> Int64 {
        var next = Int64.max
        for window in windows(of: position) {
            for raise in keyed[position].raises {
                let expiry = saturatingAdd(raise.at, window)
                if expiry > now { next = min(next, expiry) }
            }
        }
        return next
    }

    func tellOver(_ kind: AlarmChange.Kind, _ position: Int, now: Int64, _ changes: inout [AlarmChange]) {
        let alarm = keyed[position]
        guard let index = alarm.rule else { return }
        let rule = rules.rules[index]
        beginOver(position, now: now)
        var evidence = [AlarmChange.Label(name: "expr", value: rule.expressionText)]
        for slot in rule.condition.referencedSlots {
            if frames.over.slots[slot].state == .pending { resolveOver(frames.over, slot) }
            evidence.append(
                .init(name: rules.overNames[slot], value: RuleEngine.text(of: frames.over.slots[slot].value)))
        }
        if let sequence = rule.sequence {
            for raise in alarm.raises.filter({ $0.role != .counted }).suffix(4) {
                let alert = raise.role == .first ? sequence.first : sequence.second
                let onset = Timestamp(nanoseconds: raise.eventTime).iso8601
                evidence.append(.init(name: alert, value: "\(raise.words.station) \(onset)"))
            }
        }
        let stations = Set(alarm.raises.map(\.words.station)).sorted().prefix(20).joined(separator: ", ")
        if !stations.isEmpty { evidence.append(.init(name: "stations", value: stations)) }
        evidence += rule.annotations
        // Several places: the incident's place is the one the key names, else the key itself.
        let place = rule.by.contains(.place) || rule.by.contains(.station) ? alarm.words.place : alarm.alarm.key
        let change = AlarmChange(
            kind: kind, alarm: alarm.alarm, at: Timestamp(nanoseconds: now),
            eventTime: Timestamp(nanoseconds: kind == .raised ? alarm.onset : now), hazard: rule.hazard, place: place,
            district: alarm.words.district, colour: rule.colour,
            station: rule.sequence != nil && rule.by == [.station] ? alarm.words.station : "",
            quantity: alarm.words.quantity,
            value: nil,
            unit: "", latching: rule.latching, lifeSafety: rule.lifeSafety, unverified: alarm.isUnverified,
            labels: rule.labels, summary: summary(of: rule, alarm.alarm, frames.over), evidence: evidence,
            rule: rule.origin)
        changes.append(change)
        follow(change, words: alarm.words, isRepeated: false, &changes)
    }
}
