import Telemetry

/// `tocsin why-not RULE STATION`: what kept a rule from ringing, by how much and since when.
package enum WhyNotSheet {
    package static func render(_ view: WhyNotView, names: NameBook, language: Language) -> String {
        var text = ExplanationText(names: names, language: language, reference: view.stateAt)
        text.line("\(view.rule) · \(names.station(view.station, language)) · \(text.full(view.stateAt))")
        knowledge(view, &text)
        for state in view.states { self.state(state, view, &text) }
        if let event = view.event { text.event(event) }
        text.line(text.say("依据", "Rests on"))
        if let rule = view.states.first?.rule { text.rule(rule, view.provenance) }
        text.proof(view.provenance, proven: view.proven, replayed: view.replayedInputs)
        return text.text
    }

    private static func knowledge(_ view: WhyNotView, _ text: inout ExplanationText) {
        switch view.knowledge {
        case "not_watching":
            let from = view.notWatchingFrom.map { text.clock($0) } ?? ""
            let to = view.notWatchingTo.map { text.clock($0) } ?? ""
            text.line(
                text.say(
                    "当时服务未运行（\(from) 至 \(to)），所示为停止时的状态。",
                    "Nobody watched then (\(from) to \(to)): this is how it stood at the end of the watch."))
        case "end_of_journal":
            text.line(
                text.say("所问时刻晚于全部记录，所示为最后已知的状态。", "Nothing is recorded up to then: this is the last that is known."))
        default: break
        }
    }

    private static func state(_ state: WhyNotView.State, _ view: WhyNotView, _ text: inout ExplanationText) {
        for series in state.series { self.series(series, state.rule, &text) }
        for alarm in state.alarms { text.keyed(alarm) }
        if state.series.isEmpty, state.alarms.isEmpty {
            if state.notMatched.isEmpty {
                text.line(
                    text.say("该测站尚无此规则所依据的数据。", "Nothing that the rule is about has come from the station."))
            }
            for mismatch in state.notMatched {
                text.line(
                    text.say(
                        "规则不适用于 \(mismatch.quantity)：\(mismatch.field) 为“\(mismatch.value)”，要求 \(mismatch.patterns.joined(separator: "、"))",
                        "The rule is not about \(mismatch.quantity): its \(mismatch.field) is “\(mismatch.value)”, and "
                            + "the rule asks for \(mismatch.patterns.joined(separator: ", "))"))
            }
        }
    }

    private static func series(_ series: SeriesStateView, _ rule: RuleView, _ text: inout ExplanationText) {
        let quantity = Vocabulary.quantity(series.quantity, text.language)
        text.line("\(quantity) (\(series.key)): " + Vocabulary.verdict(series.verdict, text.language))
        if ["on", "held", "clearing"].contains(series.verdict) {
            if let clear = series.clear { text.blocking(clear) }
        } else {
            text.blocking(series.condition)
        }
        text.timers(series, rule)
        text.newest(series)
        text.tree(series.condition, title: ("条件", "Condition"))
        if let clear = series.clear { text.tree(clear, title: ("解除条件", "Clearing")) }
        text.values([series.condition] + [series.clear].compactMap { $0 })
        text.sources(series.sources)
    }
}
