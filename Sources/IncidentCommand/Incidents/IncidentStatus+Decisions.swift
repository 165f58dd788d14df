/// What can happen to an incident.
package enum IncidentInput: String, Sendable, CaseIterable {
    case alarmRaised = "alarm_raised"
    /// An alarm that makes the incident graver.
    case alarmWorse = "alarm_worse"
    case alarmCleared = "alarm_cleared"
    case lastAlarmCleared = "last_alarm_cleared"
    case alarmHeld = "alarm_held"
    case alarmRestored = "alarm_restored"
    /// An alarm was on and is over, found from readings that came late.
    case alarmHistory = "alarm_history"
    /// An alarm should not have been on, as is known now.
    case alarmRetracted = "alarm_retracted"
    /// An alarm was on at other times, as is known now.
    case alarmRevised = "alarm_revised"
    case acknowledge
    case close
    case reset
    case approve
    case reject
    case standDown = "stand_down"
    case reassign
    case declareCleared = "declare_cleared"
    case answer
    case called
    case recall
    case verify
    case falseAlarm = "false_alarm"
    case note
    case addFigure = "add_figure"
    case decideGrade = "decide_grade"
    case decideResponse = "decide_response"
    case merge
    /// Another incident is merged into this one.
    case takeOver = "take_over"
    case undo
    case split
    /// Asked of both incidents; so is unlinking.
    case link
    case unlink
    case parent
    /// Another incident is to have this one as its parent.
    case takeChild = "take_child"

    init(_ command: OfficerCommand.Kind) {
        switch command {
        case .acknowledge: self = .acknowledge
        case .close: self = .close
        case .reset: self = .reset
        case .approve: self = .approve
        case .reject: self = .reject
        case .standDown: self = .standDown
        case .reassign: self = .reassign
        case .declareCleared: self = .declareCleared
        case .answer: self = .answer
        case .called: self = .called
        case .recall: self = .recall
        case .verify: self = .verify
        case .falseAlarm: self = .falseAlarm
        case .note: self = .note
        case .addFigure: self = .addFigure
        case .decideGrade: self = .decideGrade
        case .decideResponse: self = .decideResponse
        case .merge: self = .merge
        case .undo: self = .undo
        case .split: self = .split
        case .link: self = .link
        case .unlink: self = .unlink
        case .parent: self = .parent
        // A report finds its incident itself, as an alarm does.
        case .report: self = .alarmRaised
        }
    }
}

/// What an incident does with an input.
package enum IncidentDecision: Hashable, Sendable {
    /// A new incident: this one is over.
    case openAnother
    case join
    case upgrade
    case reopen
    case lower
    case resolve
    case hold
    case restore
    /// The record is set right, nobody is called.
    case mark
    /// The command is carried out, if the incident's other facts allow it.
    case carryOut
    case ignore
    case refuse(CommandRefusal.Code)
}

extension IncidentStatus {
    /// Every pair of status and input, decided on purpose. The article “Incidents and orders” holds the table, and a test
    /// compares it with this code.
    package func decision(for input: IncidentInput) -> IncidentDecision {
        switch self {
        case .raised, .reopened, .acknowledged, .underWay, .held: decisionWhileOn(input)
        case .resolved: decisionWhenResolved(input)
        case .closed: decisionWhenClosed(input)
        case .merged: decisionWhenMerged(input)
        }
    }

    private func decisionWhileOn(_ input: IncidentInput) -> IncidentDecision {
        switch input {
        case .alarmRaised: .join
        case .alarmWorse: .upgrade
        case .alarmCleared: .lower
        case .lastAlarmCleared: .resolve
        case .alarmHeld: .hold
        case .alarmRestored: .restore
        case .alarmHistory, .alarmRetracted, .alarmRevised: .mark
        case .acknowledge: self == .acknowledged ? .refuse(.alreadyAcknowledged) : .carryOut
        case .close: .refuse(.notCleared)
        case .declareCleared: self == .held ? .carryOut : .refuse(.conditionStillOn)
        case .reset, .approve, .reject, .standDown, .recall, .reassign, .answer, .called, .verify, .falseAlarm, .note,
            .addFigure, .decideGrade, .decideResponse, .merge, .takeOver, .undo, .split, .link, .unlink, .parent,
            .takeChild:
            .carryOut
        }
    }

    private func decisionWhenResolved(_ input: IncidentInput) -> IncidentDecision {
        switch input {
        case .alarmRaised, .alarmWorse, .alarmRestored: .reopen
        case .alarmCleared, .lastAlarmCleared, .alarmHeld: .ignore
        case .alarmHistory, .alarmRetracted, .alarmRevised: .mark
        case .acknowledge, .close: .carryOut
        case .reset: .refuse(.nothingToReset)
        case .declareCleared: .refuse(.alreadyCleared)
        case .approve, .reject, .standDown, .recall, .reassign, .answer, .called, .verify, .falseAlarm, .note,
            .addFigure, .decideGrade, .decideResponse, .merge, .takeOver, .undo, .link, .unlink, .parent, .takeChild:
            .carryOut
        // Nothing is on that could be about something else.
        case .split: .refuse(.alreadyCleared)
        }
    }

    private func decisionWhenClosed(_ input: IncidentInput) -> IncidentDecision {
        switch input {
        case .alarmRaised, .alarmWorse, .alarmRestored, .alarmHistory: .openAnother
        case .alarmRetracted, .alarmRevised: .mark
        case .alarmCleared, .lastAlarmCleared, .alarmHeld: .ignore
        case .acknowledge, .close, .reset, .approve, .reject, .standDown, .recall, .reassign, .declareCleared, .answer,
            .verify, .falseAlarm, .decideResponse, .merge, .takeOver, .undo, .split, .parent, .takeChild:
            .refuse(.incidentClosed)
        // Whoever is told the end by telephone is rung after it; figures and what is worth noting come in for weeks.
        // What has to do with it may be found later, too.
        case .called, .note, .addFigure, .decideGrade, .link, .unlink: .carryOut
        }
    }

    /// Whatever is new belongs to the incident that it went into.
    private func decisionWhenMerged(_ input: IncidentInput) -> IncidentDecision {
        switch input {
        case .alarmRaised, .alarmWorse, .alarmRestored, .alarmHistory: .openAnother
        case .alarmRetracted, .alarmRevised: .mark
        case .alarmCleared, .lastAlarmCleared, .alarmHeld: .ignore
        case .acknowledge, .close, .reset, .approve, .reject, .standDown, .reassign, .declareCleared, .answer, .recall,
            .verify, .falseAlarm, .note, .addFigure, .decideGrade, .decideResponse, .merge, .takeOver, .split, .link,
            .unlink, .parent, .takeChild:
            .refuse(.incidentMerged)
        // Whoever is told by telephone that it ended is rung after it.
        case .called, .undo: .carryOut
        }
    }
}

extension IncidentDecision: CustomStringConvertible {
    /// As in the table: the word, `·` ignored, `!code` refused.
    package var description: String {
        switch self {
        case .openAnother: "open_another"
        case .join: "join"
        case .upgrade: "upgrade"
        case .reopen: "reopen"
        case .lower: "lower"
        case .resolve: "resolve"
        case .hold: "hold"
        case .restore: "restore"
        case .mark: "mark"
        case .carryOut: "carry_out"
        case .ignore: "·"
        case .refuse(let code): "!\(code.rawValue)"
        }
    }
}
