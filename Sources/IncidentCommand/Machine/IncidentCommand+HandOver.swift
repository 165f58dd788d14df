import Telemetry

extension IncidentCommand {
    /// Takes what a channel knows of a message. Only the newest version of an order has clocks; all else is logged.
    package mutating func apply(_ report: HandOverReport, at: Timestamp, into actions: inout [IncidentAction]) {
        var turn = Turn(at: at)
        if let position = index(ofIncident: report.incident) {
            apply(report, position, &turn)
        } else {
            turn.actions.append(.log(LogFact("message_reported", fields: reportFields(report))))
        }
        finish(turn, into: &actions)
    }

    private mutating func apply(_ report: HandOverReport, _ position: Int, _ turn: inout Turn) {
        let slot = incidents[position].orders.firstIndex { $0.id == report.order }
        guard report.kind == .order, let slot, report.orderVersion == incidents[position].orders[slot].version,
            incidents[position].orders[slot].handedOverAt == nil, incidents[position].orders[slot].issuedAt != nil
        else {
            record("message_reported", position, reportFields(report), &turn)
            return
        }
        switch report.outcome {
        case .handedOver(let evidence): handOver(position, slot, report.channel, evidence: evidence, &turn)
        case .failed(let reason): failHandOver(position, slot, report, reason, &turn)
        }
    }

    /// The channel has the order: from now on the department's own deadline runs.
    mutating func handOver(
        _ position: Int, _ slot: Int, _ channel: String, evidence: String, _ turn: inout Turn
    ) {
        let order = incidents[position].orders[slot]
        timers.cancel(&incidents[position].orders[slot].handOverTimer)
        incidents[position].orders[slot].handedOverAt = turn.at
        let isNew = order.state.decision(for: .handedOver) == .become(.handedOver)
        if isNew {
            let deadline = turn.at + order.acknowledgeWithin
            incidents[position].orders[slot].state = .handedOver
            incidents[position].orders[slot].acknowledgeBy = deadline
            incidents[position].orders[slot].acknowledgementTimer = timers.schedule(
                deadline, target(.acknowledgement, position, slot))
        }
        let fields = [
            Field("channel", .text(channel)), Field("evidence", .text(evidence.bounded(200))),
            Field("acknowledge_by", .optional(incidents[position].orders[slot].acknowledgeBy)),
        ]
        recordOrder("order_handed_over", position, slot, fields, &turn)
    }

    /// The channel has given up: a department that can't be reached is a missed hand-over, now.
    private mutating func failHandOver(
        _ position: Int, _ slot: Int, _ report: HandOverReport, _ reason: String, _ turn: inout Turn
    ) {
        let decision = incidents[position].orders[slot].state.decision(for: .handOverFailed)
        let fields = [
            Field("channel", .text(report.channel)), Field("reason", .text(reason.bounded(500))),
            Field("climbs", .boolean(decision == .climb)),
        ]
        recordOrder("order_hand_over_failed", position, slot, fields, &turn)
        guard decision == .climb else { return }
        timers.cancel(&incidents[position].orders[slot].handOverTimer)
        startClimb(.handOverFailed, position, slot, from: turn.at, &turn)
    }

    private func reportFields(_ report: HandOverReport) -> [Field] {
        var outcome = [Field("handed_over", .boolean(true))]
        switch report.outcome {
        case .handedOver(let evidence): outcome += [Field("evidence", .text(evidence.bounded(200)))]
        case .failed(let reason):
            outcome = [Field("handed_over", .boolean(false)), Field("reason", .text(reason.bounded(500)))]
        }
        return [
            Field("key", .text(report.key.bounded(200))), Field("kind", .text(report.kind.rawValue)),
            Field("recipient", .text(report.recipient.id)), Field("channel", .text(report.channel)),
            Field("order", .optional(report.order)),
            Field("version", report.orderVersion.map { .integer(Int64($0)) } ?? .null),
        ] + outcome
    }
}
