import Telemetry

/// Alarms about the server itself, the way in most of all. No rule raises them, so the rule engine does not know them: they latch until a person has looked
/// at them, and that person's reset is their end.
enum ServerAlarm {
    private static let key = "server"
    private static let prefix = "Server"

    static func raised(_ gap: IntakeGapInput, code: String, at: Timestamp) -> AlarmChange {
        let name = code.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return change(
            .raised, AlarmID(alert: prefix + name, key: key), at: at, eventTime: gap.from,
            value: gap.dropped.map { Double($0) }, summary: summary(gap),
            evidence: [
                AlarmChange.Label(name: "cause", value: gap.cause.rawValue),
                AlarmChange.Label(name: "from", value: gap.from.iso8601),
                AlarmChange.Label(name: "to", value: gap.to.iso8601),
            ])
    }

    /// What follows a person's reset; nil for alarms that rules raise.
    static func cleared(_ alarm: AlarmID, at: Timestamp) -> AlarmChange? {
        guard alarm.key == key, alarm.alert.hasPrefix(prefix) else { return nil }
        return change(
            .cleared, alarm, at: at, eventTime: at, value: nil,
            summary: Bilingual(chinese: "已复位", english: "Reset by a person"), evidence: [])
    }

    private static func change(
        _ kind: AlarmChange.Kind, _ alarm: AlarmID, at: Timestamp, eventTime: Timestamp, value: Double?,
        summary: Bilingual, evidence: [AlarmChange.Label]
    ) -> AlarmChange {
        AlarmChange(
            kind: kind, alarm: alarm, at: at, eventTime: eventTime, hazard: hazard(of: alarm), place: "server",
            district: "",
            colour: nil, station: "", quantity: "", value: value, unit: "", latching: true, summary: summary,
            evidence: evidence)
    }

    /// What has nothing to do with the way in is an incident of its own.
    private static func hazard(of alarm: AlarmID) -> String {
        alarm.alert.hasPrefix(prefix + "StateSheet") ? "system" : "intake_gap"
    }

    private static func summary(_ gap: IntakeGapInput) -> Bilingual {
        switch gap.cause {
        case .sessionLost:
            Bilingual(
                chinese: "代理已丢失会话，期间的读数可能缺失", english: "The broker lost our session: readings may be missing")
        case .brokerRestarted:
            Bilingual(
                chinese: "代理未告别即重启，可能遗忘已确认的读数",
                english: "The broker was started anew without a goodbye: readings that it had confirmed may be missing")
        case .brokerDropped:
            Bilingual(
                chinese: "代理丢弃了消息，读数可能缺失", english: "The broker dropped messages: readings may be missing")
        case .takenOver where gap.detail == IntakeGapInput.suspected:
            Bilingual(
                chinese: "疑有另一个客户端使用本系统的客户端标识",
                english: "Another client seems to use our client id; intake goes on trying")
        case .takenOver:
            Bilingual(
                chinese: "另一个客户端占用了本系统的客户端标识，接收已停止",
                english: "Another client took over our client id: intake has stopped")
        case .subscriptionRefused:
            Bilingual(chinese: "代理拒绝了订阅", english: "The broker refused a subscription")
        case .stateSheetFailed:
            Bilingual(
                chinese: "态势单写不出去：机器故障时将无单可查",
                english: "The state sheet can't be written: there will be none for the day when the machine dies")
        case .brokerLost, .brokerBack, .stateSheetBack: Bilingual("")
        }
    }
}
