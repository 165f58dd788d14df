import Telemetry

extension AlarmManagement {
    /// A step of an alarm that nobody was told.
    func withheldFact(_ change: AlarmChange, _ reason: WithholdingReason) -> LogFact {
        LogFact(
            "alarm_withheld",
            fields: identity(change) + [
                .init("change", .text(change.kind.rawValue)), .init("reason", .text(reason.kind.rawValue)),
                .init("by", .text(reason.by)), .init("until", reason.until.map { .time($0) } ?? .null),
                .init("station", .text(change.station)), .init("quantity", .text(change.quantity)),
                .init("value", change.value.map { .number($0) } ?? .null), .init("unit", .text(change.unit)),
                .init("event_time", .time(change.eventTime)), .init("rule", .text(change.rule)),
            ])
    }

    func identity(_ change: AlarmChange) -> [LogFact.Field] {
        [
            .init("alert", .text(change.alarm.alert)), .init("key", .text(change.alarm.key)),
            .init("hazard", .text(change.hazard)), .init("place", .text(change.place)),
            .init("district", .text(change.district)),
            .init("colour", change.colour.map { .text($0.code) } ?? .null),
        ]
    }

    func fields(_ suppression: Suppression) -> [LogFact.Field] {
        let matcher = suppression.matcher.fields.map { field in
            LogFact.Field(field.name, .list(field.values.map { .text($0) }))
        }
        return [
            .init("suppression", .text(suppression.id)), .init("kind", .text(suppression.kind.rawValue)),
            .init("matcher", .object(matcher)), .init("by", .text(suppression.by)),
            .init("reason", .text(suppression.reason)),
            .init("until", suppression.until.map { .time($0) } ?? .null),
        ]
    }
}
