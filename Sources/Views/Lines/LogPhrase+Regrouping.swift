import Telemetry

/// Incidents that people put together and take apart.
extension LogPhrase {
    /// Nil for every other code.
    func regroupingText(_ code: LogCode) -> String? {
        switch code {
        case .incidentMerged:
            say("⇥ 并入 \(id("into"))：", "⇥ MERGED INTO \(id("into")): ") + hazardAtPlace + byPerson + reason
        case .incidentTookOver: tookOver
        case .incidentGaveBack:
            say("合并撤销，\(id("to")) 分出：", "Merge taken back, \(id("to")) leaves: ") + hazardAtPlace + byPerson + reason
        case .incidentSplit:
            say("⇤ 拆分出 \(id("off"))：", "⇤ SPLIT, \(id("off")) goes its own way: ") + movedAlarms + byPerson + reason
        case .incidentSplitOff:
            say("⇤ 由 \(id("from")) 拆分而来：", "⇤ SPLIT OFF FROM \(id("from")): ") + hazardAtPlace + proposedColour
                + summary + byPerson + reason
        case .alarmMovedIn:
            say("报警转入（自 \(id("from"))）：", "Alarm comes from \(id("from")): ") + alarmName
                + (record.text("state") == "held" ? say("，信号中断", ", source lost") : "")
        case .orderMovedIn:
            say("指令转入（自 \(id("from"))）：", "Order comes from \(id("from")): ")
                + names.party(record.text("department") ?? "?", language) + " \(record.text("order") ?? "?")"
        case .regroupingUndone:
            say("↶ 撤销\(regrouping)", "↶ Taken back: \(regrouping)") + (record.text("other").map { " \($0)" } ?? "")
                + byPerson + reason
        case .incidentLinked: say("关联 \(id("other"))", "Linked with \(id("other"))") + byPerson + reason
        case .incidentUnlinked: say("解除关联 \(id("other"))", "No longer linked with \(id("other"))") + byPerson + reason
        case .parentSet: parentSet
        case .childAdded: say("下级事件加入：\(id("child"))", "Child added: \(id("child"))") + byPerson + reason
        case .childRemoved: say("下级事件移出：\(id("child"))", "Child removed: \(id("child"))") + byPerson + reason
        default: nil
        }
    }

    private var tookOver: String {
        let rings = record.flag("rings") ? say("，重新报警", ", rings again") : ""
        let hazard = names.hazard(record.text("from_hazard") ?? "", language)
        let place = names.place(record.text("from_place") ?? "", language)
        return say("⇤ 接收 \(id("from"))（\(place) \(hazard)）：", "⇤ TAKES IN \(id("from")) (\(hazard) at \(place)): ")
            + hazardAtPlace + proposedColour + rings + byPerson + reason
    }

    private var parentSet: String {
        guard let parent = record.text("parent") else {
            return say("不再属于 \(id("former"))", "No longer a part of \(id("former"))") + byPerson + reason
        }
        return say("上级事件：\(parent)", "Part of \(parent)") + byPerson + reason
    }

    private var regrouping: String {
        switch record.text("regrouping") {
        case "merge": say("合并", "merge")
        case "split": say("拆分", "split")
        case "link": say("关联", "link")
        case "unlink": say("解除关联", "unlinking")
        case "parent": say("上级", "parent")
        default: record.text("regrouping") ?? "?"
        }
    }

    private var movedAlarms: String {
        (record.fields["alarms"]?.elements ?? []).map { alarm in
            "\(alarm["alert"]?.string ?? "?")/\(alarm["key"]?.string ?? "?")"
        }.joined(separator: say("、", ", "))
    }

    private var alarmName: String { "\(record.text("alert") ?? "?")/\(record.text("key") ?? "?")" }

    private func id(_ name: String) -> String { record.text(name) ?? "?" }
}
