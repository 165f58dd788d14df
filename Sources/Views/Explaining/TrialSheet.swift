import Telemetry

/// `tocsin rules trial`: alarms a day by rule and station, against what is in force, and what it costs.
package enum TrialSheet {
    package static func render(_ view: TrialView, names: NameBook, language: Language) -> String {
        var text = ExplanationText(names: names, language: language, reference: view.to)
        let readings = NumberText.count(view.readings)
        text.line(
            text.say(
                "试运行：\(text.full(view.from)) 至 \(text.full(view.to))，读数 \(readings) 条；未存储任何内容",
                "Trial: \(text.full(view.from)) to \(text.full(view.to)), \(readings) readings; nothing was stored"))
        if !view.replaced.isEmpty {
            text.line(
                text.say("代替现行文件：", "In place of: ") + view.replaced.joined(separator: text.say("，", ", ")))
        }
        if let damage = view.damage { text.line(text.say("只回放到损坏处：", "Played only up to the damage: ") + damage) }
        return text.text + rules(view, language) + keys(view, names, language) + onsets(view, names, language)
            + cost(view, text)
    }

    private static func rules(_ view: TrialView, _ language: Language) -> String {
        let chinese = language == .chinese
        var table = TextTable(
            chinese
                ? [
                    .init("规则"), .init("次数", .trailing), .init("每天", .trailing), .init("现行每天", .trailing),
                    .init("新增", .trailing), .init("减少", .trailing), .init("CEL 代价", .trailing),
                ]
                : [
                    .init("RULE"), .init("ALARMS", .trailing), .init("A DAY", .trailing), .init("IN FORCE", .trailing),
                    .init("GAINED", .trailing), .init("LOST", .trailing), .init("CEL COST", .trailing),
                ])
        for rule in view.rules {
            let latch = rule.latching ? (chinese ? "（须人工复位）" : " (latches)") : ""
            table.append([
                rule.alert + latch, String(rule.alarms), oneDigit(rule.perDay),
                rule.inForce ? oneDigit(rule.perDayInForce) : (chinese ? "无" : "none"),
                rule.inForce ? String(rule.gained) : "", rule.inForce ? String(rule.lost) : "", String(rule.celCost),
            ])
        }
        return table.render()
    }

    private static func keys(_ view: TrialView, _ names: NameBook, _ language: Language) -> String {
        let chinese = language == .chinese
        var table = TextTable(
            chinese
                ? [.init("规则"), .init("测站"), .init("次数", .trailing), .init("每天", .trailing)]
                : [.init("RULE"), .init("STATION"), .init("ALARMS", .trailing), .init("A DAY", .trailing)])
        var rows = 0
        for rule in view.rules {
            for key in rule.keys.prefix(10) {
                rows += 1
                table.append([
                    rule.alert, names.station(key.key, language), String(key.alarms),
                    oneDigit(Double(key.alarms) / max(view.days, 1.0 / 86_400)),
                ])
            }
        }
        return rows > 0 ? "\n" + table.render() : ""
    }

    private static func onsets(_ view: TrialView, _ names: NameBook, _ language: Language) -> String {
        if view.onsets.isEmpty { return language == .chinese ? "没有报警。\n" : "No alarms.\n" }
        let chinese = language == .chinese
        var table = TextTable(
            chinese
                ? [.init("报警"), .init("解除"), .init("规则"), .init("测站"), .init("摘要", maximumWidth: 60)]
                : [
                    .init("RAISED"), .init("CLEARED"), .init("RULE"), .init("STATION"),
                    .init("SUMMARY", maximumWidth: 60),
                ])
        for onset in view.onsets {
            table.append([
                TimeText.short(onset.raisedAt, names), onset.clearedAt.map { TimeText.short($0, names) } ?? "",
                onset.alert, names.station(onset.key, language), onset.summary[language],
            ])
        }
        let rest = view.onsetsInAll - view.onsets.count
        return "\n" + table.render() + (rest > 0 ? (chinese ? "另有 \(rest) 次。\n" : "And \(rest) more.\n") : "")
    }

    private static func cost(_ view: TrialView, _ text: ExplanationText) -> String {
        guard let cost = view.cost else {
            return text.say(
                "未能测量代价：没有读数。\n",
                "No cost was measured: there are no readings.\n")
        }
        let with = oneDigit(cost.withNanoseconds)
        let without = oneDigit(cost.withoutNanoseconds)
        let readings = NumberText.count(Int64(cost.readings))
        return text.say(
            "规则引擎每条读数 CPU：含试运行规则 \(with) ns，不含 \(without) ns（测 \(readings) 条）\n",
            "CPU of the rule engine for a reading: \(with) ns with the rules on trial, \(without) ns without them "
                + "(\(readings) readings measured)\n")
    }

    private static func oneDigit(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        return NumberText.value((value * 10).rounded() / 10)
    }
}
