import Telemetry

extension CommandRefusal {
    /// A refusal with the sentences that people read.
    init(_ code: Code, subjects: [String] = []) {
        self.init(code, subjects: subjects, text: CommandRefusal.text(code, subjects.joined(separator: ", ")))
    }

    private static func text(_ code: Code, _ names: String) -> Bilingual {
        switch code {
        case .personMissing:
            Bilingual(chinese: "没有写明是谁。请用 --by 写明姓名。", english: "Nobody is named. Name the person by --by.")
        case .reasonMissing:
            Bilingual(chinese: "没有写明原因。请用 --reason 写明。", english: "No reason is given. Give one by --reason.")
        case .unknownIncident:
            Bilingual(
                chinese: "没有事件 \(names)。请用 tocsin incidents 查看。",
                english: "There is no incident \(names). See tocsin incidents.")
        case .unknownOrder:
            Bilingual(
                chinese: "该事件没有指令 \(names)。请用 tocsin incident 查看。",
                english: "The incident has no order \(names). See tocsin incident ID.")
        case .unknownDepartment:
            Bilingual(
                chinese: "\(names)：该部门不在本事件或联动表中。",
                english: "\(names): no such department in this incident or in the linkage file.")
        case .incidentClosed:
            Bilingual(chinese: "事件 \(names) 已经结案。", english: "The incident \(names) is closed already.")
        case .alreadyAcknowledged:
            Bilingual(chinese: "事件 \(names) 已有人确认。", english: "The incident \(names) is acknowledged already.")
        case .notCleared, .ordersUnfinished, .proposalsUndecided:
            closingText(code, names)
        case .nothingToReset:
            Bilingual(
                chinese: "事件 \(names) 没有需要复位的锁存报警。", english: "The incident \(names) has no latched alarm to reset.")
        case .nothingProposed:
            Bilingual(chinese: "\(names)：没有待决定的建议。", english: "\(names): no proposal waits for a decision.")
        case .nothingToStandDown:
            Bilingual(
                chinese: "事件 \(names) 没有未完成的指令。", english: "The incident \(names) has no order that is not finished.")
        case .alreadyFinished:
            Bilingual(chinese: "指令 \(names) 已经结束。", english: "The order \(names) is finished already.")
        case .notIssued:
            Bilingual(
                chinese: "指令 \(names) 尚未下达，请先批准或否决。",
                english: "The order \(names) is not issued yet: approve or reject it first.")
        case .sameDepartment:
            Bilingual(
                chinese: "指令已在 \(names)。请另选部门。", english: "\(names) has the order already. Name another department.")
        case .conditionStillOn:
            Bilingual(
                chinese: "事件 \(names) 的报警条件仍然成立，不能由人宣布结束。",
                english: "An alarm of \(names) is still on and its source reports: nobody can declare it over.")
        case .alreadyCleared:
            Bilingual(chinese: "事件 \(names) 的报警已全部解除。", english: "All alarms of \(names) are cleared already.")
        case .answerWithoutEffect:
            Bilingual(
                chinese: "答复已记录，但没有改变指令状态（\(names)）。",
                english: "The answer is kept, but it changes nothing (\(names)).")
        case .alreadyConfirmed, .alreadyFalse, .textMissing, .amountInvalid, .scaleInvalid, .unknownHazard,
            .placeMissing:
            evidenceText(code, names)
        case .incidentMerged, .sameIncident, .historyOnly, .childrenOpen, .unknownAlarm, .splitTakesAll, .nothingToUndo,
            .alreadyLinked, .notLinked, .parentCycle:
            regroupingText(code, names)
        case .noCallDue:
            Bilingual(
                chinese: "\(names)：没有需要拨打的电话。", english: "\(names): no telephone call is due to this party.")
        }
    }

