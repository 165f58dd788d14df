import Matching
import Telemetry

/// It rings when in doubt: a message of a life-safety station that nobody can read.
extension RuleEngine {
    /// Alert of messages that could not be read.
    package static let unreadableAlert = "UnreadableLifeSafetyMessage"
    /// While the alarm is on it rings again after this at the earliest, so that a broken device cannot flood the desk.
    static let unreadableCooldownNanoseconds: Int64 = 60 * 1_000_000_000

    /// Rings, unverified and latching, for a message that belongs to a life-safety station and could not be read.
    ///
    /// Hazard and colour are those of the first life-safety rule that such a message would have come to.
    ///
    /// - Parameters: what is known of the source; `reason` is the code of the quarantine.
    package func quarantined(
        station: String, district: String = "", domain: String = "", quantity: String = "", reason: String = "",
        at: Timestamp, into changes: inout [AlarmChange]
    ) {
        let words = table.words(station: station, district: district, domain: domain, quantity: quantity, unit: "")
        let alarm = AlarmID(alert: RuleEngine.unreadableAlert, key: station)
        let now = at.nanoseconds
        guard let position = keyedAlarm(alarm, rule: nil, words: words) else {
            let untracked = KeyedAlarm(rule: nil, alarm: alarm, words: words)
            changes.append(unreadableChange(.raised, untracked, reason: reason, now: now))
            return
        }
        let last = keyed[position].lastRaise
        let cooldown = RuleEngine.unreadableCooldownNanoseconds
        if keyed[position].isOn, last != .min, saturatingSubtract(now, last) <= cooldown { return }
        if !keyed[position].isOn { keyed[position].onset = now }
        keyed[position].words = words
        keyed[position].isOn = true
        keyed[position].isUnverified = true
        keyed[position].lastRaise = now
        changes.append(unreadableChange(.raised, keyed[position], reason: reason, now: now))
    }

    func unreadableChange(_ kind: AlarmChange.Kind, _ alarm: KeyedAlarm, reason: String, now: Int64) -> AlarmChange {
        let words = alarm.words
        let rule = lifeSafetyRule(for: words)
        let name = registry.station(words.station)?.name
        let summary = Bilingual(
            chinese: "\(name?.chinese ?? words.station)：收到无法读取的报警信息，请立即核实",
            english:
                "\(name?.english ?? words.station): a message of this life-safety station cannot be read; verify at once"
        )
        return AlarmChange(
            kind: kind, alarm: alarm.alarm, at: Timestamp(nanoseconds: now),
            eventTime: Timestamp(nanoseconds: kind == .raised ? alarm.onset : now),
            hazard: rule?.hazard ?? "unreadable_message", place: words.place, district: words.district,
            colour: rule?.colour, station: words.station, quantity: words.quantity, value: nil, unit: "",
            latching: true,
            lifeSafety: true, unverified: true, summary: summary,
            evidence: reason.isEmpty ? [] : [.init(name: "quarantine", value: reason)], rule: "built-in")
    }

    /// The first life-safety rule that a message of the station would have come to; where its quantity is not known, of any
    /// quantity that the registry gives the station.
    private func lifeSafetyRule(for words: SourceWords) -> CompiledRule? {
        var candidates = [words]
        if words.quantity.isEmpty, let station = registry.station(words.station) {
            candidates = station.quantities.map { quantity in
                var candidate = words
                candidate.quantity = quantity.quantity
                candidate.unit = quantity.unit
                return candidate
            }
        }
        return rules.rules.first { rule in
            guard rule.lifeSafety else { return false }
            switch rule.subject {
            case .over, .sequence: return false
            case .reading, .event:
                return candidates.contains { words in
                    rule.match.conditions.allSatisfy { condition in
                        let text = words[condition.field]
                        return text.isEmpty || condition.patterns.contains { $0.matches(text) }
                    }
                }
            }
        }
    }
}
