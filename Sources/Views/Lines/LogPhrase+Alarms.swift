import Telemetry

/// What happened out there: raised, worse, over, source lost.
extension LogPhrase {
    var incidentRaised: String {
        say("▲ 触发事件：", "▲ RAISED: ") + hazardAtPlace + proposedColour + unverified + sinceWhen
            + summary
    }

    var alarmJoined: String {
        let head = record.flag("repeated") ? say("报警再次响起：", "Alarm again: ") : say("新增报警：", "Alarm joins: ")
        return head + hazardAtPlace + sinceWhen + summary + unverified
    }

    var incidentUpgraded: String {
        say("▲ 升级：", "▲ UPGRADED: ") + hazardAtPlace + fromColour + proposedColour + unverified + sinceWhen + summary
            + acknowledgementGone
    }

    var incidentReopened: String {
        say("▲ 再次触发：", "▲ RAISED AGAIN: ") + hazardAtPlace + proposedColour + unverified + sinceWhen + summary
            + acknowledgementGone
    }

    var alarmCleared: String {
        say("报警消除：", "Alarm over: ") + alarmName + declared
    }

    var alarmConditionEnded: String {
        say("报警条件已结束，仍须人工复位：", "Condition over, on until a person resets it: ") + alarmName
    }

    var incidentCleared: String {
        say("▽ 全部报警已消除：", "▽ CLEARED: ") + hazardAtPlace + unfinished
    }

    var alarmHeld: String {
        say("信号中断，报警保持：", "Source lost, alarm held: ") + alarmName
    }

    var incidentHeld: String {
        say("信号中断，事件保持，不视为解除：", "Source lost, incident held, not cleared: ") + hazardAtPlace
    }

    var alarmRestored: String {
        say("信号恢复：", "Source back: ") + alarmName
    }

    var alarmWithoutIncident: String {
        let change = record.text("change") ?? "?"
        return say("无对应事件的报警变化（\(change)）：", "Alarm change without an incident (\(change)): ") + alarmName
    }

    var alarmReset: String {
        say("报警已复位：", "Alarm reset: ") + alarmName + byPerson
    }

    var incidentClosed: String {
        say("■ 结案：", "■ CLOSED: ") + hazardAtPlace + byPerson + reason
    }

    private var alarmName: String {
        let alert = record.text("alert") ?? "?"
        return source.isEmpty ? alert : "\(source) · \(alert)"
    }

    private var fromColour: String {
        guard let colour = record.colour("from_colour") else { return "" }
        return say("，原\(Vocabulary.colour(colour, language))", ", was \(Vocabulary.colour(colour, language))")
    }

    private var acknowledgementGone: String {
        record.flag("was_acknowledged") ? say("（原确认失效，重新通知）", " (acknowledged before: told again)") : ""
    }

    private var declared: String {
        if let person = record.text("declared_by") {
            return say("，现场确认：", ", seen on site by ") + names.party(person, language) + reason
        }
        if record.text("reason") == "retracted" { return say("（更正数据）", " (corrected reading)") }
        guard let person = record.text("reset_by") else { return "" }
        return say("，复位人 ", ", reset by ") + names.party(person, language)
    }

    private var unfinished: String {
        let orders = record.texts("unfinished_orders")
        if orders.isEmpty { return say("，可结案", ", may be closed") }
        return say("，未完成指令：", ", orders not finished: ") + orders.joined(separator: say("、", ", "))
    }
}
