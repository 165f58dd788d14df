import CEL
import Matching
import Telemetry

/// Rules over the order of two alerts. What belongs together is judged by event time, so that delays on the way do not
/// matter; that something is missing is found out at a stamp, when it should have been heard.
extension RuleEngine {

    func noteRaise(
        _ change: AlarmChange, _ words: SourceWords, _ sequence: AlertSequence, rule index: Int,
        _ changes: inout [AlarmChange]
    ) {
        if change.alarm.alert == sequence.second, let position = sequenceAlarm(index, words) {
            noteSecond(change, words, sequence, position, &changes)
        }
        guard change.alarm.alert == sequence.first, let target = target(of: words, sequence),
            let position = sequenceAlarm(index, target)
        else { return }
        noteFirst(change, words, sequence, position, &changes)
    }

    private func sequenceAlarm(_ index: Int, _ words: SourceWords) -> Int? {
        let rule = rules.rules[index]
        return keyedAlarm(AlarmID(alert: rule.alert, key: words.key(by: rule.by)), rule: index, words: words)
    }

    /// Where the second alert is looked for; nil where no neighbour measures what it is about.
    private func target(of words: SourceWords, _ sequence: AlertSequence) -> SourceWords? {
        guard let neighbour = sequence.neighbour else { return words }
        let quantity =
            rules.rules.first { $0.alert == sequence.second }?.match.exactTexts(of: .quantity)?.first ?? words.quantity
        let call = NeighbourCall(who: neighbour == .upstream ? .upstream : .downstream, quantity: quantity)
        guard let station = table.neighbourhood.stations(for: call, words: words).first else { return nil }
        return table.words(
            station: registry.stations[Int(station)].id, district: words.district, domain: words.domain,
            quantity: quantity, unit: "")
    }

    /// An alarm that is on, by what it is to the sequence.
    private static func member(_ change: AlarmChange, _ role: KeyedAlarm.Raise.Role) -> String {
        "\(role.rawValue) \(change.alarm.alert) \(change.alarm.key)"
    }

    private static func isMember(_ text: String, _ role: KeyedAlarm.Raise.Role) -> Bool {
        text.hasPrefix("\(role.rawValue) ")
    }

    // MARK: Raises

    private func noteFirst(
        _ change: AlarmChange, _ words: SourceWords, _ sequence: AlertSequence, _ position: Int,
        _ changes: inout [AlarmChange]
    ) {
        let now = change.at.nanoseconds
        let onset = change.eventTime.nanoseconds
        forgetOld(position, sequence, now: now)
        keyed[position].members.insert(RuleEngine.member(change, .first))
        var raise = KeyedAlarm.Raise(at: now, words: words, role: .first, eventTime: onset)
        let isFollowed = keyed[position].raises.contains {
            $0.role == .second && RuleEngine.matches(sequence, first: onset, second: $0.eventTime)
        }
        if sequence.isMissing, !isFollowed {
            raise.deadline = max(now, saturatingAdd(onset, sequence.withinNanoseconds))
        }
        keyed[position].raises.append(raise)
        if !sequence.isMissing, isFollowed {
            raiseSequence(position, onset: onset, now: now, change.unverified, &changes)
        }
        reviewSequence(position, now: now, &changes)
    }

    private func noteSecond(
        _ change: AlarmChange, _ words: SourceWords, _ sequence: AlertSequence, _ position: Int,
        _ changes: inout [AlarmChange]
    ) {
        let now = change.at.nanoseconds
        let onset = change.eventTime.nanoseconds
        forgetOld(position, sequence, now: now)
        keyed[position].members.insert(RuleEngine.member(change, .second))
        keyed[position].raises.append(
            KeyedAlarm.Raise(at: now, words: words, role: .second, eventTime: onset))
        var matched: Int64?
        for index in keyed[position].raises.indices {
            let first = keyed[position].raises[index]
            guard first.role == .first, RuleEngine.matches(sequence, first: first.eventTime, second: onset) else {
                continue
            }
            keyed[position].raises[index].deadline = .max
            matched = matched ?? first.eventTime
        }
        if let matched {
            if !sequence.isMissing {
                raiseSequence(position, onset: matched, now: now, change.unverified, &changes)
            } else if keyed[position].isOn {
                // What was missing has come after all.
                keyed[position].members = keyed[position].members.filter { !RuleEngine.isMember($0, .first) }
            }
        }
        reviewSequence(position, now: now, &changes)
    }

