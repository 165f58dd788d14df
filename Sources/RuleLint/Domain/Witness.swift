import CEL

/// Readings for which a rule's condition and its `clear_when` hold at once: looked for where the interpreter says that they may
/// be, and kept only where the evaluator agrees.
enum Witness {
    /// Terms that may vary at once; with more the search would be long and the readings hardly those of a real series.
    static let termLimit = 3

    /// As people read them: `value = 3.2, rise('1h') = 0.5`; nil where none were found, which proves nothing.
    static func find(_ rule: LintedRule, _ single: LintCase, _ clear: LintedRule.Part) -> String? {
        let interpreter = rule.interpreter(single, isBelieved: true)
        let both = interpreter.assume(clear.root, true, interpreter.assume(rule.condition.root, true, [Box()]))
        let settled = interpreter.assume(rule.condition.root, true, both)
        let slots = Set(rule.condition.program.referencedSlots).union(clear.program.referencedSlots).sorted()
        for box in settled.prefix(4) {
            guard let terms = terms(slots, rule, interpreter, box), terms.varying.count <= termLimit else { continue }
            if let found = search(rule, clear, terms, interpreter, single) { return found }
        }
        return nil
    }

    private struct Terms {
        var fixed: [(slot: Int, value: AbstractValue)] = []
        var varying: [(slot: Int, name: String, candidates: [Double])] = []
    }

    /// Nil where something is read that can't be made up.
    private static func terms(
        _ slots: [Int], _ rule: LintedRule, _ interpreter: Interpreter, _ box: Box
    ) -> Terms? {
        var terms = Terms()
        for slot in slots {
            let name = slot < rule.compiled.slotNames.count ? rule.compiled.slotNames[slot] : ""
            guard let set = box[name] ?? interpreter.source.outcome(ofName: name)?.value else { return nil }
            switch set {
            case .double(let range) where !range.isSingle:
                terms.varying.append((slot, name, candidates(range)))
            case .double, .truth([.yes]), .truth([.no]), .text(.some), .duration, .integer:
                terms.fixed.append((slot, set))
            case .truth: terms.fixed.append((slot, .truth(.yes)))
            case .text, .other: return nil
            }
        }
        return terms
    }

    /// A few numbers of a range: its middle and its ends, or what is near them.
    private static func candidates(_ range: NumberRange) -> [Double] {
        let isOpenBelow = range.low < -1e15
        let isOpenAbove = range.high > 1e15
        switch (isOpenBelow, isOpenAbove) {
        case (true, true): return [0, 1, -1]
        case (true, false): return [range.high - 1, range.high]
        case (false, true): return [range.low + 1, range.low]
        case (false, false): return [range.low / 2 + range.high / 2, range.low, range.high]
        }
    }

    private static func search(
        _ rule: LintedRule, _ clear: LintedRule.Part, _ terms: Terms, _ interpreter: Interpreter, _ single: LintCase
    ) -> String? {
        let condition = rule.condition.program
        let frame = Frame(slotCount: max(1, condition.requiredSlotCount, clear.program.requiredSlotCount))
        for slot in 0..<frame.slotCount { frame.setUnknown(reasons: 1, at: slot) }
        for (slot, value) in terms.fixed { set(value, at: slot, of: frame) }
        var chosen: [String: Double] = [:]
        func search(_ position: Int) -> Bool {
            guard position < terms.varying.count else {
                return isPossible(chosen, interpreter, single) && condition.evaluateCondition(frame) == .yes
                    && clear.program.evaluateCondition(frame) == .yes
            }
            let term = terms.varying[position]
            for candidate in term.candidates {
                chosen[term.name] = candidate
                frame.setDouble(candidate, at: term.slot)
                if search(position + 1) { return true }
            }
            return false
        }
        guard search(0), !terms.varying.isEmpty else { return nil }
        return terms.varying.map { "\($0.name) = \(chosen[$0.name] ?? 0)" }.joined(separator: ", ")
    }

    private static func set(_ value: AbstractValue, at slot: Int, of frame: Frame) {
        switch value {
        case .double(let range): frame.setDouble(range.low, at: slot)
        case .truth(let truths): frame.setBool(truths.contains(.yes), at: slot)
        case .text(let text?): frame.setString(text, at: slot)
        case .duration(let range): frame.setDuration(nanoseconds: range.high == .max ? range.low : range.high, at: slot)
        case .integer(let range): frame.setInt(range.high == .max ? range.low : range.high, at: slot)
        case .text(nil), .other: break
        }
    }

    /// Whether one series could have given these numbers at one moment.
    private static func isPossible(_ chosen: [String: Double], _ interpreter: Interpreter, _ single: LintCase) -> Bool {
        for (small, large) in interpreter.source.ordered {
            if let one = chosen[small], let two = chosen[large], one > two { return false }
        }
        guard let value = chosen["value"], let span = single.span else { return true }
        for (name, number) in chosen {
            if name.hasPrefix("rise("), number > value - span.low { return false }
            if name.hasPrefix("fall("), number > span.high - value { return false }
        }
        return true
    }
}
