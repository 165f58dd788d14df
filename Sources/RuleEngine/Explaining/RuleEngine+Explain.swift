import CEL
import Matching
import Telemetry

/// Where rules stand and why: for `tocsin why` and `tocsin why-not`. What is told of the state is what the engine has; the
/// conditions are evaluated anew.
extension RuleEngine {
    /// The names of all alerts, sorted, those of blindness left out.
    package var alertNames: [String] { Set(rules.rules.filter { !$0.isProbe }.map(\.alert)).sorted() }

    /// Every rule of a name, where it stands with a station; empty where no rule has the name.
    ///
    /// - Parameters:
    ///   - quantity: only series of that quantity; nil for all of the station's.
    ///   - at: the moment. All timers due until then must have fired.
    package func explain(
        alert: String, station: String, quantity: String? = nil, at: Timestamp
    ) -> [ExplainedState] {
        let own = (0..<states.count).filter { index in
            let description = series.withoutTopic(index)
            return description.station == station && (quantity == nil || description.quantity == quantity)
        }
        return rules.rules.indices.filter { rules.rules[$0].alert == alert && !rules.rules[$0].isProbe }.map { index in
            let rule = rules.rules[index]
            var state = ExplainedState(rule: ExplainedRule(rule), series: [], keyed: [], mismatches: [])
            switch rule.subject {
            case .reading:
                for series in own {
                    if let cell = cell(ofRule: index, series: series) {
                        state.series.append(explain(cell: cell, rule, series: series, at: at))
                    } else if let mismatch = mismatch(rule, words(of: series)) {
                        state.mismatches.append(mismatch)
                    }
                }
            case .event, .over, .sequence:
                state.keyed = explainKeyed(index, station: station, series: own, at: at)
                if rule.subject == .event {
                    let words = table.words(
                        station: station, district: "", domain: "", quantity: quantity ?? "", unit: "")
                    if state.keyed.isEmpty, let mismatch = mismatch(rule, words) { state.mismatches.append(mismatch) }
                }
            }
            return state
        }
    }

    /// Whether a station is registered or was ever heard.
    package func knows(station: String) -> Bool {
        registry.station(station) != nil || (0..<states.count).contains { series.withoutTopic($0).station == station }
    }

    func cell(ofRule rule: Int, series index: Int) -> Int? {
        let state = states.base + index
        guard let position = state.pointee.plan.pointee.ruleIndices.firstIndex(of: Int32(rule)) else { return nil }
        return Int(state.pointee.firstCell) + position
    }

    private func mismatch(_ rule: CompiledRule, _ words: SourceWords) -> ExplainedMismatch? {
        for condition in rule.match.conditions {
            let text = words[condition.field]
            // What an event's own topic would say is not known before it comes.
            if rule.subject == .event, text.isEmpty { continue }
            if condition.patterns.contains(where: { $0.matches(text) }) { continue }
            return ExplainedMismatch(
                quantity: words.quantity, field: condition.field.rawValue, value: text,
                patterns: condition.patterns.map(\.text))
        }
        return nil
    }

    // MARK: Rules about readings

    private func explain(cell index: Int, _ rule: CompiledRule, series: Int, at: Timestamp) -> ExplainedSeries {
        begin(series, now: at.nanoseconds)
        return explain(cell: index, rule, series: series, isPast: false, now: at.nanoseconds)
    }

    /// What is decided on must have been begun.
    ///
    /// - Parameter isPast: of a step that was made: what blocks is what is not as a raise needs it.
    func explain(
        cell index: Int, _ rule: CompiledRule, series: Int, isPast: Bool, now: Int64
    ) -> ExplainedSeries {
        let cell = cells[index]
        let words = words(of: series)
        let isOn = cell.isOn
        var condition = explain(
            rule.condition, text: rule.expressionText, isClear: false, wanted: isPast || !isOn || rule.clear != nil,
            rule: rule,
            words: words, on: .reading)
        var clear = rule.clear.map { program in
            explain(
                program, text: rule.clearText ?? "", isClear: true, wanted: true, rule: rule, words: words, on: .reading
            )
        }
        let sources = sources(of: rule, cell: cell, series: series)
        if !isPast {
            if !isOn { findSince(rule.condition, &condition, series: series) }
            if isOn, let program = rule.clear, var explained = clear {
                findSince(program, &explained, series: series)
                clear = explained
            } else if isOn {
                findSince(rule.condition, &condition, series: series)
            }
            begin(series, now: now)
        }
        return describe(
            cell, index, words, series, condition: condition, clear: clear, sources: sources,
            verdict: verdict(cell, condition.truth))
    }

    private func verdict(_ cell: Cell, _ truth: ExplainedCondition.Truth) -> ExplainedSeries.Verdict {
        let isUnknown = cell.flags.contains(.unknown)
        switch cell.phase {
        case .firing: return cell.flags.contains(.held) ? .held : .on
        case .clearing: return .clearing
        case .pending: return isUnknown ? .delayUnknown : .waitsForDelay
        case .inactive:
            switch truth {
            case .unknown, .error: return isUnknown ? .unknown : .waitsForDecision
            case .fails: return isUnknown ? .waitsForDecision : .blocked
            case .holds: return .waitsForDecision
            }
        }
    }

    private func describe(
        _ cell: Cell, _ index: Int, _ words: SourceWords, _ series: Int, condition: ExplainedCondition,
        clear: ExplainedCondition?, sources: [ExplainedSource], verdict: ExplainedSeries.Verdict
    ) -> ExplainedSeries {
        let rule = rule(ofCell: index)
        let id = timerID(ofCell: index)
        let alarm = AlarmID(alert: rule.alert, key: words.key(by: rule.by))
        let rests = cell.phase == .inactive
        func time(_ nanoseconds: Int64?) -> Timestamp? {
            nanoseconds.flatMap { $0 == .min || $0 == .max ? nil : Timestamp(nanoseconds: $0) }
        }
        let others = (memberships[alarm]?.on ?? 0) - (cell.isOn ? 1 : 0)
        return ExplainedSeries(
            station: words.station, quantity: words.quantity, unit: words.unit, district: words.district,
            domain: words.domain, place: words.place, alarm: alarm, verdict: verdict,
            isUnverified: cell.flags.contains(.unverified), onset: rests ? nil : time(cell.onset),
            phaseBegan: rests ? nil : time(cell.since), due: time(cell.due), unknownSince: time(unknownSince[id]),
            blindIsOn: blinds[id]?.isOn ?? false, isOnByOthers: others > 0, lastRaise: time(lastRaises[id]),
            lastOn: RuleEngine.episodes(base: nil, steps: past.transitions[id] ?? []).last?.span,
            newest: newest(series), condition: condition, clear: clear, sources: sources)
    }

    private func newest(_ index: Int) -> ExplainedSeries.Newest {
        let state = states[index]
        let hasTime = state.newestEvent != .min
        let hasValue = state.flags.contains(.hasValue) && !state.flags.contains(.missing)
        return ExplainedSeries.Newest(
            value: hasValue ? state.newestValue : nil,
            eventTime: hasTime ? Timestamp(nanoseconds: state.newestEvent) : nil,
            quality: RuleEngine.word(for: state.quality), isUnverified: state.flags.contains(.unverified),
            heard: state.lastHeard == .min ? nil : Timestamp(nanoseconds: state.lastHeard),
            staleAfter: state.staleAfter > 0 ? Interval(nanoseconds: state.staleAfter) : nil,
            isStale: state.flags.contains(.stale))
    }
}
