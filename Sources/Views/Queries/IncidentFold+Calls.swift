import Telemetry

extension IncidentFold {
    /// Calls as the log tells them: asked for, made, or needless because the department has answered.
    mutating func takeCalls(_ code: LogCode, _ record: LogRecord) {
        switch code {
        case .callDue:
            let call = IncidentView.Call(
                recipient: record.text("recipient") ?? "?",
                recipientKind: record.text("recipient_kind") ?? "department",
                channel: record.text("channel") ?? "", address: record.text("address"),
                call: record.text("call") ?? "order", order: record.text("order"), askedAt: record.at,
                due: record.time("due"))
            withdraw(record) { $0.channel == call.channel }
            view?.calls.append(call)
        case .callMade:
            let call = record.text("call")
            let channel = record.text("channel")
            withdraw(record) { $0.channel == channel && $0.call == call }
        case .orderAcknowledged, .orderAccepted, .orderDeclined, .orderEnRoute, .orderOnScene, .orderUnderWay,
            .orderProgress, .orderDone:
            let order = record.text("order")
            view?.calls.removeAll { $0.order == order && ($0.call == "order" || $0.call == "reminder") }
        default: return
        }
    }

    /// Takes out the calls to the entry's recipient about its order.
    private mutating func withdraw(_ record: LogRecord, where matches: (IncidentView.Call) -> Bool) {
        let recipient = record.text("recipient")
        let order = record.text("order")
        view?.calls.removeAll { $0.recipient == recipient && $0.order == order && matches($0) }
    }
}
