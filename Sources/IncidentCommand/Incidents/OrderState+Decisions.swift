extension OrderState {
    /// Every pair of state and input, decided on purpose. The article “Incidents and orders” holds the table, and a test
    /// compares it with this code.
    package func decision(for input: OrderInput) -> OrderDecision {
        switch self {
        case .proposed, .rejected: decisionBeforeIssue(input)
        case .issued, .handedOver: decisionWhileUnanswered(input)
        case .acknowledged, .accepted, .enRoute, .onScene, .underWay, .declined: decisionWhileAnswered(input)
        case .done, .stoodDown, .reassigned: decisionWhenFinished(input)
        }
    }

    /// A proposal: the department knows nothing of it, so that nothing it says can be about it.
    private func decisionBeforeIssue(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve: .become(.issued)
        case .reject, .standDown: self == .rejected ? .refuse(.alreadyFinished) : .become(.rejected)
        case .handedOver, .channelFailed, .channelDue, .handOverFailed, .handOverDue, .acknowledgementDue, .feedbackDue,
            .progressDue:
            .ignore
        case .decisionDue: self == .rejected ? .ignore : .climb
        case .answerAcknowledged, .answerAccepted, .answerDeclined, .answerEnRoute, .answerOnScene, .answerUnderWay,
            .answerProgress, .answerDone:
            .keep(.notIssued)
        case .reassign, .recall: .refuse(.notIssued)
        case .reissue: .become(.proposed)
        }
    }

    /// Issued or handed over: both deadlines count, and any answer is news.
    private func decisionWhileUnanswered(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve, .reject: .refuse(.nothingProposed)
        case .handedOver: self == .issued ? .become(.handedOver) : .ignore
        case .channelFailed, .channelDue: self == .issued ? .tryNextChannel : .ignore
        case .handOverFailed, .handOverDue: self == .issued ? .climb : .ignore
        case .acknowledgementDue: self == .issued ? .ignore : .climb
        case .decisionDue, .feedbackDue, .progressDue: .ignore
        case .answerAcknowledged: .become(.acknowledged)
        case .answerAccepted: .become(.accepted)
        case .answerDeclined: .become(.declined)
        case .answerEnRoute: .become(.enRoute)
        case .answerOnScene: .become(.onScene)
        case .answerUnderWay, .answerProgress: .become(.underWay)
        case .answerDone: .become(.done)
        case .standDown, .recall: .become(.stoodDown)
        case .reassign: .become(.reassigned)
        case .reissue: .become(.issued)
        }
    }

    /// The department has answered: what it says now may go on or against what it said, and the next word is awaited.
    private func decisionWhileAnswered(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve, .reject: .refuse(.nothingProposed)
        case .handedOver, .channelFailed, .channelDue, .handOverFailed, .handOverDue, .acknowledgementDue, .decisionDue:
            .ignore
        case .feedbackDue: self == .acknowledged || self == .accepted ? .climb : .ignore
        case .progressDue: isReporting ? .climb : .ignore
        case .answerAcknowledged: answer(.acknowledged)
        case .answerAccepted: answer(.accepted)
        case .answerDeclined: answer(.declined)
        case .answerEnRoute: answer(.enRoute)
        case .answerOnScene: answer(.onScene)
        case .answerUnderWay: answer(.underWay)
        case .answerProgress: self == .underWay ? .become(.underWay) : answer(.underWay)
        case .answerDone: answer(.done)
        case .standDown, .recall: .become(.stoodDown)
        case .reassign: .become(.reassigned)
        case .reissue: .become(.issued)
        }
    }

    /// It has said that it moves or works: from then on progress is awaited.
    private var isReporting: Bool {
        switch self {
        case .enRoute, .onScene, .underWay: true
        case .proposed, .issued, .handedOver, .acknowledged, .accepted, .declined, .done, .stoodDown, .reassigned,
            .rejected:
            false
        }
    }

    /// A later answer: declining what was accepted, or taking up what was declined, counts and is marked.
    private func answer(_ next: OrderState) -> OrderDecision {
        if next == self { return .keep(.alreadySo) }
        if self == .declined { return next == .acknowledged ? .keep(.alreadyFurther) : .contradict(next) }
        if next == .declined { return self == .acknowledged ? .become(.declined) : .contradict(.declined) }
        return next.progress > progress ? .become(next) : .keep(.alreadyFurther)
    }

    private var progress: Int {
        switch self {
        case .proposed, .rejected: 0
        case .issued: 1
        case .handedOver: 2
        case .acknowledged: 3
        case .accepted, .declined: 4
        case .enRoute: 5
        case .onScene: 6
        case .underWay: 7
        case .done, .stoodDown, .reassigned: 8
        }
    }

    private func decisionWhenFinished(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve, .reject: .refuse(.nothingProposed)
        case .handedOver, .channelFailed, .channelDue, .handOverFailed, .handOverDue, .acknowledgementDue, .decisionDue,
            .feedbackDue, .progressDue:
            .ignore
        case .answerAcknowledged, .answerAccepted, .answerEnRoute, .answerOnScene, .answerUnderWay, .answerProgress:
            keptWhenFinished(.alreadyFurther)
        case .answerDeclined: keptWhenFinished(.alreadyDone)
        case .answerDone: keptWhenFinished(.alreadySo)
        case .standDown, .recall, .reassign: .refuse(.alreadyFinished)
        case .reissue: .become(.issued)
        }
    }

    private func keptWhenFinished(_ reasonIfDone: OrderDecision.KeptReason) -> OrderDecision {
        switch self {
        case .stoodDown: .keep(.stoodDown)
        case .reassigned: .keep(.reassigned)
        case .proposed, .rejected, .issued, .handedOver, .acknowledged, .accepted, .declined, .enRoute, .onScene,
            .underWay, .done:
            .keep(reasonIfDone)
        }
    }
}

extension OrderDecision: CustomStringConvertible {
    /// As in the table: `>state`, `>>state` against what was said, `climb`, `=reason`, `·` ignored, `!code` refused.
    package var description: String {
        switch self {
        case .become(let state): ">\(state.rawValue)"
        case .contradict(let state): ">>\(state.rawValue)"
        case .tryNextChannel: "next_channel"
        case .climb: "climb"
        case .keep(let reason): "=\(reason.rawValue)"
        case .ignore: "·"
        case .refuse(let code): "!\(code.rawValue)"
        }
    }
}
