extension OrderState {
    /// Every pair of state and input, decided on purpose; `DecisionTableTests` compares this table with the code.
    /// `>state` goes there, `>>state` goes there against what the department said before, `climb` tells the ladder, `=reason`
    /// keeps an answer that changes nothing, `·` is none of its business, `!code` refuses a person's command.
    ///
    /// ```text
    /// proposed: approve >issued, reject >rejected, handed_over ·, hand_over_failed ·, hand_over_due ·,
    ///   acknowledgement_due ·, decision_due climb, answer_acknowledged =not_issued, answer_accepted =not_issued,
    ///   answer_declined =not_issued, answer_under_way =not_issued, answer_done =not_issued, stand_down >rejected,
    ///   reassign !not_issued, reissue >proposed
    /// issued: approve !nothing_proposed, reject !nothing_proposed, handed_over >handed_over, hand_over_failed
    ///   climb, hand_over_due climb, acknowledgement_due ·, decision_due ·, answer_acknowledged >acknowledged,
    ///   answer_accepted >accepted, answer_declined >declined, answer_under_way >under_way, answer_done >done,
    ///   stand_down >stood_down, reassign >reassigned, reissue >issued
    /// handed_over: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due climb, decision_due ·, answer_acknowledged >acknowledged,
    ///   answer_accepted >accepted, answer_declined >declined, answer_under_way >under_way, answer_done >done,
    ///   stand_down >stood_down, reassign >reassigned, reissue >issued
    /// acknowledged: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =already_so, answer_accepted
    ///   >accepted, answer_declined >declined, answer_under_way >under_way, answer_done >done, stand_down
    ///   >stood_down, reassign >reassigned, reissue >issued
    /// accepted: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =already_further,
    ///   answer_accepted =already_so, answer_declined >>declined, answer_under_way >under_way, answer_done >done,
    ///   stand_down >stood_down, reassign >reassigned, reissue >issued
    /// declined: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =already_further,
    ///   answer_accepted >>accepted, answer_declined =already_so, answer_under_way >>under_way, answer_done >>done,
    ///   stand_down >stood_down, reassign >reassigned, reissue >issued
    /// under_way: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =already_further,
    ///   answer_accepted =already_further, answer_declined >>declined, answer_under_way =already_so, answer_done
    ///   >done, stand_down >stood_down, reassign >reassigned, reissue >issued
    /// done: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·, hand_over_due
    ///   ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =already_further, answer_accepted
    ///   =already_further, answer_declined =already_done, answer_under_way =already_further, answer_done
    ///   =already_so, stand_down !already_finished, reassign !already_finished, reissue >issued
    /// stood_down: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =stood_down, answer_accepted
    ///   =stood_down, answer_declined =stood_down, answer_under_way =stood_down, answer_done =stood_down,
    ///   stand_down !already_finished, reassign !already_finished, reissue >issued
    /// reassigned: approve !nothing_proposed, reject !nothing_proposed, handed_over ·, hand_over_failed ·,
    ///   hand_over_due ·, acknowledgement_due ·, decision_due ·, answer_acknowledged =reassigned, answer_accepted
    ///   =reassigned, answer_declined =reassigned, answer_under_way =reassigned, answer_done =reassigned,
    ///   stand_down !already_finished, reassign !already_finished, reissue >issued
    /// rejected: approve >issued, reject !already_finished, handed_over ·, hand_over_failed ·, hand_over_due ·,
    ///   acknowledgement_due ·, decision_due ·, answer_acknowledged =not_issued, answer_accepted =not_issued,
    ///   answer_declined =not_issued, answer_under_way =not_issued, answer_done =not_issued, stand_down
    ///   !already_finished, reassign !not_issued, reissue >proposed
    /// ```
    package func decision(for input: OrderInput) -> OrderDecision {
        switch self {
        case .proposed, .rejected: decisionBeforeIssue(input)
        case .issued, .handedOver: decisionWhileUnanswered(input)
        case .acknowledged, .accepted, .underWay, .declined: decisionWhileAnswered(input)
        case .done, .stoodDown, .reassigned: decisionWhenFinished(input)
        }
    }

    /// A proposal: the department knows nothing of it, so that nothing it says can be about it.
    private func decisionBeforeIssue(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve: .become(.issued)
        case .reject, .standDown: self == .rejected ? .refuse(.alreadyFinished) : .become(.rejected)
        case .handedOver, .handOverFailed, .handOverDue, .acknowledgementDue: .ignore
        case .decisionDue: self == .rejected ? .ignore : .climb
        case .answerAcknowledged, .answerAccepted, .answerDeclined, .answerUnderWay, .answerDone: .keep(.notIssued)
        case .reassign: .refuse(.notIssued)
        case .reissue: .become(.proposed)
        }
    }

    /// Issued or handed over: both deadlines count, and any answer is news.
    private func decisionWhileUnanswered(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve, .reject: .refuse(.nothingProposed)
        case .handedOver: self == .issued ? .become(.handedOver) : .ignore
        case .handOverFailed, .handOverDue: self == .issued ? .climb : .ignore
        case .acknowledgementDue: self == .issued ? .ignore : .climb
        case .decisionDue: .ignore
        case .answerAcknowledged: .become(.acknowledged)
        case .answerAccepted: .become(.accepted)
        case .answerDeclined: .become(.declined)
        case .answerUnderWay: .become(.underWay)
        case .answerDone: .become(.done)
        case .standDown: .become(.stoodDown)
        case .reassign: .become(.reassigned)
        case .reissue: .become(.issued)
        }
    }

    /// The department has answered: its clock stands still; what it says now may go on or against what it said.
    private func decisionWhileAnswered(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve, .reject: .refuse(.nothingProposed)
        case .handedOver, .handOverFailed, .handOverDue, .acknowledgementDue, .decisionDue: .ignore
        case .answerAcknowledged: answer(.acknowledged)
        case .answerAccepted: answer(.accepted)
        case .answerDeclined: answer(.declined)
        case .answerUnderWay: answer(.underWay)
        case .answerDone: answer(.done)
        case .standDown: .become(.stoodDown)
        case .reassign: .become(.reassigned)
        case .reissue: .become(.issued)
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
        case .underWay: 5
        case .done, .stoodDown, .reassigned: 6
        }
    }

    private func decisionWhenFinished(_ input: OrderInput) -> OrderDecision {
        switch input {
        case .approve, .reject: .refuse(.nothingProposed)
        case .handedOver, .handOverFailed, .handOverDue, .acknowledgementDue, .decisionDue: .ignore
        case .answerAcknowledged, .answerAccepted, .answerUnderWay: keptWhenFinished(.alreadyFurther)
        case .answerDeclined: keptWhenFinished(.alreadyDone)
        case .answerDone: keptWhenFinished(.alreadySo)
        case .standDown, .reassign: .refuse(.alreadyFinished)
        case .reissue: .become(.issued)
        }
    }

    private func keptWhenFinished(_ reasonIfDone: OrderDecision.KeptReason) -> OrderDecision {
        switch self {
        case .stoodDown: .keep(.stoodDown)
        case .reassigned: .keep(.reassigned)
        case .proposed, .rejected, .issued, .handedOver, .acknowledged, .accepted, .declined, .underWay, .done:
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
        case .climb: "climb"
        case .keep(let reason): "=\(reason.rawValue)"
        case .ignore: "·"
        case .refuse(let code): "!\(code.rawValue)"
        }
    }
}
