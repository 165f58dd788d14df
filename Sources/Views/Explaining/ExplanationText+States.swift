import Telemetry

/// Where rules stand, in lines.
extension ExplanationText {
    mutating func event(_ event: ExplainedEventView) {
        line(
            "  " + say("事件", "Event") + " \(event.id)  \(clock(event.eventTime))"
                + say("，收到 ", ", received ") + clock(event.receivedAt))
        for member in event.members { line("    \(member)") }
        if let condition = event.condition {
            blocking(condition)
            tree(condition, title: ("条件", "Condition"))
        }
    }

    mutating func keyed(_ state: KeyedStateView) {
        line("\(state.alert) · \(state.key): " + Vocabulary.verdict(state.verdict, language))
        if let onset = state.onset { fact("起始", "Since", clock(onset)) }
        if let last = state.lastRaise { fact("上次报警", "Rang last", clock(last)) }
        if let due = state.due { fact("到时", "Due", clock(due)) }
        for raise in state.raises {
            var content = "    \(clock(raise.eventTime))  \(names.station(raise.station, language))"
            switch raise.role {
            case "first": content += say("，第一个报警", ", the first alert")
            case "second": content += say("，第二个报警", ", the second alert")
            default: content += say("，计入", ", counted")
            }
            if let deadline = raise.deadline { content += say("，等到 ", ", waited for until ") + clock(deadline) }
            line(content)
        }
        if !state.members.isEmpty {
            fact("仍在报警", "Still on", state.members.joined(separator: say("，", ", ")))
        }
        if let condition = state.condition {
            blocking(condition)
            tree(condition, title: ("条件", "Condition"))
            values([condition])
        }
    }

    /// Onset, delays, staleness: what the engine remembers of it.
    mutating func timers(_ state: SeriesStateView, _ rule: RuleView) {
        if let onset = state.onset { fact("条件始于", "Onset", clock(onset)) }
        if let due = state.due {
            let rest = (due - reference).seconds
            let text = rest > 0 ? say("，还差 ", ", in ") + length(rest) : ""
            switch state.verdict {
            case "clearing": fact("解除延时至", "Off-delay until", clock(due) + text)
            default: fact("持续到", "Delay until", clock(due) + text)
            }
        }
        if let since = state.unknownSince { fact("无法判断始于", "Unknown since", clock(since)) }
        if state.blind { fact("失明报警", "Blind", say("已报警", "its alarm is on")) }
        if let last = state.lastRaise { fact("上次报警", "Rang last", clock(last)) }
        if let began = state.lastOnBegan, state.onset == nil || state.verdict == "for_not_elapsed" {
            let ended = state.lastOnEnded.map { say(" 至 ", " to ") + clock($0) } ?? ""
            fact("最近一次", "Last on", clock(began) + ended)
        }
        if state.onByOthers {
            fact("同一报警", "Same alarm", say("因其他测站仍在报警", "is on by another series that shares it"))
        }
    }

    mutating func newest(_ state: SeriesStateView) {
        let newest = state.newest
        guard let time = newest.eventTime else {
            fact("最新读数", "Newest reading", say("尚无", "none yet"))
            return
        }
        var content = newest.value.map { NumberText.value($0, unit: state.unit) } ?? say("缺测", "missing")
        content += say("，", ", ") + clock(time)
        content += say("，", ", ") + Vocabulary.qualityFlag(newest.quality, language)
        if newest.unverified { content += say("，未核实", ", unverified") }
        if let heard = newest.heardAt { content += say("；最后听到 ", "; heard last ") + clock(heard) }
        if newest.stale { content += say("（失联）", " (silent)") }
        fact("最新读数", "Newest reading", content)
    }
}