    private static func closingText(_ code: Code, _ names: String) -> Bilingual {
        switch code {
        case .notCleared:
            Bilingual(
                chinese: "事件 \(names) 的报警尚未全部解除，不能结案。",
                english: "Not all alarms of \(names) are cleared: it can't be closed yet.")
        case .ordersUnfinished:
            Bilingual(
                chinese: "指令 \(names) 尚未完成。请等待完成、改派或解除。",
                english: "Orders \(names) are not finished. Wait, reassign them or stand them down.")
        case .proposalsUndecided, .personMissing, .reasonMissing, .unknownIncident, .unknownOrder, .unknownDepartment,
            .incidentClosed, .alreadyAcknowledged, .nothingToReset, .nothingProposed, .nothingToStandDown,
            .alreadyFinished, .notIssued, .sameDepartment, .conditionStillOn, .alreadyCleared, .answerWithoutEffect,
            .noCallDue, .alreadyConfirmed, .alreadyFalse, .textMissing, .amountInvalid, .scaleInvalid, .unknownHazard,
            .placeMissing, .incidentMerged, .sameIncident, .historyOnly, .childrenOpen, .unknownAlarm, .splitTakesAll,
            .nothingToUndo, .alreadyLinked, .notLinked, .parentCycle:
            Bilingual(
                chinese: "建议 \(names) 尚未决定。请批准或否决。",
                english: "Proposals \(names) are not decided. Approve or reject them.")
        }
    }

    private static func evidenceText(_ code: Code, _ names: String) -> Bilingual {
        switch code {
        case .alreadyConfirmed:
            Bilingual(chinese: "事件 \(names) 已经核实。", english: "The incident \(names) is confirmed already.")
        case .alreadyFalse:
            Bilingual(
                chinese: "事件 \(names) 已认定为误报。", english: "The incident \(names) is marked as a false alarm already.")
        case .textMissing:
            Bilingual(chinese: "没有写内容。请写明要记录的话。", english: "There is nothing to note. Write the text.")
        case .amountInvalid:
            Bilingual(
                chinese: "数字 \(names) 不可用：不能为零，合计不能为负或过大。",
                english: "\(names) can't be added: not zero, and the total is never negative nor too large.")
        case .unknownHazard:
            Bilingual(
                chinese: "没有灾种 \(names)。请用联动表中的灾种。", english: "There is no hazard \(names). Name one of the linkage.")
        case .placeMissing:
            Bilingual(chinese: "没有写明地点。", english: "No place is given.")
        default:
            Bilingual(chinese: "\(names)：只能是 1 到 4（Ⅰ 最重）。", english: "\(names): write 1 (Ⅰ, the gravest) to 4.")
        }
    }

    /// Putting incidents together, and taking them apart.
    private static func regroupingText(_ code: Code, _ names: String) -> Bilingual {
        switch code {
        case .incidentMerged:
            Bilingual(
                chinese: "\(names)：前者已并入后者。请对后者操作，或用 tocsin undo 撤销合并。",
                english:
                    "\(names): the first is merged into the second. Give the order to the second, or take the merge back "
                    + "by tocsin undo.")
        case .sameIncident:
            Bilingual(chinese: "\(names) 就是该事件本身。请写另一事件。", english: "\(names) is the same incident. Name another one.")
        case .historyOnly:
            Bilingual(
                chinese: "事件 \(names) 发现时已过去。请把它并入正在处理的事件。",
                english:
                    "The incident \(names) was over when it was found. Merge it into the one that is on, not the other way."
            )
        case .childrenOpen:
            Bilingual(
                chinese: "下级事件 \(names) 尚未结案。请先结案，或用 tocsin parent --none 移出。",
                english: "Its children \(names) are open. Close them first, or take them out by tocsin parent --none.")
        case .unknownAlarm:
            Bilingual(
                chinese: "该事件没有正在报警的 \(names)。请用 tocsin incident 查看报警名和键。",
                english: "No alarm \(names) is on in this incident. See its alarms by tocsin incident; write ALERT/KEY."
            )
        case .splitTakesAll:
            Bilingual(
                chinese: "\(names) 是该事件的全部报警，不能都分出。请留下至少一个。",
                english: "\(names) are all alarms of the incident that are on. Leave one at least.")
        case .nothingToUndo:
            Bilingual(
                chinese: "\(names)：没有可撤销的合并、拆分、关联或上级。合并须用被并入的事件编号撤销。",
                english:
                    "\(names): no merge, split, link or parent to take back. A merge is taken back with the id that was merged."
            )
        case .alreadyLinked:
            Bilingual(chinese: "与 \(names) 的关系已经如此。", english: "It is so already with \(names).")
        case .notLinked:
            Bilingual(
                chinese: "与 \(names) 没有关联。请用 tocsin incident 查看。",
                english: "It is not linked with \(names). See tocsin incident.")
        default:
            Bilingual(
                chinese: "\(names)：上下级不能成环。请另选上级。",
                english: "\(names): parents can't go in a circle. Choose another parent.")
        }
    }
}
