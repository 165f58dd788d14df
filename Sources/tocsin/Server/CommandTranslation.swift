import IncidentCommand
import LiveServer
import Operations
import Telemetry
import Views

extension CommandRequest {
    /// The command that incident command understands.
    ///
    /// - Throws: `bad_request` where a part is missing that the action needs.
    func kind(incident: String) throws(ProblemView) -> OfficerCommand.Kind {
        switch action {
        case .acknowledge: return .acknowledge(incident: incident)
        case .close: return .close(incident: incident, reason: reason ?? "")
        case .reset: return .reset(incident: incident, alarm: try alarmID())
        case .approve: return .approve(incident: incident, order: order)
        case .reject: return .reject(incident: incident, order: try required(order, "order"), reason: reason ?? "")
        case .standDown: return .standDown(incident: incident, order: order, reason: reason ?? "")
        case .reassign:
            return .reassign(
                incident: incident, order: try required(order, "order"),
                department: try required(department, "department"), reason: reason ?? "")
        case .declareCleared: return .declareCleared(incident: incident, reason: reason ?? "")
        case .answer:
            return .answer(
                incident: incident, department: try required(department, "department"), order: order,
                state: try answerState(), person: person, via: via ?? "phone", reason: reason)
        case .called:
            return .called(
                incident: incident, party: try required(department, "department"), order: order,
                reached: reached ?? true, person: person, note: reason)
        case .recall: return .recall(incident: incident, order: try required(order, "order"), reason: reason ?? "")
        case .verify: return .verify(incident: incident, note: reason)
        case .falseAlarm: return .falseAlarm(incident: incident, reason: reason ?? "")
        case .note: return .note(incident: incident, text: text ?? "")
        case .addFigure:
            return .addFigure(incident: incident, figure: try knownFigure(), amount: amount ?? 0, source: reason)
        case .merge:
            return .merge(incident: incident, into: try required(other, "other"), reason: reason ?? "")
        case .undo: return .undo(incident: incident, reason: reason ?? "")
        case .split: return .split(incident: incident, alarms: try namedAlarms(), reason: reason ?? "")
        case .link: return .link(incident: incident, other: try required(other, "other"), reason: reason)
        case .unlink: return .unlink(incident: incident, other: try required(other, "other"), reason: reason)
        case .parent: return .parent(incident: incident, parent: other, reason: reason)
        case .decideGrade: return .decideGrade(incident: incident, grade: level ?? 0, reason: reason ?? "")
        case .decideResponse: return .decideResponse(incident: incident, level: level ?? 0, reason: reason ?? "")
        }
    }

    private func alarmID() throws(ProblemView) -> AlarmID? {
        switch (alarm, key) {
        case (nil, nil): return nil
        case (let alarm?, let key?): return AlarmID(alert: alarm, key: key)
        case (nil, .some): throw missing("alarm")
        case (.some, nil): throw missing("key")
        }
    }

    /// Names of rules have no slash, keys may.
    private func namedAlarms() throws(ProblemView) -> [AlarmID] {
        var ids: [AlarmID] = []
        for name in alarms ?? [] {
            guard let slash = name.firstIndex(of: "/") else {
                throw ProblemView(
                    code: "bad_request", message: "“\(DisplayText.safe(name, limit: 100))” is no alarm.",
                    remedy: "Write ALERT/KEY, as “tocsin incident” shows them.")
            }
            ids.append(AlarmID(alert: String(name[..<slash]), key: String(name[name.index(after: slash)...])))
        }
        return ids
    }

    private func answerState() throws(ProblemView) -> AnswerState {
        let word = try required(state, "state")
        guard let state = AnswerState(rawValue: word) else {
            let words = AnswerState.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProblemView(
                code: "bad_request", message: "“\(DisplayText.safe(word, limit: 100))” is no answer.",
                remedy: "Use one of: \(words).")
        }
        return state
    }

    private func knownFigure() throws(ProblemView) -> Figure {
        let word = try required(figure, "figure")
        guard let figure = Figure(rawValue: word) else {
            let words = Figure.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProblemView(
                code: "bad_request", message: "“\(DisplayText.safe(word, limit: 100))” is no figure.",
                remedy: "Use one of: \(words).")
        }
        return figure
    }

    private func required(_ value: String?, _ name: String) throws(ProblemView) -> String {
        guard let value, !value.isEmpty else { throw missing(name) }
        return value
    }

    private func missing(_ name: String) -> ProblemView {
        ProblemView(
            code: "bad_request", message: "“\(action.rawValue)” needs “\(name)”.",
            remedy: "Add “\(name)” and ask again.")
    }
}

extension ProblemView {
    /// A refusal's text holds the reason and the remedy in one.
    init(_ refusal: CommandRefusal) {
        self.init(
            code: refusal.code.rawValue, message: refusal.text,
            remedy: Bilingual(
                chinese: "用“tocsin incident”查看该事件的现状和下一步。",
                english: "See where the incident stands, and what comes next, with “tocsin incident”."))
    }

    init(_ error: ServerError) {
        switch error {
        case .stopping:
            self.init(
                code: "stopping",
                message: Bilingual(chinese: "服务正在停止。", english: "The server is stopping."),
                remedy: Bilingual(chinese: "待其恢复后再试。", english: "Ask again when it is back."))
        case .queueFull:
            self.init(
                code: "queue_full",
                message: Bilingual(chinese: "等待处理的请求过多。", english: "Too many requests wait."),
                remedy: Bilingual(chinese: "稍后再试。", english: "Try again in a moment."))
        case .storeFull(let text):
            self.init(
                code: "store_full",
                message: Bilingual(
                    chinese: "无法写入存储，因此没有执行：\(text)",
                    english: "The store can't be written, so it was not done: \(text)"),
                remedy: Bilingual(chinese: "腾出磁盘空间后再试。", english: "Make room on the disk and try again."))
        case .failed(let text):
            self.init(
                code: "failed", message: "The server could not do it: \(text)",
                remedy: "Mend what the message names and try again.")
        }
    }
}
