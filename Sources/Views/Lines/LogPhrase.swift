import Telemetry

/// Says what one log entry tells, in one language. The words of each group of codes are in an extension of their own.
struct LogPhrase {
    let record: LogRecord
    let names: NameBook
    let language: Language

    /// Every code has its sentence in one of these groups; a test renders each.
    func text(_ code: LogCode) -> String {
        incidentText(code) ?? regroupingText(code) ?? orderText(code) ?? tellingText(code) ?? rosterText(code)
            ?? serverText(code)
            ?? code.rawValue
    }

    /// The incident, its alarms, its officers and what is known of it.
    private func incidentText(_ code: LogCode) -> String? {
        switch code {
        case .incidentRaised: incidentRaised
        case .alarmJoined: alarmJoined
        case .incidentUpgraded: incidentUpgraded
        case .incidentReopened: incidentReopened
        case .alarmCleared: alarmCleared
        case .alarmConditionEnded: alarmConditionEnded
        case .incidentCleared: incidentCleared
        case .alarmHeld: alarmHeld
        case .incidentHeld: incidentHeld
        case .alarmRestored: alarmRestored
        case .alarmWithoutIncident: alarmWithoutIncident
        case .incidentFoundLate: incidentFoundLate
        case .alarmRaisedLate: alarmRaisedLate
        case .alarmRetracted: alarmRetracted
        case .alarmRevised: alarmRevised
        case .alarmReset: alarmReset
        case .officerTold: officerTold
        case .incidentAcknowledged: incidentAcknowledged
        case .deadlineMissed: deadlineMissed
        case .escalated: escalated
        case .ladderExhausted: ladderExhausted
        case .incidentClosed: incidentClosed
        case .commandRefused: commandRefused
        case .evidenceGrew: evidenceGrew
        case .incidentFalseAlarm: incidentFalseAlarm
        case .reportTaken: reportTaken
        case .noteAdded: noteAdded
        case .figureAdded: figureAdded
        case .gradeProposed: gradeProposed
        case .gradeDecided: gradeDecided
        case .responseDecided: responseDecided
        default: nil
        }
    }

    /// Orders, answers, channels and calls.
    private func orderText(_ code: LogCode) -> String? {
        switch code {
        case .orderProposed: orderProposed
        case .orderApproved: orderApproved
        case .orderRejected: orderRejected
        case .orderIssued: orderIssued
        case .orderHandedOver: orderHandedOver
        case .orderHandOverFailed: orderHandOverFailed
        case .orderChannelChanged: orderChannelChanged
        case .callDue: callDue
        case .callMade: callMade
        case .orderAcknowledged: orderAcknowledged
        case .orderAccepted: orderAccepted
        case .orderDeclined: orderDeclined
        case .orderUnderWay: orderUnderWay
        case .orderDone: orderDone
        case .answerKept: answerKept
        case .orderRecalled: orderRecalled
        case .orderReassigned: orderReassigned
        case .standDownIssued: standDownIssued
        case .messageReported: messageReported
        case .orderEnRoute: orderEnRoute
        case .orderOnScene: orderOnScene
        case .orderProgress: orderProgress
        case .linkageSatisfied: linkageSatisfied
        default: nil
        }
    }

    /// What is not told, and how alarms behave.
    private func tellingText(_ code: LogCode) -> String? {
        switch code {
        case .alarmWithheld: alarmWithheld
        case .alarmReleased: alarmReleased
        case .suppressionBegan: suppressionBegan
        case .suppressionEnded: suppressionEnded
        case .alarmFloodBegan: alarmFloodBegan
        case .alarmFloodEnded: alarmFloodEnded
        case .alarmChattering: alarmChattering
        case .alarmStale: alarmStale
        case .alarmCommandRefused: alarmCommandRefused
        default: nil
        }
    }

    /// The roster and its people.
    private func rosterText(_ code: LogCode) -> String? {
        switch code {
        case .rosterGap: rosterGap
        case .personRead: personRead
        case .personErased: personErased
        case .peopleImported: peopleImported
        default: nil
        }
    }

    /// The server and its broker.
    private func serverText(_ code: LogCode) -> String? {
        switch code {
        case .configurationLoaded: configurationLoaded
        case .watchStarted: watchStarted
        case .watchGap: watchGap
        case .watchStopped: watchStopped
        case .clockStepped: clockStepped
        case .intakeGap: intakeGap
        case .clientTakenOver: clientTakenOver
        case .brokerLost: brokerLost
        case .brokerBack: brokerBack
        case .subscriptionRefused: subscriptionRefused
        case .stateSheetFailed: stateSheetFailed
        case .stateSheetBack: stateSheetBack
        case .lifeSafetyMessageUnreadable: lifeSafetyMessageUnreadable
        case .journalSegment: journalSegment
        default: nil
        }
    }

    // MARK: Parts of sentences

    func say(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    /// `江河洪水 · 沅水上段`, `River flood at Yuan River, upper reach`.
    var hazardAtPlace: String {
        let hazard = names.hazard(record.text("hazard") ?? "", language)
        let place = names.place(record.text("place") ?? "", language)
        return say("\(place) \(hazard)", "\(hazard) at \(place)")
    }

    /// `，建议橙色`, `, proposed orange`; empty without a colour.
    var proposedColour: String {
        guard let colour = record.colour("colour") else { return "" }
        return say("，", ", ") + Vocabulary.proposed(colour, language)
    }

    /// `：水位 3.12 m …`: the rule's own words; the deciding value where it has none.
    var summary: String {
        if let text = record.bilingual("summary", language), !text.isEmpty { return say("：", ": ") + text }
        guard let value = record.double("value") else { return "" }
        let quantity = Vocabulary.quantity(record.text("quantity") ?? "", language)
        return say("：", ": ") + "\(quantity) \(NumberText.value(value, unit: record.text("unit") ?? ""))"
    }

    var unverified: String {
        record.flag("unverified") ? say("（未经核实）", " (unverified)") : ""
    }

    /// Told only after a gap in watching, or answered after the deadline.
    var late: String {
        record.flag("late") ? say("（迟）", " (late)") : ""
    }

    /// The alarm's station, or its key where several stations decided.
    var source: String {
        if let station = record.text("station") { return names.station(station, language) }
        return record.text("key") ?? ""
    }

    func party(_ field: String) -> String {
        names.party(record.text(field) ?? "?", language)
    }

    /// `，由李某`, `, by Li`.
    var byPerson: String {
        guard let person = record.text("by") else { return "" }
        return say("，操作人 ", ", by ") + names.party(person, language)
    }

    var reason: String {
        guard let text = record.text("reason") else { return "" }
        return say("，理由：", ", reason: ") + text
    }

    func clock(_ field: String) -> String? {
        record.time(field).map { TimeText.clock($0, near: record.at, names) }
    }

    /// `，时限 18:05:00`, `, due 18:05:00`.
    func due(_ field: String) -> String {
        guard let time = clock(field) else { return "" }
        return say("，时限 ", ", due ") + time
    }

    func length(_ field: String) -> String? {
        record.interval(field).map { TimeText.length($0, language) }
    }

    /// `O-2026-000001`, with its version from the second on.
    var orderName: String {
        let order = record.text("order") ?? "?"
        guard let version = record.integer("version"), version > 1 else { return order }
        return "\(order) v\(version)"
    }
}
