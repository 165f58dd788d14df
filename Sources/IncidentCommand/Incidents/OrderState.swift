/// Where an order stands.
package enum OrderState: String, Sendable, CaseIterable, Codable {
    /// Waits for a person's decision.
    case proposed
    /// In the outbox.
    case issued
    /// The channel has it; the acknowledgement deadline runs.
    case handedOver = "handed_over"
    case acknowledged
    case accepted
    /// Climbs at once; unfinished until a person reassigns it or stands it down.
    case declined
    case enRoute = "en_route"
    case onScene = "on_scene"
    case underWay = "under_way"
    case done
    case stoodDown = "stood_down"
    case reassigned
    /// A person decided against the proposal.
    case rejected

    /// Whether it was taken back: it counts for nothing any more.
    package var isWithdrawn: Bool {
        switch self {
        case .stoodDown, .reassigned, .rejected: true
        case .proposed, .issued, .handedOver, .acknowledged, .accepted, .declined, .enRoute, .onScene, .underWay, .done:
            false
        }
    }

    /// Whether the department has begun: on its way, at work or done.
    package var isMoving: Bool {
        switch self {
        case .enRoute, .onScene, .underWay, .done: true
        case .proposed, .issued, .handedOver, .acknowledged, .accepted, .declined, .stoodDown, .reassigned, .rejected:
            false
        }
    }

    /// Whether nothing more is expected of the department.
    package var isFinished: Bool {
        switch self {
        case .done, .stoodDown, .reassigned, .rejected: true
        case .proposed, .issued, .handedOver, .acknowledged, .accepted, .declined, .enRoute, .onScene,
            .underWay:
            false
        }
    }
}

/// What can happen to an order.
package enum OrderInput: String, Sendable, CaseIterable {
    case approve
    case reject
    case handedOver = "handed_over"
    /// A channel has given up, and the order has another.
    case channelFailed = "channel_failed"
    /// A channel's time for the hand-over is over, and the order has another.
    case channelDue = "channel_due"
    /// The last channel has given up.
    case handOverFailed = "hand_over_failed"
    /// The last channel's time for the hand-over is over.
    case handOverDue = "hand_over_due"
    case acknowledgementDue = "acknowledgement_due"
    case decisionDue = "decision_due"
    /// The first word after the acknowledgement is due.
    case feedbackDue = "feedback_due"
    /// The next report of progress is due.
    case progressDue = "progress_due"
    case answerAcknowledged = "answer_acknowledged"
    case answerAccepted = "answer_accepted"
    case answerDeclined = "answer_declined"
    case answerEnRoute = "answer_en_route"
    case answerOnScene = "answer_on_scene"
    case answerUnderWay = "answer_under_way"
    /// How it goes; may be said again and again.
    case answerProgress = "answer_progress"
    case answerDone = "answer_done"
    case standDown = "stand_down"
    /// It should not have been issued.
    case recall
    case reassign
    case reissue

    init(_ state: AnswerState) {
        switch state {
        case .acknowledged: self = .answerAcknowledged
        case .accepted: self = .answerAccepted
        case .declined: self = .answerDeclined
        case .enRoute: self = .answerEnRoute
        case .onScene: self = .answerOnScene
        case .underWay: self = .answerUnderWay
        case .progress: self = .answerProgress
        case .done: self = .answerDone
        }
    }
}

/// What an order does with an input.
package enum OrderDecision: Hashable, Sendable {
    /// Goes to the state.
    case become(OrderState)
    /// Goes to the state though the department said otherwise before; marked so.
    case contradict(OrderState)
    /// Stays, and goes out by the next channel.
    case tryNextChannel
    /// Stays, and tells the ladder's next step.
    case climb
    /// Stays; the input is kept with the reason.
    case keep(KeptReason)
    /// Stays: the input is none of its business any more.
    case ignore
    /// The person is told why not.
    case refuse(CommandRefusal.Code)

    /// Why an answer changed nothing.
    package enum KeptReason: String, Sendable, CaseIterable {
        case notIssued = "not_issued"
        case alreadySo = "already_so"
        case alreadyFurther = "already_further"
        case alreadyDone = "already_done"
        case stoodDown = "stood_down"
        case reassigned
        case staleVersion = "stale_version"
        case unknownVersion = "unknown_version"
        case unknownOrder = "unknown_order"
        case wrongDepartment = "wrong_department"
        case afterClose = "after_close"
        case proofFailed = "proof_failed"
        case proofMissing = "proof_missing"
    }
}
