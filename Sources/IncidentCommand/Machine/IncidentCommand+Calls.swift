import Telemetry

/// Calls by telephone: what no machine can do is asked of the person on duty, and counts when a person says it is done.
extension IncidentCommand {
    /// Asks for a call. A newer one about the same matter takes the place of the one that nobody has made yet: one call
    /// says all.
    mutating func askForCall(
        _ kind: OutboundMessage.Kind, key: String, to recipient: OutboundMessage.Recipient, by use: ChannelUse,
        _ position: Int, slot: Int?, due: Timestamp?, _ turn: inout Turn
    ) {
        let order = slot.map { incidents[position].orders[$0].id }
        var call = DueCall(
            key: key, kind: kind, recipient: recipient, channel: use.channel, address: use.address, order: order,
            askedAt: turn.at, due: due)
        if let open = incidents[position].calls.firstIndex(where: {
            $0.recipient == recipient && $0.order == order && $0.channel == use.channel
        }) {
            let former = incidents[position].calls.remove(at: open)
            if kind == .reminder { call.due = former.due }
        }
        incidents[position].calls.append(call)
        var fields = [
            Field("recipient", .text(recipient.id)), Field("recipient_kind", .text(recipient.kindName)),
            Field("channel", .text(use.channel)), Field("address", .optional(use.address)),
            Field("call", .text(kind.rawValue)), Field("due", .optional(call.due)), Field("key", .text(key)),
        ]
        if let slot {
            let tasks = incidents[position].orders[slot].tasks
            fields.append(Field("tasks", .list(tasks.map(LogValue.bilingual))))
            recordOrder("call_due", position, slot, fields, &turn)
        } else {
            record("call_due", position, fields, &turn)
        }
        let officer = linkage.duty.officer
        markTold(officer, position)
        deliverNotice(
            "\(key)/call", kind: .call, position, slot: slot, to: officer, .callDue,
            Array(fields.prefix(6)), &turn)
    }

    /// A person has rung a party, or tried to.
    mutating func recordCall(
        _ position: Int, _ party: String, order wanted: String?, reached: Bool, person: String?, note: String?,
        _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let calls = incidents[position].calls.filter {
            $0.recipient.id == party && (wanted == nil || $0.order == wanted)
        }
        if calls.isEmpty { throw CommandRefusal(.noCallDue, subjects: [party.bounded(200)]) }
        for call in calls {
            incidents[position].calls.removeAll { $0.key == call.key }
            let fields = [
                Field("recipient", .text(call.recipient.id)), Field("recipient_kind", .text(call.recipient.kindName)),
                Field("channel", .text(call.channel)), Field("call", .text(call.kind.rawValue)),
                Field("reached", .boolean(reached)), Field("person", .optional(person)), Field("by", .text(by)),
                Field("note", .optional(note)),
            ]
            guard let slot = incidents[position].orders.firstIndex(where: { $0.id == call.order }) else {
                record("call_made", position, fields, &turn)
                continue
            }
            recordOrder("call_made", position, slot, fields, &turn)
            tell(of: call, reached: reached, by, position, slot, &turn)
        }
    }

    /// What a call means for the order it was about.
    private mutating func tell(
        of call: DueCall, reached: Bool, _ by: String, _ position: Int, _ slot: Int, _ turn: inout Turn
    ) {
        let order = incidents[position].orders[slot]
        let isAboutIt = call.kind == .order || call.kind == .reminder
        guard isAboutIt, order.handedOverAt == nil, order.state == .issued else { return }
        if reached {
            handOver(position, slot, call.channel, evidence: "call by \(by)", &turn)
        } else if call.channel == order.channel {
            failHandOver(position, slot, "nobody answered the telephone", &turn)
        }
    }

    /// The department has answered: nobody needs to ring it about this order any more.
    mutating func withdrawCalls(_ position: Int, _ slot: Int) {
        let order = incidents[position].orders[slot].id
        incidents[position].calls.removeAll { $0.order == order && ($0.kind == .order || $0.kind == .reminder) }
    }
}
