import Telemetry

/// Who was on duty, holes of the roster, and who looked at people's names and numbers.
extension LogPhrase {
    /// `，值班 w-duty-2`, `, on duty w-duty-2`: the person that the roster had for the party then; empty where it had none to
    /// say. Ids only: names can be erased, the log can't.
    var onDuty: String {
        guard let value = record.fields["on_duty"] else { return "" }
        guard let person = value.string else { return say("，⚠ 值班表上无人", ", ⚠ NOBODY on the roster") }
        return say("，值班 ", ", on duty ") + person
    }

    var rosterGap: String {
        let head =
            switch record.text("stage") {
            case "begun": say("⚠ 无人值班：", "⚠ NOBODY ON DUTY: ")
            case "soon": say("⚠ 即将无人值班：", "⚠ SOON NOBODY ON DUTY: ")
            default: say("值班表有空缺：", "A hole in the roster: ")
            }
        let from = clock("from") ?? "?"
        let range =
            clock("to").map { say("\(from) 至 \($0)", "\(from) to \($0)") } ?? say("\(from) 起", "from \(from) on")
        return head + party("party") + say("，", ", ") + range
    }

    var personRead: String {
        say("查看人员号码：", "Read the number of ") + (record.text("person") ?? "?") + byPerson + reason
    }

    var personErased: String {
        let wasThere = record.flag("found")
        return say("删除人员资料：", "Erased the name and number of ") + (record.text("person") ?? "?")
            + (wasThere ? "" : say("（已不存在）", " (there was nothing any more)")) + byPerson + reason
    }

    var peopleImported: String {
        let count = record.integer("count") ?? 0
        return say("导入人员资料 \(count) 人", "Took in names and numbers of \(count) people") + byPerson + reason
    }
}
