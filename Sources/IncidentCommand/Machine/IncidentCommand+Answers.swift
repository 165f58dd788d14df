import Telemetry

extension IncidentCommand {
    /// An answer with its origin, whether a department sent it or an officer took it by telephone.
    struct Origin {
        var person: String
        var via: String
        /// The officer on behalf of the department.
        var by: String?
        var reason: String?
        var claimedAt: Timestamp?
    }

    /// Takes a department's answer. What is late, stale, contradictory or not proved is kept, with the reason, and
    /// changes what it may.
    package mutating func apply(_ answer: DepartmentAnswer, at: Timestamp, into actions: inout [IncidentAction]) {
        var turn = Turn(at: at)
        let origin = Origin(
            person: answer.person.bounded(200), via: answer.via, by: nil, reason: answer.reason?.bounded(2_000),
            claimedAt: answer.claimedAt)
        if let serial = orderSerials[answer.order], let position = index(ofSerial: serial),
            let slot = incidents[position].orders.firstIndex(where: { $0.id == answer.order })
        {
            if let reason = objection(to: answer, position, slot) {
                keep(
                    answer.state, version: answer.version, from: answer.department, origin, reason, position, slot,
                    &turn)
            } else {
                _ = take(answer.state, origin, position, slot, &turn)
            }
        } else {
            let fields = [
                Field("order", .text(answer.order.bounded(200))), Field("version", .integer(Int64(answer.version))),
                Field("department", .text(answer.department)),
            ]
            let rest = answerFields(answer.state, origin, accepted: false, .unknownOrder)
            turn.actions.append(.log(LogFact("answer_kept", fields: fields + rest)))
        }
        finish(turn, into: &actions)
    }

    /// Why an answer may change nothing whatever it says; the graver objections first.
    private func objection(
        to answer: DepartmentAnswer, _ position: Int, _ slot: Int
    ) -> OrderDecision.KeptReason? {
        let order = incidents[position].orders[slot]
        if answer.department != order.department { return .wrongDepartment }
        switch answer.proof {
        case .verified: break
        case .failed: return .proofFailed
        case .missing: return .proofMissing
        }
        if incidents[position].isClosed { return .afterClose }
        if answer.version < order.version { return .staleVersion }
        if answer.version > order.version { return .unknownVersion }
        return nil
    }

    /// Lets an answer change the order.
    ///
    /// - Returns: why it changed nothing; nil where it was accepted.
    mutating func take(
        _ answer: AnswerState, _ origin: Origin, _ position: Int, _ slot: Int, _ turn: inout Turn
    ) -> OrderDecision.KeptReason? {
        let order = incidents[position].orders[slot]
        let next: OrderState
        var isContradictory = false
        switch order.state.decision(for: OrderInput(answer)) {
        case .become(let state): next = state
        case .contradict(let state):
            next = state
            isContradictory = true
        case .keep(let reason):
            keep(answer, version: order.version, from: order.department, origin, reason, position, slot, &turn)
            return reason
        case .climb, .tryNextChannel, .ignore, .refuse:
            keep(answer, version: order.version, from: order.department, origin, .alreadySo, position, slot, &turn)
            return .alreadySo
        }
        // Who answers has the order, whatever the channel knows.
        if order.handedOverAt == nil { handOver(position, slot, origin.via, evidence: "answer", &turn) }
        withdrawCalls(position, slot)
        let deadline = incidents[position].orders[slot].acknowledgeBy
        let isLate = isLate(incidents[position].orders[slot], at: turn.at)
        enter(next, answer, origin, position, slot, &turn)
        remember(answer, version: order.version, origin, nil, position, slot, at: turn.at)
        var fields =
            answerFields(answer, origin, accepted: true, nil) + [
                Field("late", .boolean(isLate)),
                Field("contradictory", .boolean(isContradictory)), Field("acknowledge_by", .optional(deadline)),
                Field("handed_over_at", .optional(incidents[position].orders[slot].handedOverAt)),
            ]
        if let next = incidents[position].orders[slot].feedbackBy { fields.append(Field("feedback_by", .time(next))) }
        recordOrder("order_\(answer.rawValue)", position, slot, fields, &turn)
        if next == .declined { startClimb(.declined, position, slot, from: turn.at, &turn) }
        checkSatisfaction(position, &turn)
        return nil
    }

    /// After its deadline, or while the ladder was climbed for what it had not said.
    private func isLate(_ order: Order, at now: Timestamp) -> Bool {
        switch order.climb?.reason {
        case .feedbackMissed, .progressMissed: true
        case .acknowledgementMissed, .handOverMissed, .handOverFailed, .declined, .decisionMissed:
            order.acknowledgedAt == nil
        case nil:
            (order.acknowledgedAt == nil ? order.acknowledgeBy : order.feedbackBy).map { now > $0 } ?? false
        }
    }

