/// Why somebody is told something.
package enum TellReason: String, Sendable, CaseIterable, Codable {
    case raised
    case upgraded
    case reopened
    /// One more life-safety alarm in an incident that was already known.
    case lifeSafetyAlarm = "life_safety_alarm"
    case sourceLost = "source_lost"
    /// Something was on and is over, found from readings that came late.
    case history
    /// An alarm should not have been raised, as is known now.
    case retracted
    /// The officer's own deadline was missed.
    case officerSilent = "officer_silent"
    case acknowledgementMissed = "acknowledgement_missed"
    case handOverMissed = "hand_over_missed"
    case handOverFailed = "hand_over_failed"
    case declined
    case decisionMissed = "decision_missed"
    case feedbackMissed = "feedback_missed"
    case progressMissed = "progress_missed"
    /// Evidence or grade reach another row of the matrix.
    case corroborated
    case confirmed
    case graded
    /// A person found that nothing was there.
    case falseAlarm = "false_alarm"
    case approved
    case reassigned
    case stoodDown = "stood_down"
    case closed
    /// A person has put incidents together.
    case merged
    /// A person has taken incidents apart.
    case separated
    /// Somebody has to be rung.
    case callDue = "call_due"

    init(_ reason: Climb.Reason) {
        switch reason {
        case .acknowledgementMissed: self = .acknowledgementMissed
        case .handOverMissed: self = .handOverMissed
        case .handOverFailed: self = .handOverFailed
        case .declined: self = .declined
        case .decisionMissed: self = .decisionMissed
        case .feedbackMissed: self = .feedbackMissed
        case .progressMissed: self = .progressMissed
        }
    }
}
