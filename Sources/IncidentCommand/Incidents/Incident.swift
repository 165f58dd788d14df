import Telemetry

/// All alarms of one hazard at one place, from the first raise to a person's close.
package struct Incident: Hashable, Sendable, Codable {
    /// Counts all incidents; the order of the list.
    package var serial: Int
    /// `I-2026-000123`.
    package var id: String
    /// Counts the log entries about it.
    package var version: Int
    package var hazard: String
    package var place: String
    package var district: String
    /// Set by a person, never by a rule; nil until then.
    package var grade: Int?
    /// How grave its alarms are now; after the last has cleared, how grave they were.
    package var severity: Severity
    /// The gravest that it was since it was raised.
    package var peak: Severity
    package var raisedAt: Timestamp
    /// When the condition of the first alarm first held.
    package var firstEventAt: Timestamp
    package var acknowledgedAt: Timestamp?
    package var acknowledgedBy: String?
    package var clearedAt: Timestamp?
    /// It was over when it was found, from readings that came late: nobody was called.
    package var isHistory = false
    package var closedAt: Timestamp?
    package var closedBy: String?
    package var closeReason: String?
    /// How often it was raised again after it had cleared.
    package var reopenings: Int
    /// The newest alarm's rendered summary.
    package var summary: Bilingual
    /// In order of their first raise.
    package var alarms: [IncidentAlarm]
    /// In order of their ids.
    package var orders: [Order]
    package var duty: DutyClock
    /// Officers who were told of it, in order of the first telling.
    package var toldOfficers: [ToldOfficer]
    /// Telephone calls that nobody has made yet, in the order in which they were asked for.
    package var calls: [DueCall] = []
    package var evidence = Evidence.unverified
    /// Independent sources, each once, those that spoke longest ago first.
    package var witnesses: [Witness] = []
    /// A person found that nothing was there; nil otherwise.
    package var falseAlarm: FalseAlarm?
    /// In the order in which they were first counted.
    package var figures: [FigureTotal] = []
    /// What the figures propose: 1 (Ⅰ) … 4; a person decides.
    package var proposedGrade: Int?
    /// Response level 1 (Ⅰ) … 4, as a person decided; nil before.
    package var responseLevel: Int?
    /// What makes the linkage of the newest call satisfied, and whether that was said.
    package var satisfaction: Satisfaction?
    package var isSatisfied = false
    /// The incident that it is merged into, where it goes on; nil else. What is merged is closed.
    package var mergedInto: String?
    /// The incident that a person split it off from; nil where an alarm or a report opened it.
    package var splitFrom: String?
    /// Incidents that are merged into this one, in the order in which they came.
    package var merged: [String] = []
    /// Hazards and places that are this incident's by a merge.
    package var takenOver: [TakenOver] = []
    /// Related incidents, in the order in which they were linked.
    package var links: [String] = []
    package var parent: String?
    /// Incidents that have this one as their parent, in the order in which they came.
    package var children: [String] = []
    /// What a person can take back, the newest last.
    package var regroupings: [Regrouping] = []
    /// The row of the matrix in force; nil where the matrix calls nobody.
    package var matrixRow: String?

    /// The proposed warning colour: issuing it is its authority's.
    package var warningColour: WarningColour? { severity.colour }
    package var isAcknowledged: Bool { acknowledgedAt != nil }
    package var isCleared: Bool { clearedAt != nil }
    package var isClosed: Bool { closedAt != nil }
    package var isHeld: Bool { alarms.contains { $0.state == .held } }

    package var status: IncidentStatus {
        if mergedInto != nil { return .merged }
        if isClosed { return .closed }
        if isCleared { return .resolved }
        if isHeld { return .held }
        if orders.contains(where: \.state.isMoving) { return .underWay }
        if isAcknowledged { return .acknowledged }
        return reopenings > 0 ? .reopened : .raised
    }

    /// The officer on duty's own clock.
    package struct DutyClock: Hashable, Sendable, Codable {
        package var officer: String
        package var toldAt: Timestamp?
        /// Nil once acknowledged.
        package var acknowledgeBy: Timestamp?
        package var climb: Climb?
        var acknowledgementTimer: Int64?
        var climbTimer: Int64?
    }

    package struct ToldOfficer: Hashable, Sendable, Codable {
        package var officer: String
        package var endTold: Bool
    }
}

extension Incident {
    /// An incident as its first alarm opens it; the alarm itself is put in by who opens it.
    init(serial: Int, id: String, change: AlarmChange) {
        self.init(
            serial: serial, id: id, hazard: change.hazard, place: change.place, district: change.district,
            raisedAt: change.at, firstEventAt: change.eventTime, summary: change.summary)
    }

    /// An incident without alarms, which are put in by who opens it.
    init(
        serial: Int, id: String, hazard: String, place: String, district: String, raisedAt: Timestamp,
        firstEventAt: Timestamp, summary: Bilingual
    ) {
        self.serial = serial
        self.id = id
        self.version = 0
        self.hazard = hazard
        self.place = place
        self.district = district
        self.severity = Severity()
        self.peak = Severity()
        self.raisedAt = raisedAt
        self.firstEventAt = firstEventAt
        self.reopenings = 0
        self.summary = summary
        self.alarms = []
        self.orders = []
        self.duty = DutyClock(officer: "")
        self.toldOfficers = []
    }
}
