import Telemetry

/// What an officer asks for. Every command carries the person; a reason where the action can't be undone.
package struct OfficerCommand: Hashable, Sendable, Codable {
    /// Officer id or name, as signed in or as given by `--by`.
    package var by: String
    package var kind: Kind

    package init(by: String, kind: Kind) {
        self.by = by
        self.kind = kind
    }

    package enum Kind: Hashable, Sendable, Codable {
        /// The officer on duty has seen it. Stops only the officer's own clock.
        case acknowledge(incident: String)
        /// Ends an incident that is cleared and whose orders are finished.
        case close(incident: String, reason: String)
        /// Resets the latching alarms of an incident, or the one named.
        case reset(incident: String, alarm: AlarmID?)
        /// A person decides a proposal: it is issued. Nil: all that wait.
        case approve(incident: String, order: String?)
        /// A person decides that a proposal is not issued.
        case reject(incident: String, order: String, reason: String)
        /// Ends orders before the incident is closed: one by its id, or all that are not finished.
        case standDown(incident: String, order: String?, reason: String)
        /// Gives an order's tasks to another department; the first is told that it is recalled.
        case reassign(incident: String, order: String, department: String, reason: String)
        /// An alarm whose source is lost is over, as a person saw on site. Silence never says so.
        case declareCleared(incident: String, reason: String)
        /// An answer taken by telephone or by word: the officer on behalf of the department.
        /// - person: who answered there, where known. order: nil for the department's newest unfinished order.
        case answer(
            incident: String, department: String, order: String?, state: AnswerState, person: String?, via: String,
            reason: String?)
        /// A person has rung a department or an officer whom a channel of kind telephone reaches.
        /// - party: department or officer. order: nil for every call due to it. reached: false where nobody answered.
        case called(incident: String, party: String, order: String?, reached: Bool, person: String?, note: String?)
        /// An order that should not have been issued: the department is told so.
        case recall(incident: String, order: String, reason: String)
        /// A person has verified the incident.
        case verify(incident: String, note: String?)
        /// A person found that nothing is there: everyone who was told is told so.
        case falseAlarm(incident: String, reason: String)
        case note(incident: String, text: String)
        /// Adds to a figure; a correction is a negative addition with its reason. Nothing is overwritten.
        case addFigure(incident: String, figure: Figure, amount: Int64, source: String?)
        /// An authorised person decides the grade: 1 (Ⅰ) … 4.
        case decideGrade(incident: String, grade: Int, reason: String)
        /// An authorised person decides the response level: 1 (Ⅰ) … 4.
        case decideResponse(incident: String, level: Int, reason: String)
        /// They are one: all that is open of it goes into the other, and it ends.
        case merge(incident: String, into: String, reason: String)
        /// Takes back the newest of its merge, split, link, unlink and parent.
        case undo(incident: String, reason: String)
        /// The alarms named are about something else: they become an incident of their own.
        case split(incident: String, alarms: [AlarmID], reason: String)
        /// They have to do with one another.
        case link(incident: String, other: String, reason: String?)
        case unlink(incident: String, other: String, reason: String?)
        /// It is a part of another one; nil: of none any more.
        case parent(incident: String, parent: String?, reason: String?)
        /// Somebody has told of something: it joins the open incident there, or opens one.
        case report(PublicReport)
    }

    /// The incident that it is about; empty for a report, which finds its own.
    package var incident: String {
        switch kind {
        case .acknowledge(let incident), .close(let incident, _), .reset(let incident, _), .approve(let incident, _),
            .reject(let incident, _, _), .standDown(let incident, _, _), .reassign(let incident, _, _, _),
            .declareCleared(let incident, _), .answer(let incident, _, _, _, _, _, _),
            .called(let incident, _, _, _, _, _), .recall(let incident, _, _), .verify(let incident, _),
            .falseAlarm(let incident, _), .note(let incident, _), .addFigure(let incident, _, _, _),
            .decideGrade(let incident, _, _), .decideResponse(let incident, _, _), .merge(let incident, _, _),
            .undo(let incident, _), .split(let incident, _, _), .link(let incident, _, _),
            .unlink(let incident, _, _), .parent(let incident, _, _):
            incident
        case .report: ""
        }
    }

    /// English snake_case name, as the log spells it.
    package var name: String {
        switch kind {
        case .acknowledge: "acknowledge"
        case .close: "close"
        case .reset: "reset"
        case .approve: "approve"
        case .reject: "reject"
        case .standDown: "stand_down"
        case .reassign: "reassign"
        case .declareCleared: "declare_cleared"
        case .answer: "answer"
        case .called: "called"
        case .recall: "recall"
        case .verify: "verify"
        case .falseAlarm: "false_alarm"
        case .note: "note"
        case .addFigure: "add_figure"
        case .decideGrade: "decide_grade"
        case .decideResponse: "decide_response"
        case .merge: "merge"
        case .undo: "undo"
        case .split: "split"
        case .link: "link"
        case .unlink: "unlink"
        case .parent: "parent"
        case .report: "report"
        }
    }
}

/// What became of a command.
package enum CommandOutcome: Hashable, Sendable {
    case accepted
    /// Accepted, and this is the incident that it is about now: a report finds its own, a split opens one.
    case acceptedIn(incident: String)
    case refused(CommandRefusal)
}

/// Why a command was refused.
package struct CommandRefusal: Error, Hashable, Sendable {
    package var code: Code
    /// The order or department that stands in the way, where there is one.
    package var subjects: [String]
    /// Full sentences, the reason and what to do instead.
    package var text: Bilingual

    package init(_ code: Code, subjects: [String] = [], text: Bilingual) {
        self.code = code
        self.subjects = subjects
        self.text = text
    }

    package enum Code: String, Sendable, CaseIterable {
        case personMissing = "person_missing"
        case reasonMissing = "reason_missing"
        case unknownIncident = "unknown_incident"
        case unknownOrder = "unknown_order"
        case unknownDepartment = "unknown_department"
        case incidentClosed = "incident_closed"
        case alreadyAcknowledged = "already_acknowledged"
        case notCleared = "not_cleared"
        case ordersUnfinished = "orders_unfinished"
        case proposalsUndecided = "proposals_undecided"
        case nothingToReset = "nothing_to_reset"
        case nothingProposed = "nothing_proposed"
        case nothingToStandDown = "nothing_to_stand_down"
        case alreadyFinished = "already_finished"
        case notIssued = "not_issued"
        case sameDepartment = "same_department"
        case conditionStillOn = "condition_still_on"
        case alreadyCleared = "already_cleared"
        case answerWithoutEffect = "answer_without_effect"
        case noCallDue = "no_call_due"
        case alreadyConfirmed = "already_confirmed"
        case alreadyFalse = "already_false"
        case textMissing = "text_missing"
        case amountInvalid = "amount_invalid"
        case scaleInvalid = "scale_invalid"
        case incidentMerged = "incident_merged"
        case sameIncident = "same_incident"
        case historyOnly = "history_only"
        case childrenOpen = "children_open"
        case unknownAlarm = "unknown_alarm"
        case splitTakesAll = "split_takes_all"
        case nothingToUndo = "nothing_to_undo"
        case alreadyLinked = "already_linked"
        case notLinked = "not_linked"
        case parentCycle = "parent_cycle"
        case unknownHazard = "unknown_hazard"
        case placeMissing = "place_missing"
    }
}
