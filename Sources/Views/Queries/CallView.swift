import Telemetry

/// A telephone call that a person has to make now: a line of `tocsin calls`.
package struct CallView: Hashable, Sendable, Codable {
    package var incident: String
    package var hazard: String
    package var place: String
    package var recipient: String
    /// `department` or `officer`.
    package var recipientKind: String
    /// What to dial, or where it is found, as the linkage file gives it; nil where it gives nothing.
    @Nullable package var number: String?
    /// Who is on duty there now, by the roster: name, else id; nil where it says nothing.
    @Nullable package var person: String?
    /// What is to be said: `order`, `reminder`, `stand_down`, `recall`, `notice`.
    package var call: String
    @Nullable package var order: String?
    /// The words to say.
    package var words: Bilingual
    package var askedAt: Timestamp
    /// By when, where a deadline runs.
    @Nullable package var due: Timestamp?
    @OrFalse package var exercise: Bool

    private enum CodingKeys: String, CodingKey {
        case incident, hazard, place, recipient
        case recipientKind = "recipient_kind"
        case number, person, call, order, words
        case askedAt = "asked_at"
        case due, exercise
    }

    /// The calls of incidents, the most urgent first: by when they are due, then by when they were asked for.
    package static func calls(of incidents: [IncidentView], names: NameBook) -> [CallView] {
        let calls = incidents.flatMap { incident in
            incident.calls.map { call in
                CallView(
                    incident: incident.id, hazard: incident.hazard, place: incident.place, recipient: call.recipient,
                    recipientKind: call.recipientKind,
                    number: names.duty(call.recipient)?.number ?? call.address ?? names.ownNumber(call.recipient),
                    person: names.duty(call.recipient).flatMap { $0.name ?? $0.person }, call: call.call,
                    order: call.order,
                    words: CallWords.words(call, of: incident, names: names), askedAt: call.askedAt, due: call.due,
                    exercise: names.exercise || incident.exercise)
            }
        }
        return calls.sorted {
            ($0.due ?? .distantFuture, $0.askedAt, $0.incident, $0.recipient)
                < ($1.due ?? .distantFuture, $1.askedAt, $1.incident, $1.recipient)
        }
    }
}

/// What a person says on the telephone.
package enum CallWords {
    package static func words(_ call: IncidentView.Call, of incident: IncidentView, names: NameBook) -> Bilingual {
        Bilingual(
            chinese: words(call, incident, names, .chinese), english: words(call, incident, names, .english))
    }

    private static func words(
        _ call: IncidentView.Call, _ incident: IncidentView, _ names: NameBook, _ language: Language
    ) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let mark = names.exercise || incident.exercise ? "【\(Vocabulary.exerciseMark)】" : ""
        let colour = incident.warningColour.map { say("，", ", ") + Vocabulary.proposed($0, language) } ?? ""
        let city = DisplayText.safe(names.city[language], limit: 100)
        var text = mark + say("这里是\(city)应急指挥中心。", "This is the emergency command centre of \(city). ")
        let what = Vocabulary.message(call.call, language)
        text += what.prefix(1).uppercased() + what.dropFirst() + say("：", ": ")
        text +=
            names.place(incident.place, language) + say("，", ", ") + names.hazard(incident.hazard, language) + colour
        text += say("。", ". ") + DisplayText.safe(incident.summary[language], limit: 500) + say("。", ". ")
        text += task(call, incident, language, say)
        text += say("请问您的姓名？", "Your name, please?")
        return text
    }

    private static func task(
        _ call: IncidentView.Call, _ incident: IncidentView, _ language: Language,
        _ say: (String, String) -> String
    ) -> String {
        let department = call.order.flatMap { order in incident.departments.first { $0.order == order } }
        let order = call.order.map { say("指令号 \($0)。", "Order \($0). ") } ?? ""
        switch call.call {
        case "order", "reminder":
            let tasks = (department?.tasks ?? []).map { DisplayText.safe($0[language], limit: 300) }
            let list =
                tasks.isEmpty ? "" : say("请：", "Please: ") + tasks.joined(separator: say("；", "; ")) + say("。", ". ")
            return list + order
        case "stand_down": return say("险情已解除，指令终止。", "It is over; the order ends. ") + order
        case "recall": return say("指令撤回，不再由贵单位执行。", "The order is withdrawn from you. ") + order
        default: return order
        }
    }
}
