import CEL
import Matching
import Telemetry

/// Conditions taken apart. All of it evaluates anew what decisions evaluate, at the moment that is asked about: deciding
/// itself keeps nothing for explanations.
extension RuleEngine {
    /// What a condition is evaluated on.
    enum ExplainedFrame {
        case reading
        case event
        case over
    }

    /// Takes a condition apart; what it is evaluated on must have been begun.
    ///
    /// - Parameters:
    ///   - isClear: it clears the alarm.
    ///   - wanted: what it would have to come to for the alarm to make its next step.
    func explain(
        _ program: Program, text: String, isClear: Bool, wanted: Bool, rule: CompiledRule, words: SourceWords,
        on subject: ExplainedFrame
    ) -> ExplainedCondition {
        let frame = frame(subject)
        let result = program.evaluate(frame)
        var tree = ConditionTree(program.explain(frame))
        tree.markBlocking(wanted: wanted)
        return ExplainedCondition(
            text: text, truth: truth(result, isClear: isClear, on: subject), parts: tree.parts,
            names: names(of: program, rule: rule, words: words, on: subject))
    }

    /// A failed reading raises; that its condition does not hold, or that what clears holds, means nothing.
    private func truth(
        _ result: EvaluationResult, isClear: Bool, on subject: ExplainedFrame
    ) -> ExplainedCondition.Truth {
        switch result {
        case .unknown: return .unknown
        case .error: return .error
        case .value:
            let holds = ConditionTree.truth(result) ?? false
            if case .reading = subject, current.isFailed, holds == isClear { return .unknown }
            return holds ? .holds : .fails
        }
    }

    private func frame(_ subject: ExplainedFrame) -> Frame {
        switch subject {
        case .reading: frames.reading
        case .event: frames.event
        case .over: frames.over
        }
    }

    private func names(
        of program: Program, rule: CompiledRule, words: SourceWords, on subject: ExplainedFrame
    ) -> [ExplainedName] {
        let frame = frame(subject)
        let texts: [String]
        let thresholds: [(name: String, slot: Int)]
        let firstFunction: Int
        switch subject {
        case .reading:
            (texts, thresholds) = (rules.readingNames, rules.thresholds)
            firstFunction = rules.firstReadingIntrinsicSlot
        case .event:
            (texts, thresholds) = (rules.eventNames, rules.eventThresholds)
            firstFunction = .max
        case .over:
            (texts, thresholds) = (rules.overNames, [])
            firstFunction = rules.firstOverIntrinsicSlot
        }
        return program.referencedSlots.filter { $0 < texts.count }.map { slot in
            if frame.slots[slot].state == .pending { resolve(frame, slot, subject) }
            var name = ExplainedName(
                name: texts[slot], kind: slot >= firstFunction ? .history : .reading,
                outcome: RuleEngine.outcome(of: frame.slots[slot]))
            if let parameter = rule.parameters.first(where: { $0.slot == slot }) {
                let value = parameter.stations[words.station] ?? parameter.value
                name.kind = .parameter
                (name.source, name.date) = (value?.source, value?.date)
            } else if let threshold = thresholds.first(where: { $0.slot == slot }) {
                let known = registry.station(words.station)?.quantity(words.quantity)?.threshold(threshold.name)
                name.kind = .threshold
                (name.source, name.date) = (known?.source, known?.date)
            }
            return name
        }
    }

    private func resolve(_ frame: Frame, _ slot: Int, _ subject: ExplainedFrame) {
        switch subject {
        case .reading: resolveReading(frame, slot)
        case .event: resolveEvent(frame, slot)
        case .over: resolveOver(frame, slot)
        }
    }

    private static func outcome(of slot: Slot) -> ExplainedPart.Outcome {
        switch (slot.state, slot.value) {
        case (.value, let value): .value(text(of: value))
        case (.unknown, .uint(let bits)): .unknown(UnknownReason.words(bits))
        case (.failed, .string(let message)): .failed(message)
        case (.unknown, _), (.failed, _), (.pending, _): .unknown([])
        }
    }
}