    private static func matches(_ sequence: AlertSequence, first: Int64, second: Int64) -> Bool {
        second >= saturatingAdd(first, sequence.afterNanoseconds)
            && second <= saturatingAdd(first, sequence.withinNanoseconds)
    }

    func noteClear(
        _ change: AlarmChange, _ words: SourceWords, _ sequence: AlertSequence, rule index: Int,
        _ changes: inout [AlarmChange]
    ) {
        let rule = rules.rules[index]
        var ended: [(key: String, role: KeyedAlarm.Raise.Role)] = []
        if change.alarm.alert == sequence.second { ended.append((words.key(by: rule.by), .second)) }
        if change.alarm.alert == sequence.first, let target = target(of: words, sequence) {
            ended.append((target.key(by: rule.by), .first))
        }
        for (key, role) in ended {
            guard let position = keyedIndex[AlarmID(alert: rule.alert, key: key)] else { continue }
            keyed[position].members.remove(RuleEngine.member(change, role))
            reviewSequence(position, now: change.at.nanoseconds, &changes)
        }
    }

    // MARK: Time

    func fireSequence(_ position: Int, due: Int64, _ changes: inout [AlarmChange]) {
        guard let index = keyed[position].rule, let sequence = rules.rules[index].sequence else { return }
        var late: KeyedAlarm.Raise?
        for raise in keyed[position].raises.indices where keyed[position].raises[raise].deadline <= due {
            keyed[position].raises[raise].deadline = .max
            late = late ?? keyed[position].raises[raise]
        }
        if let late {
            // What has been on since before the first alert is not missing.
            let isOn = keyed[position].members.contains { RuleEngine.isMember($0, .second) }
            if !isOn || sequence.first == sequence.second && sequence.neighbour == nil {
                raiseSequence(position, onset: late.eventTime, now: due, false, &changes)
            }
        }
        if keyed[position].clearDue <= due {
            keyed[position].clearDue = .max
            clearKeyed(position, now: due, &changes)
        }
        reviewSequence(position, now: due, &changes)
    }

    private func raiseSequence(
        _ position: Int, onset: Int64, now: Int64, _ isUnverified: Bool, _ changes: inout [AlarmChange]
    ) {
        guard let index = keyed[position].rule else { return }
        let last = keyed[position].lastRaise
        if keyed[position].isOn {
            guard let cooldown = rules.rules[index].cooldownNanoseconds,
                last == .min || saturatingSubtract(now, last) > cooldown
            else { return }
        } else {
            keyed[position].onset = onset
        }
        keyed[position].isOn = true
        keyed[position].isUnverified = isUnverified
        keyed[position].lastRaise = now
        keyed[position].clearDue = .max
        tellOver(.raised, position, now: now, &changes)
    }

    /// An alarm that is on clears, after the off-delay, when none of the alarms that made it is on.
    private func reviewSequence(_ position: Int, now: Int64, _ changes: inout [AlarmChange]) {
        guard let index = keyed[position].rule else { return }
        let rule = rules.rules[index]
        if keyed[position].isOn, !rule.latching {
            let isMissing = rule.sequence?.isMissing ?? false
            let holds = keyed[position].members.contains { !isMissing || RuleEngine.isMember($0, .first) }
            if holds {
                keyed[position].clearDue = .max
            } else if rule.offDelayNanoseconds == 0 {
                clearKeyed(position, now: now, &changes)
            } else if keyed[position].clearDue == .max {
                keyed[position].clearDue = saturatingAdd(now, rule.offDelayNanoseconds)
            }
        }
        let next = keyed[position].raises.map(\.deadline).reduce(keyed[position].clearDue) { min($0, $1) }
        keyed[position].due = next
        if next != .max { armKeyed(position, due: next) }
    }

    private func forgetOld(_ position: Int, _ sequence: AlertSequence, now: Int64) {
        let span = saturatingAdd(sequence.withinNanoseconds, sequence.withinNanoseconds)
        keyed[position].raises.removeAll {
            $0.deadline == .max && saturatingAdd($0.eventTime, span) < now
        }
        let excess = keyed[position].raises.count - KeyedAlarm.raiseLimit
        if excess > 0 { keyed[position].raises.removeFirst(excess) }
    }
}
