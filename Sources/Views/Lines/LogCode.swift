/// Codes of log entries that have a sentence of their own. Other codes are told by their name and fields.
package enum LogCode: String, CaseIterable, Sendable {
    case incidentRaised = "incident_raised"
    case alarmJoined = "alarm_joined"
    case incidentUpgraded = "incident_upgraded"
    case incidentReopened = "incident_reopened"
    case alarmCleared = "alarm_cleared"
    case alarmConditionEnded = "alarm_condition_ended"
    case incidentCleared = "incident_cleared"
    case alarmHeld = "alarm_held"
    case incidentHeld = "incident_held"
    case alarmRestored = "alarm_restored"
    case alarmWithoutIncident = "alarm_without_incident"
    case incidentFoundLate = "incident_found_late"
    case alarmRaisedLate = "alarm_raised_late"
    case alarmRetracted = "alarm_retracted"
    case alarmRevised = "alarm_revised"
    case alarmReset = "alarm_reset"
    case officerTold = "officer_told"
    case incidentAcknowledged = "incident_acknowledged"
    case orderProposed = "order_proposed"
    case orderApproved = "order_approved"
    case orderRejected = "order_rejected"
    case orderIssued = "order_issued"
    case orderHandedOver = "order_handed_over"
    case orderHandOverFailed = "order_hand_over_failed"
    case orderChannelChanged = "order_channel_changed"
    case callDue = "call_due"
    case callMade = "call_made"
    case orderAcknowledged = "order_acknowledged"
    case orderAccepted = "order_accepted"
    case orderDeclined = "order_declined"
    case orderEnRoute = "order_en_route"
    case orderOnScene = "order_on_scene"
    case orderUnderWay = "order_under_way"
    case orderProgress = "order_progress"
    case orderDone = "order_done"
    case answerKept = "answer_kept"
    case deadlineMissed = "deadline_missed"
    case escalated
    case ladderExhausted = "ladder_exhausted"
    case orderRecalled = "order_recalled"
    case orderReassigned = "order_reassigned"
    case standDownIssued = "stand_down_issued"
    case evidenceGrew = "evidence_grew"
    case incidentFalseAlarm = "incident_false_alarm"
    case linkageSatisfied = "linkage_satisfied"
    case reportTaken = "report_taken"
    case noteAdded = "note_added"
    case figureAdded = "figure_added"
    case gradeProposed = "grade_proposed"
    case gradeDecided = "grade_decided"
    case responseDecided = "response_decided"
    case incidentMerged = "incident_merged"
    case incidentTookOver = "incident_took_over"
    case incidentGaveBack = "incident_gave_back"
    case incidentSplit = "incident_split"
    case incidentSplitOff = "incident_split_off"
    case alarmMovedIn = "alarm_moved_in"
    case orderMovedIn = "order_moved_in"
    case regroupingUndone = "regrouping_undone"
    case incidentLinked = "incident_linked"
    case incidentUnlinked = "incident_unlinked"
    case parentSet = "parent_set"
    case childAdded = "child_added"
    case childRemoved = "child_removed"
    case incidentClosed = "incident_closed"
    case messageReported = "message_reported"
    case commandRefused = "command_refused"

    case alarmWithheld = "alarm_withheld"
    case alarmReleased = "alarm_released"
    case suppressionBegan = "suppression_began"
    case suppressionEnded = "suppression_ended"
    case alarmFloodBegan = "alarm_flood_began"
    case alarmFloodEnded = "alarm_flood_ended"
    case alarmChattering = "alarm_chattering"
    case alarmStale = "alarm_stale"
    case alarmCommandRefused = "alarm_command_refused"

    case rosterGap = "roster_gap"
    case personRead = "person_read"
    case personErased = "person_erased"
    case peopleImported = "people_imported"

    case configurationLoaded = "configuration_loaded"
    case watchStarted = "watch_started"
    case watchGap = "watch_gap"
    case watchStopped = "watch_stopped"
    case clockStepped = "clock_stepped"
    case intakeGap = "intake_gap"
    case clientTakenOver = "client_taken_over"
    case brokerLost = "broker_lost"
    case brokerBack = "broker_back"
    case subscriptionRefused = "subscription_refused"
    case stateSheetFailed = "state_sheet_failed"
    case stateSheetBack = "state_sheet_back"
    case lifeSafetyMessageUnreadable = "life_safety_message_unreadable"
    case journalSegment = "journal_segment"

    /// Whether a short account tells it: what began, got worse or ended, what a person decided, what went wrong. The steps
    /// in between – who was told, what was handed over, each single alarm – are for the whole one.
    package var isBrief: Bool {
        switch self {
        case .incidentRaised, .incidentUpgraded, .incidentReopened, .incidentHeld, .incidentCleared,
            .incidentAcknowledged, .reportTaken, .evidenceGrew, .incidentFalseAlarm, .gradeDecided, .responseDecided,
            .incidentMerged, .incidentTookOver, .incidentSplit, .incidentSplitOff, .regroupingUndone, .incidentClosed,
            .orderDeclined, .orderHandOverFailed, .callDue, .deadlineMissed,
            .escalated,
            .ladderExhausted, .standDownIssued, .alarmWithoutIncident, .watchStarted, .watchGap, .watchStopped,
            .clockStepped, .intakeGap, .clientTakenOver, .brokerLost, .brokerBack, .subscriptionRefused,
            .stateSheetFailed, .stateSheetBack,
            .lifeSafetyMessageUnreadable, .incidentFoundLate, .alarmRaisedLate, .alarmRetracted, .alarmRevised,
            .suppressionBegan, .suppressionEnded, .alarmFloodBegan, .alarmFloodEnded, .alarmChattering,
            .rosterGap:
            true
        case .alarmJoined, .alarmCleared, .alarmConditionEnded, .alarmHeld, .alarmRestored, .alarmReset, .officerTold,
            .orderProposed, .orderApproved, .orderRejected, .orderIssued, .orderHandedOver, .orderChannelChanged,
            .callMade, .orderAcknowledged,
            .orderAccepted, .orderEnRoute, .orderOnScene, .orderUnderWay, .orderProgress, .linkageSatisfied, .noteAdded,
            .figureAdded, .gradeProposed, .orderDone, .answerKept, .orderRecalled, .orderReassigned,
            .incidentGaveBack, .alarmMovedIn, .orderMovedIn, .incidentLinked, .incidentUnlinked, .parentSet,
            .childAdded, .childRemoved,
            .messageReported, .commandRefused, .alarmWithheld, .alarmReleased, .alarmStale, .alarmCommandRefused,
            .personRead, .personErased, .peopleImported, .configurationLoaded, .journalSegment:
            false
        }
    }
}
