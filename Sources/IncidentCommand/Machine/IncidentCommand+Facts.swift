import Telemetry

/// Log entries: codes are constant, what varies is a field.
extension IncidentCommand {
    typealias Field = LogFact.Field

    /// Appends an entry about an incident and counts its version.
    mutating func record(_ code: String, _ position: Int, _ fields: [Field], _ turn: inout Turn) {
        // Never the whole incident: copying it for two members would cost more than the entry.
        incidents[position].version += 1
        let (id, version) = (incidents[position].id, incidents[position].version)
        turn.actions.append(.log(LogFact(code, incident: id, incidentVersion: version, fields: fields)))
        turn.touch(position)
    }

    /// Appends an entry about one order.
    mutating func recordOrder(_ code: String, _ position: Int, _ slot: Int, _ fields: [Field], _ turn: inout Turn) {
        var all: [Field] = []
        all.reserveCapacity(fields.count + 3)
        appendOrder(position, slot, to: &all)
        all.append(contentsOf: fields)
        record(code, position, all, &turn)
    }

    /// Which order, in which version, whose.
    func appendOrder(_ position: Int, _ slot: Int, to fields: inout [Field]) {
        fields.append(Field("order", .text(incidents[position].orders[slot].id)))
        fields.append(Field("version", .integer(Int64(incidents[position].orders[slot].version))))
        fields.append(Field("department", .text(incidents[position].orders[slot].department)))
    }

    func placeFields(_ position: Int) -> [Field] {
        [
            Field("hazard", .text(incidents[position].hazard)), Field("place", .text(incidents[position].place)),
            Field("district", .text(incidents[position].district)),
        ]
    }

    /// The colour and that it is a proposal.
    func colourFields(_ severity: Severity) -> [Field] {
        [
            Field("colour", .optional(severity.colour?.code)), Field("proposed", .boolean(true)),
            Field("life_safety", .boolean(severity.lifeSafety)),
        ]
    }

    func alarmFields(_ change: AlarmChange) -> [Field] {
        [
            Field("alert", .text(change.alarm.alert)), Field("key", .text(change.alarm.key)),
            Field("alarm_colour", .optional(change.colour?.code)), Field("station", .text(change.station)),
            Field("quantity", .text(change.quantity)),
            Field("value", .optional(change.value)), Field("unit", .text(change.unit)),
            Field("event_time", .time(change.eventTime)), Field("latching", .boolean(change.latching)),
            Field("unverified", .boolean(change.unverified)), Field("rule", .text(change.rule)),
            Field("summary", .bilingual(change.summary)),
            Field("labels", .object(change.labels.map { Field($0.name, .text($0.value)) })),
            Field("evidence", .object(change.evidence.map { Field($0.name, .text($0.value)) })),
        ] + latenessFields(change)
    }

    /// Only where an alarm was found when earlier readings were judged again: `event_time` tells what happened, `at` when it
    /// was known.
    private func latenessFields(_ change: AlarmChange) -> [Field] {
        guard change.isLate else { return [] }
        var fields = [Field("late", .boolean(true)), Field("ended_at", .optional(change.endedAt))]
        if let previously = change.previously {
            fields.append(Field("previously_began", .time(previously.began)))
            fields.append(Field("previously_ended", .optional(previously.ended)))
        }
        return fields
    }

    func alarmFields(_ alarm: IncidentAlarm) -> [Field] {
        [
            Field("alert", .text(alarm.id.alert)), Field("key", .text(alarm.id.key)),
            Field("alarm_colour", .optional(alarm.colour?.code)), Field("station", .text(alarm.station)),
        ]
    }
}

extension LogValue {
    static func optional(_ text: String?) -> LogValue { text.map(LogValue.text) ?? .null }
    static func optional(_ time: Timestamp?) -> LogValue { time.map(LogValue.time) ?? .null }
    static func optional(_ number: Double?) -> LogValue { number.map(LogValue.number) ?? .null }

    static func bilingual(_ text: Bilingual) -> LogValue {
        .object([LogFact.Field("zh", .text(text.chinese)), LogFact.Field("en", .text(text.english))])
    }

    static func texts(_ texts: [String]) -> LogValue { .list(texts.map(LogValue.text)) }
}

extension String {
    /// What a person or a department wrote, cut to what an entry holds: everything has a limit.
    func bounded(_ limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: unicodeScalars.prefix(limit))
        return String(view)
    }
}
