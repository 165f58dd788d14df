import CEL
import Matching
import Telemetry

/// From a state machine's step to what the rest of the system hears of it.
extension RuleEngine {
    /// Tells a step of a cell, if it is one of the alarm that it belongs to: where several series share an alarm it is on
    /// from the first raise to the last clear, and held when all that are on are held.
    ///
    /// The series must have been begun; the cell is already in its new phase.
    ///
    /// - Parameters:
    ///   - wasPending: a raise after `for`.
    ///   - isRepeated: an alarm that is on rings again.
    @inline(never)
    func tell(
        _ kind: AlarmChange.Kind, _ index: Int, eventTime: Int64, wasPending: Bool = false, isRepeated: Bool = false,
        _ changes: inout [AlarmChange]
    ) {
        let rule = rule(ofCell: index)
        let words = words(of: Int(cells[index].series))
        let alarm = AlarmID(alert: rule.alert, key: words.key(by: rule.by))
        if isReplaying {
            guard kind == .raised else { return }
            let isUnverified = cells[index].flags.contains(.unverified) || current.isUnverified
            let change = self.change(kind, rule, alarm, words, eventTime: eventTime, isUnverified: isUnverified)
            replayed.append((index, change))
            return
        }
        guard isRepeated || enter(kind, alarm, wasPending: wasPending) else { return }
        let flags = cells[index].flags
        let change = self.change(
            kind, rule, alarm, words, eventTime: eventTime,
            isUnverified: flags.contains(.unverified) || (kind == .raised && current.isUnverified))
        changes.append(change)
        follow(change, words: words, isRepeated: isRepeated, &changes)
    }

    /// Counts a member's step. True where the alarm itself makes the step.
    func enter(_ kind: AlarmChange.Kind, _ alarm: AlarmID, wasPending: Bool) -> Bool {
        var members = memberships[alarm] ?? Membership()
        let before = members
        switch kind {
        case .pending: members.pending += 1
        case .dropped: members.pending -= 1
        case .raised:
            members.on += 1
            if wasPending { members.pending -= 1 }
        case .cleared: members.on -= 1
        case .held: members.held += 1
        case .restored: members.held -= 1
        case .history, .retracted, .revised: return true
        }
        memberships[alarm] = members.isEmpty ? nil : members
        switch kind {
        case .pending: return before.pending == 0 && before.on == 0
        case .dropped: return members.pending == 0 && members.on == 0
        case .raised: return before.on == 0
        case .cleared: return members.on == 0
        case .held: return members.held == members.on
        case .restored: return before.held == before.on
        case .history, .retracted, .revised: return true
        }
    }

    /// Raises and clears go on to the rules that count them.
    func follow(
        _ change: AlarmChange, words: SourceWords, isRepeated: Bool, _ changes: inout [AlarmChange]
    ) {
        guard let rules = table.overRules[change.alarm.alert] else { return }
        switch change.kind {
        case .raised:
            for rule in rules {
                if let sequence = self.rules.rules[rule].sequence {
                    noteRaise(change, words, sequence, rule: rule, &changes)
                } else {
                    noteRaise(change, words, rule: rule, &changes)
                }
            }
        case .cleared:
            for rule in rules {
                if let sequence = self.rules.rules[rule].sequence {
                    noteClear(change, words, sequence, rule: rule, &changes)
                } else {
                    noteClear(change, words, rule: rule, &changes)
                }
            }
        case .pending, .dropped, .held, .restored, .history, .retracted, .revised: break
        }
    }

    // MARK: The change

