import Telemetry

/// One row of the linkage matrix: whom a hazard calls from a colour, or from a kind of alert, upwards.
package struct MatrixRow: Hashable, Sendable {
    package var hazard: String
    /// The row holds from this colour on; nil: from none.
    package var colour: WarningColour?
    /// The row holds from this alert on, in the order of the hazard's `worsening`; nil: from any.
    package var alert: String?
    /// The row holds from this evidence on; nil: from any.
    package var evidence: Evidence?
    /// The row holds at these places only; empty: everywhere.
    package var places: [String]
    /// The row holds in these districts only; empty: everywhere.
    package var districts: [String]
    /// The row holds once a person has graded the incident so, or graver: 1 (Ⅰ) … 4; nil: without.
    package var grade: Int?
    /// When the linkage is said to be satisfied; nil: never.
    package var satisfaction: Satisfaction?
    /// The lead department first, then the linked ones in the file's order.
    package var entries: [MatrixEntry]

    package init(
        hazard: String, colour: WarningColour?, alert: String? = nil, evidence: Evidence? = nil, places: [String] = [],
        districts: [String] = [], grade: Int? = nil, satisfaction: Satisfaction? = nil, entries: [MatrixEntry]
    ) {
        self.hazard = hazard
        self.colour = colour
        self.alert = alert
        self.evidence = evidence
        self.places = places
        self.districts = districts
        self.grade = grade
        self.satisfaction = satisfaction
        self.entries = entries
    }

    /// `river_flood/orange`, `gas_leak/red/gas_high`, `fire/any/corroborated`: how the log names the row.
    package var name: String {
        var text = "\(hazard)/\(colour?.code ?? "any")"
        if let alert { text += "/\(alert)" }
        if let evidence { text += "/\(evidence.rawValue)" }
        if let grade { text += "/grade-\(grade)" }
        if !places.isEmpty { text += "/" + places.joined(separator: "+") }
        if !districts.isEmpty { text += "/" + districts.joined(separator: "+") }
        return text
    }
}

/// How many of those who were called make the linkage satisfied. It says so in the log, and stops no clock.
package enum Satisfaction: Hashable, Sendable, Codable {
    case all
    case atLeast(Int)
}

/// What one department has to do, and by when it answers.
package struct MatrixEntry: Hashable, Sendable {
    package var department: String
    package var role: Role
    package var mode: Mode
    package var tasks: [Bilingual]
    /// From the hand-over to the channel to the acknowledgement.
    package var acknowledgeWithin: Interval
    /// From the order's issue to the channel's evidence that it was handed over.
    package var handOverWithin: Interval
    /// For `propose`: from the proposal to a person's decision.
    package var decideWithin: Interval
    /// From the acknowledgement to the first word from the way or the scene; nil: none is awaited.
    package var firstFeedbackWithin: Interval?
    /// From one report of progress to the next; nil: none is awaited.
    package var progressEvery: Interval?
    package var ladder: Ladder

    package enum Role: String, Sendable, CaseIterable, Codable {
        case lead
        case linked
    }

    package enum Mode: String, Sendable, CaseIterable, Codable {
        /// The order is issued at once.
        case auto
        /// The order waits for a person's `approve`.
        case propose
    }

    package init(
        department: String, role: Role, mode: Mode, tasks: [Bilingual], acknowledgeWithin: Interval,
        handOverWithin: Interval, decideWithin: Interval, firstFeedbackWithin: Interval? = nil,
        progressEvery: Interval? = nil, ladder: Ladder
    ) {
        self.department = department
        self.role = role
        self.mode = mode
        self.tasks = tasks
        self.acknowledgeWithin = acknowledgeWithin
        self.handOverWithin = handOverWithin
        self.decideWithin = decideWithin
        self.firstFeedbackWithin = firstFeedbackWithin
        self.progressEvery = progressEvery
        self.ladder = ladder
    }
}