    /// Goes to a state that an answer brought: this department's clocks stop, and nobody else's.
    private mutating func enter(
        _ state: OrderState, _ answer: AnswerState, _ origin: Origin, _ position: Int, _ slot: Int,
        _ turn: inout Turn
    ) {
        if state == .declined {
            // A ladder that is being climbed goes on from where it is.
            stopDeadlines(position, slot)
            timers.cancel(&incidents[position].orders[slot].climbTimer)
        } else {
            stopClocks(position, slot)
        }
        incidents[position].orders[slot].state = state
        incidents[position].orders[slot].person = origin.person
        incidents[position].orders[slot].reason = origin.reason
        let order = incidents[position].orders[slot]
        if order.acknowledgedAt == nil { incidents[position].orders[slot].acknowledgedAt = turn.at }
        switch state {
        case .accepted: incidents[position].orders[slot].acceptedAt = turn.at
        case .enRoute: incidents[position].orders[slot].enRouteAt = turn.at
        case .onScene: incidents[position].orders[slot].onSceneAt = turn.at
        case .underWay:
            if order.underWayAt == nil { incidents[position].orders[slot].underWayAt = turn.at }
            if answer == .progress { incidents[position].orders[slot].progressAt = turn.at }
        case .done: incidents[position].orders[slot].finishedAt = turn.at
        case .proposed, .issued, .handedOver, .acknowledged, .declined, .stoodDown, .reassigned, .rejected: break
        }
        awaitFeedback(state, position, slot, at: turn.at)
    }

    /// After the acknowledgement the first word is awaited, after each word the next.
    private mutating func awaitFeedback(_ state: OrderState, _ position: Int, _ slot: Int, at now: Timestamp) {
        let order = incidents[position].orders[slot]
        let due: Timestamp?
        switch state {
        case .acknowledged, .accepted:
            // Accepting is no word from the way: the time runs from the first answer. Once it has passed, from now.
            due = order.firstFeedbackWithin.map { within in
                let first = (order.acknowledgedAt ?? now) + within
                return first > now ? first : now + within
            }
        case .enRoute, .onScene, .underWay: due = order.progressEvery.map { now + $0 }
        case .proposed, .issued, .handedOver, .declined, .done, .stoodDown, .reassigned, .rejected: due = nil
        }
        guard let due else { return }
        incidents[position].orders[slot].feedbackBy = due
        incidents[position].orders[slot].feedbackTimer = timers.schedule(due, target(.feedback, position, slot))
    }

    private mutating func keep(
        _ answer: AnswerState, version: Int, from department: String, _ origin: Origin,
        _ reason: OrderDecision.KeptReason, _ position: Int, _ slot: Int, _ turn: inout Turn
    ) {
        remember(answer, version: version, origin, reason, position, slot, at: turn.at)
        let order = incidents[position].orders[slot]
        let fields = [
            Field("order", .text(order.id)), Field("version", .integer(Int64(version))),
            Field("department", .text(department)), Field("order_version", .integer(Int64(order.version))),
            Field("order_state", .text(order.state.rawValue)),
        ]
        record("answer_kept", position, fields + answerFields(answer, origin, accepted: false, reason), &turn)
    }

    private mutating func remember(
        _ answer: AnswerState, version: Int, _ origin: Origin, _ reason: OrderDecision.KeptReason?, _ position: Int,
        _ slot: Int, at: Timestamp
    ) {
        incidents[position].orders[slot].answerCount += 1
        let limit = Order.answerLimit
        if incidents[position].orders[slot].answers.count >= limit {
            incidents[position].orders[slot].answers.removeFirst()
        }
        incidents[position].orders[slot].answers.append(
            Order.KeptAnswer(
                at: at, version: version, state: answer, person: origin.person, via: origin.via,
                accepted: reason == nil, keptBecause: reason?.rawValue))
    }

    private func answerFields(
        _ answer: AnswerState, _ origin: Origin, accepted: Bool, _ kept: OrderDecision.KeptReason?
    ) -> [Field] {
        [
            Field("state", .text(answer.rawValue)), Field("person", .text(origin.person)),
            Field("via", .text(origin.via)), Field("by", .optional(origin.by)),
            Field("note", .optional(origin.reason)), Field("claimed_at", .optional(origin.claimedAt)),
            Field("accepted", .boolean(accepted)), Field("reason", .optional(kept?.rawValue)),
        ]
    }
}
