import Telemetry

/// `tocsin why ALARM`: what made an alarm ring, or end.
package enum WhySheet {
    package static func render(_ view: WhyView, names: NameBook, language: Language) -> String {
        var text = ExplanationText(names: names, language: language, reference: view.at)
        text.line("\(view.alert) · \(view.key): \(Vocabulary.step(view.step, language)) · \(text.full(view.at))")
        let summary = view.summary[language]
        if !summary.isEmpty { text.line("  " + summary) }
        if view.unverified {
            text.line("  " + text.say("证据未经核实（时钟或质量存疑）。", "Evidence is unverified (clock or quality in doubt)."))
        }
        times(view, &text)
        if let series = view.series, let rule = view.rule {
            text.timers(series, rule)
            text.tree(series.condition, title: ("条件", "Condition"))
            if let clear = series.clear { text.tree(clear, title: ("解除条件", "Clearing")) }
            text.values([series.condition] + [series.clear].compactMap { $0 })
            text.sources(series.sources)
        }
        if let event = view.event { text.event(event) }
        if let alarm = view.alarm { text.keyed(alarm) }
        if view.series == nil, view.event == nil, view.alarm == nil {
            for evidence in view.evidence { text.line("    \(evidence.name): \(evidence.value)") }
        }
        text.line(text.say("依据", "Rests on"))
        if let rule = view.rule { text.rule(rule, view.provenance) }
        let incident = view.incident.map { " · \($0)" } ?? ""
        text.fact("日志", "Log entry", "#\(view.entry)\(incident) · \(view.entryHash)")
        text.proof(view.provenance, proven: view.proven, replayed: view.replayedInputs)
        return text.text
    }

    private static func times(_ view: WhyView, _ text: inout ExplanationText) {
        let ended = view.endedAt.map { text.say(" 至 ", " to ") + text.clock($0) } ?? ""
        text.fact("发生于", "Event time", text.clock(view.eventTime) + ended)
        text.fact(
            "判定", "Decided",
            text.clock(view.at)
                + (view.byTimer ? text.say("，由计时触发", ", by a timer") : text.say("，由读数触发", ", by what came in")))
        guard view.late else { return }
        var content = text.say("迟到或更正的数据改变了判定", "data that came late or was corrected changed what was told")
        if let began = view.previouslyBegan {
            let end = view.previouslyEnded.map { text.say(" 至 ", " to ") + text.clock($0) } ?? ""
            content += text.say("；此前告知：\(text.clock(began))\(end)", "; told before: \(text.clock(began))\(end)")
        }
        text.fact("迟到数据", "Late data", content)
    }
}
