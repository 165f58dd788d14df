import Telemetry

/// Messages for the outbox. Whoever delivers them adds `exercise` and `secret`.
extension IncidentCommand {
    /// The order itself, by the channel whose turn it is.
    mutating func deliverOrder(_ position: Int, _ slot: Int, _ turn: inout Turn) {
        let order = incidents[position].orders[slot]
        let place = order.channelPlace
        deliverToDepartment(
            .order, "order", by: place...place, position, slot,
            [
                Field("tasks", .list(order.tasks.map(LogValue.bilingual))),
                Field("reason", .text((order.issuedBecause ?? .raised).rawValue)),
                Field("acknowledge_within", .interval(order.acknowledgeWithin)), Field("acknowledge_by", .null),
            ], &turn)
    }

    /// - Parameters:
    ///   - step: what this message is in the order's life, a part of its idempotency key, as is the channel's place.
    ///   - places: the order's channels that it goes by; nil: every one that the order was tried by. Which of them the
    ///     department heard is not known for certain, and told twice is better than not told.
    mutating func deliverToDepartment(
        _ kind: OutboundMessage.Kind, _ step: String, by places: ClosedRange<Int>? = nil, _ position: Int, _ slot: Int,
        _ fields: [Field], _ turn: inout Turn
    ) {
        let channels = incidents[position].orders[slot].channels
        let (order, version) = (incidents[position].orders[slot].id, incidents[position].orders[slot].version)
        let department = incidents[position].orders[slot].department
        for place in places ?? 0...incidents[position].orders[slot].channelPlace where channels.indices.contains(place)
        {
            let key = "\(order)/v\(version)/\(department)/\(step)" + (place == 0 ? "" : "/ch-\(place + 1)")
            if channels[place].isTelephone {
                askForCall(
                    kind, key: key, to: .department(department),
                    by: ChannelUse(channel: channels[place].id, address: channels[place].address), position,
                    slot: slot, due: kind == .order ? incidents[position].orders[slot].handOverBy : nil, &turn)
                continue
            }
            // One array for the whole body: thousands of orders may be due in one tick.
            var body: [Field] = []
            body.reserveCapacity(fields.count + 13)
            body.append(Field("kind", .text(kind.rawValue)))
            body.append(Field("key", .text(key)))
            appendOrder(position, slot, to: &body)
            appendSituation(position, to: &body)
            body.append(contentsOf: fields)
            body.append(Field("late", .boolean(turn.isLate)))
            turn.actions.append(
                .deliver(
                    OutboundMessage(
                        key: key, kind: kind, recipient: .department(department), channel: channels[place].id,
                        incident: incidents[position].id, incidentVersion: incidents[position].version, order: order,
                        orderVersion: version, lifeSafety: incidents[position].peak.lifeSafety, body: body)))
        }
    }

    /// A notice to an officer, about an order where there is one: by the feed, and at the same time by every channel that
    /// the officer has, so that no step waits on the way to a person.
    mutating func deliverNotice(
        _ key: String, kind: OutboundMessage.Kind = .notice, _ position: Int, slot: Int?, to officer: String,
        _ reason: TellReason, _ fields: [Field], _ turn: inout Turn
    ) {
        let incident = incidents[position]
        let order = slot.map { incident.orders[$0] }
        var head = [Field("officer", .text(officer)), Field("reason", .text(reason.rawValue))]
        if let order {
            head += [
                Field("order", .text(order.id)), Field("version", .integer(Int64(order.version))),
                Field("department", .text(order.department)),
                Field("tasks", .list(order.tasks.map(LogValue.bilingual))),
            ]
        }
        appendSituation(position, to: &head)
        let body = head + fields + [Field("late", .boolean(turn.isLate))]
        func message(_ key: String, _ channel: String) -> OutboundMessage {
            OutboundMessage(
                key: key, kind: kind, recipient: .officer(officer), channel: channel,
                incident: incident.id, incidentVersion: incident.version, order: order?.id,
                orderVersion: order?.version, lifeSafety: incident.peak.lifeSafety,
                body: [Field("kind", .text(kind.rawValue)), Field("key", .text(key))] + body)
        }
        turn.actions.append(.deliver(message(key, IncidentCommand.officersChannel)))
        for use in linkage.channels(ofOfficer: officer) {
            let ownKey = "\(key)/\(use.channel)"
            if linkage.channel(use.channel)?.kind == .telephone {
                // That somebody has to ring is said at the desk; nobody rings to say that somebody should ring.
                if kind == .call { continue }
                askForCall(
                    kind, key: ownKey, to: .officer(officer), by: use, position, slot: slot, due: nil, &turn)
            } else {
                turn.actions.append(.deliver(message(ownKey, use.channel)))
            }
        }
    }

    /// The channel of everything that officers are told.
    package static let officersChannel = "feed"

    private func appendSituation(_ position: Int, to fields: inout [Field]) {
        fields.append(Field("incident", .text(incidents[position].id)))
        fields.append(Field("hazard", .text(incidents[position].hazard)))
        fields.append(Field("place", .text(incidents[position].place)))
        fields.append(Field("colour", .optional(incidents[position].severity.colour?.code)))
        fields.append(Field("proposed_colour", .boolean(true)))
        fields.append(Field("life_safety", .boolean(incidents[position].peak.lifeSafety)))
        fields.append(Field("summary", .bilingual(incidents[position].summary)))
    }
}
