import Telemetry

/// Messages for the outbox. Whoever delivers them adds `exercise` and `secret`.
extension IncidentCommand {
    /// - Parameter step: what this message is in the order's life, a part of its idempotency key.
    mutating func deliverToDepartment(
        _ kind: OutboundMessage.Kind, _ step: String, _ position: Int, _ slot: Int, _ fields: [Field],
        _ turn: inout Turn
    ) {
        let incident = incidents[position]
        let order = incident.orders[slot]
        let key = "\(order.id)/v\(order.version)/\(order.department)/\(step)"
        let head = [
            Field("kind", .text(kind.rawValue)), Field("key", .text(key)), Field("order", .text(order.id)),
            Field("version", .integer(Int64(order.version))), Field("department", .text(order.department)),
        ]
        turn.actions.append(
            .deliver(
                OutboundMessage(
                    key: key, kind: kind, recipient: .department(order.department), channel: order.channel,
                    incident: incident.id, incidentVersion: incident.version, order: order.id,
                    orderVersion: order.version, lifeSafety: incident.peak.lifeSafety,
                    body: head + situation(position) + fields + [Field("late", .boolean(turn.isLate))])))
    }

    /// A notice to an officer, about an order where there is one.
    mutating func deliverNotice(
        _ key: String, kind: OutboundMessage.Kind = .notice, _ position: Int, slot: Int?, to officer: String,
        _ reason: TellReason, _ fields: [Field], _ turn: inout Turn
    ) {
        let incident = incidents[position]
        let order = slot.map { incident.orders[$0] }
        var head = [
            Field("kind", .text(kind.rawValue)), Field("key", .text(key)), Field("officer", .text(officer)),
            Field("reason", .text(reason.rawValue)),
        ]
        if let order {
            head += [
                Field("order", .text(order.id)), Field("version", .integer(Int64(order.version))),
                Field("department", .text(order.department)),
                Field("tasks", .list(order.tasks.map(LogValue.bilingual))),
            ]
        }
        turn.actions.append(
            .deliver(
                OutboundMessage(
                    key: key, kind: kind, recipient: .officer(officer), channel: IncidentCommand.officersChannel,
                    incident: incident.id, incidentVersion: incident.version, order: order?.id,
                    orderVersion: order?.version, lifeSafety: incident.peak.lifeSafety,
                    body: head + situation(position) + fields + [Field("late", .boolean(turn.isLate))])))
    }

    /// The channel of everything that officers are told.
    package static let officersChannel = "feed"

    private func situation(_ position: Int) -> [Field] {
        let incident = incidents[position]
        return [
            Field("incident", .text(incident.id)), Field("hazard", .text(incident.hazard)),
            Field("place", .text(incident.place)), Field("colour", .optional(incident.severity.colour?.code)),
            Field("proposed_colour", .boolean(true)), Field("life_safety", .boolean(incident.peak.lifeSafety)),
            Field("summary", .bilingual(incident.summary)),
        ]
    }
}
