import Telemetry

extension IncidentCommand {
    /// Takes what a channel knows of a message. Only the newest version of an order has clocks; all else is logged.
    package mutating func apply(_ report: HandOverReport, at: Timestamp, into actions: inout [IncidentAction]) {
        var turn = Turn(at: at)
        // The order may have gone over to another incident since the message left.
        if let position = report.order.flatMap({ orderSerials[$0] }).flatMap(index(ofSerial:))
            ?? index(ofIncident: report.incident)
        {
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
            if let slot { tellEndByNextChannel(report, position, slot, &turn) }
            return
        }
        switch report.outcome {
        // Whichever channel has it: a success that comes late counts too.
        case .handedOver(let evidence):
            handOver(position, slot, report.channel, evidence: evidence, attempts: report.attempts, &turn)
        case .failed(let reason):
            // The order has gone on from there already.
            if report.channel != incidents[position].orders[slot].channel {
                record("message_reported", position, reportFields(report), &turn)
            } else {
                failHandOver(position, slot, reason, &turn)
            }
        }
    }

    /// The channel has the order: from now on the department's own deadline runs.
    mutating func handOver(
        _ position: Int, _ slot: Int, _ channel: String, evidence: String, attempts: Int? = nil, _ turn: inout Turn
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
        recordOrder("order_handed_over", position, slot, fields + attemptFields(attempts), &turn)
    }

    /// The channel has given up: the next one is tried. When the last has failed, the department can't be reached, which is
    /// a missed hand-over, now.
    mutating func failHandOver(_ position: Int, _ slot: Int, _ reason: String, _ turn: inout Turn) {
        let order = incidents[position].orders[slot]
        if order.hasNextChannel, order.state.decision(for: .channelFailed) == .tryNextChannel {
            return goToNextChannel(position, slot, .handOverFailed, cause: reason, &turn)
        }
        let decision = order.state.decision(for: .handOverFailed)
        let fields = [
            Field("channel", .text(order.channel)), Field("reason", .text(reason.bounded(500))),
            Field("climbs", .boolean(decision == .climb)),
        ]
        recordOrder("order_hand_over_failed", position, slot, fields, &turn)
        guard decision == .climb else { return }
        timers.cancel(&incidents[position].orders[slot].handOverTimer)
        startClimb(.handOverFailed, position, slot, from: turn.at, &turn)
    }

    /// The same order by the next channel, with that channel's own time for the hand-over.
    mutating func goToNextChannel(
        _ position: Int, _ slot: Int, _ reason: Climb.Reason, cause: String?, _ turn: inout Turn
    ) {
        let former = incidents[position].orders[slot].channel
        timers.cancel(&incidents[position].orders[slot].handOverTimer)
        incidents[position].orders[slot].channelPlace += 1
        let deadline = turn.at + incidents[position].orders[slot].currentHandOverWithin
        incidents[position].orders[slot].handOverBy = deadline
        incidents[position].orders[slot].handOverTimer = timers.schedule(deadline, target(.handOver, position, slot))
        recordChannelChange(.order, from: former, reason, cause: cause, position, slot, &turn)
        deliverOrder(position, slot, &turn)
    }

    /// The end is told by the next channel where one has failed to tell it.
    private mutating func tellEndByNextChannel(
        _ report: HandOverReport, _ position: Int, _ slot: Int, _ turn: inout Turn
    ) {
        let order = incidents[position].orders[slot]
        guard case .failed(let cause) = report.outcome, let end = order.end, end.kind == report.kind,
            report.orderVersion == order.version, report.channel == order.channel, order.hasNextChannel
        else { return }
        incidents[position].orders[slot].channelPlace += 1
        recordChannelChange(end.kind, from: report.channel, .handOverFailed, cause: cause, position, slot, &turn)
        let place = incidents[position].orders[slot].channelPlace
        let fields = [Field("reason", .text(end.reason)), Field("by", .text(end.by))]
        deliverToDepartment(end.kind, end.kind.rawValue, by: place...place, position, slot, fields, &turn)
    }

    private mutating func recordChannelChange(
        _ kind: OutboundMessage.Kind, from former: String, _ reason: Climb.Reason, cause: String?, _ position: Int,
        _ slot: Int, _ turn: inout Turn
    ) {
        let order = incidents[position].orders[slot]
        let fields = [
            Field("kind", .text(kind.rawValue)), Field("channel", .text(former)),
            Field("reason", .text(reason.rawValue)), Field("cause", .optional(cause?.bounded(500))),
            Field("next_channel", .text(order.channel)), Field("place", .integer(Int64(order.channelPlace + 1))),
            Field("channels", .integer(Int64(order.channels.count))),
            Field("hand_over_by", .optional(kind == .order ? order.handOverBy : nil)),
            Field("late", .boolean(turn.isLate)),
        ]
        recordOrder("order_channel_changed", position, slot, fields, &turn)
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
        ] + outcome + attemptFields(report.attempts)
    }

    /// Only where a channel tried more than once.
    private func attemptFields(_ attempts: Int?) -> [Field] {
        attempts.map { [Field("attempts", .integer(Int64($0)))] } ?? []
    }
}