    func change(
        _ kind: AlarmChange.Kind, _ rule: CompiledRule, _ alarm: AlarmID, _ words: SourceWords, eventTime: Int64,
        isUnverified: Bool
    ) -> AlarmChange {
        let frame = frames.reading
        let program: Program
        switch kind {
        case .cleared, .restored: program = rule.clear ?? rule.condition
        case .pending, .dropped, .raised, .held, .history, .retracted, .revised: program = rule.condition
        }
        var evidence: [AlarmChange.Label] = []
        evidence.append(.init(name: "expr", value: rule.expressionText))
        if let text = rule.clearText { evidence.append(.init(name: "clear_when", value: text)) }
        if rule.onDelayNanoseconds > 0 {
            evidence.append(.init(name: "for", value: Interval(nanoseconds: rule.onDelayNanoseconds).text))
        }
        if states[current.series].flags.contains(.hasValue) {
            evidence.append(.init(name: "value", value: "\(current.value)"))
            evidence.append(.init(name: "event_time", value: Timestamp(nanoseconds: current.eventTime).iso8601))
        }
        for slot in program.referencedSlots where slot != RuleEnvironment.Word.value {
            evidence.append(.init(name: rules.readingNames[slot], value: evidenceText(frame, slot, rule, words)))
        }
        if kind == .held { evidence.append(.init(name: "reason", value: RuleEngine.word(forUnknown: current.reasons))) }
        evidence += rule.annotations
        let hasValue = current.reasons == 0 && !rule.isAboutSilence
        return AlarmChange(
            kind: kind, alarm: alarm, at: Timestamp(nanoseconds: current.now),
            eventTime: Timestamp(nanoseconds: eventTime), hazard: rule.hazard, place: words.place,
            district: words.district, colour: rule.colour, station: words.station, quantity: words.quantity,
            value: hasValue ? current.value : nil, unit: words.unit, latching: rule.latching,
            lifeSafety: isLifeSafety(rule, words), unverified: isUnverified, labels: rule.labels,
            summary: summary(of: rule, alarm, frame), evidence: evidence, rule: rule.origin)
    }

    /// Why an alarm is held, as evidence names it.
    private static func word(forUnknown reasons: UInt64) -> String {
        if reasons & UnknownReason.stale != 0 { return "source_silent" }
        if reasons & UnknownReason.missing != 0 { return "value_missing" }
        if reasons & UnknownReason.noReading != 0 { return "no_reading" }
        return "condition_unknown"
    }

    func isLifeSafety(_ rule: CompiledRule, _ words: SourceWords) -> Bool {
        rule.lifeSafety || registry.station(words.station)?.lifeSafety ?? false
    }

    func summary(of rule: CompiledRule, _ alarm: AlarmID, _ frame: Frame) -> Bilingual {
        let fallback = "\(alarm.alert) \(alarm.key)"
        current.language = .chinese
        setNamesPending(frame)
        let chinese = rule.chinese?.render(frame) ?? fallback
        current.language = .english
        setNamesPending(frame)
        let english = rule.english?.render(frame) ?? fallback
        current.language = .chinese
        setNamesPending(frame)
        return Bilingual(chinese: chinese, english: english)
    }

    private func setNamesPending(_ frame: Frame) {
        frame.setPending(at: RuleEnvironment.Word.stationName)
        frame.setPending(at: RuleEnvironment.Word.placeName)
    }

    /// What a slot holds, and for thresholds and parameters who set it and when.
    private func evidenceText(_ frame: Frame, _ slot: Int, _ rule: CompiledRule, _ words: SourceWords) -> String {
        if frame.slots[slot].state == .pending { resolveReading(frame, slot) }
        let text: String
        switch frame.slots[slot].state {
        case .value: text = RuleEngine.text(of: frame.slots[slot].value)
        case .unknown, .pending, .failed: return "unknown"
        }
        if let parameter = rule.parameters.first(where: { $0.slot == slot }) {
            let value = parameter.stations[words.station] ?? parameter.value
            return RuleEngine.sourced(text, value?.source, value?.date)
        }
        if let threshold = rules.thresholds.first(where: { $0.slot == slot }) {
            let known = registry.station(words.station)?.quantity(words.quantity)?.threshold(threshold.name)
            return RuleEngine.sourced(text, known?.source, known?.date)
        }
        return text
    }

    static func text(of value: Value) -> String {
        switch value {
        case .double(let number): "\(number)"
        case .string(let text): text
        case .int(let number): "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .duration(let nanoseconds): Interval(nanoseconds: nanoseconds).text
        case .list(let elements) where elements.count > 8:
            "\(elements.count) values, the newest \(elements.last.map { text(of: $0) } ?? "")"
        default: value.description
        }
    }

    private static func sourced(_ text: String, _ source: String?, _ date: String?) -> String {
        let notes = [source, date].compactMap { $0 }.filter { !$0.isEmpty }
        return notes.isEmpty ? text : "\(text) (\(notes.joined(separator: ", ")))"
    }
}
