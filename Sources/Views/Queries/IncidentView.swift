import Telemetry

/// One incident: `GET /v1/incidents/{id}`, `tocsin incident ID`; the list has the same shape without timeline and evidence.
package struct IncidentView: Hashable, Sendable, Codable {
    /// `I-2026-000123`.
    package var id: String
    /// Counts the log entries about it.
    package var version: Int
    package var hazard: String
    package var place: String
    package var district: String
    package var status: Status
    /// A proposal: the coloured warning itself is issued by its authority.
    @Nullable package var warningColour: WarningColour?
    /// Always true until an authority's own warnings are taken in.
    @OrFalse package var warningColourProposed: Bool
    /// Incident grade 1 (Ⅰ 特别重大) … 4 (Ⅳ 一般), as an authorised officer decided; nil until then.
    @Nullable package var grade: Int?
    package var raisedAt: Timestamp
    /// When it began out there, by the devices' clocks.
    package var firstEventAt: Timestamp
    @Nullable package var acknowledgedAt: Timestamp?
    /// Who acknowledged, id or name.
    @Nullable package var acknowledgedBy: String?
    @Nullable package var clearedAt: Timestamp?
    /// It was over when it was found, from readings that came late.
    @OrFalse package var history: Bool
    @Nullable package var closedAt: Timestamp?
    @Nullable package var closedBy: String?
    @Nullable package var closeReason: String?
    /// The source of an alarm that is on is lost.
    @OrFalse package var held: Bool
    /// How often it was raised again after it had cleared.
    package var reopenings: Int
    package var summary: Bilingual
    @Listed package var alarms: [Alarm]
    /// One for each order; a department may have two, one by itself and one by a person's decision.
    @Listed package var departments: [Department]
    @Nullable package var duty: Duty?
    /// Officers who were told of it.
    @Listed package var toldOfficers: [String]
    /// Telephone calls that nobody has made yet, in the order in which they were asked for.
    @Listed package var calls: [Call]
    /// `unverified`, `corroborated` by independent sources, `confirmed` by a person.
    @OrUnverified package var evidence: String
    @Nullable package var falseAlarm: FalseAlarm?
    @Listed package var figures: [FigureTotal]
    /// What the figures propose, 1 (Ⅰ) … 4; nil where they propose nothing.
    @Nullable package var gradeProposed: Int?
    /// Response level 1 (Ⅰ) … 4, as an authorised officer decided; nil until then.
    @Nullable package var responseLevel: Int?
    /// As many have taken it over as the row of the matrix asks.
    @OrFalse package var linkageSatisfied: Bool
    /// The incident in which it goes on; nil unless merged.
    @Nullable package var mergedInto: String?
    /// Incidents that are merged into this one.
    @Listed package var merged: [String]
    /// The incident that its alarms were split off from.
    @Nullable package var splitFrom: String?
    /// Related incidents.
    @Listed package var links: [String]
    @Nullable package var parent: String?
    @Listed package var children: [Child]
    @OrFalse package var exercise: Bool
    /// Log entries of the incident in order; empty in lists.
    @Listed package var timeline: [TimelineEntry]

    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case raised
        case acknowledged
        case underWay = "under_way"
        case held
        case resolved
        case closed
        case merged
        case reopened

        /// Whether nobody has to act for it any more.
        package var isOver: Bool { self == .closed || self == .merged }
    }

    /// The officer on duty's own clock.
    package struct Duty: Hashable, Sendable, Codable {
        package var officer: String
        @Nullable package var toldAt: Timestamp?
        /// Nil once acknowledged.
        @Nullable package var acknowledgeBy: Timestamp?

        package init(officer: String, toldAt: Timestamp?, acknowledgeBy: Timestamp?) {
            self.officer = officer
            self.toldAt = toldAt
            self.acknowledgeBy = acknowledgeBy
        }

        private enum CodingKeys: String, CodingKey {
            case officer
            case toldAt = "told_at"
            case acknowledgeBy = "acknowledge_by"
        }
    }

    package struct TimelineEntry: Hashable, Sendable, Codable {
        /// Number of the log entry.
        package var entry: Int64
        package var at: Timestamp
        package var code: String
        /// The log entry itself.
        package var fields: JSONValue

        package init(entry: Int64, at: Timestamp, code: String, fields: JSONValue) {
            self.entry = entry
            self.at = at
            self.code = code
            self.fields = fields
        }
    }

    package init(
        id: String, version: Int = 1, hazard: String, place: String, district: String, status: Status,
        warningColour: WarningColour?, grade: Int? = nil, raisedAt: Timestamp, firstEventAt: Timestamp,
        acknowledgedAt: Timestamp? = nil, acknowledgedBy: String? = nil, clearedAt: Timestamp? = nil,
        history: Bool = false,
        closedAt: Timestamp? = nil, closedBy: String? = nil, closeReason: String? = nil, held: Bool = false,
        reopenings: Int = 0, summary: Bilingual, alarms: [Alarm] = [], departments: [Department] = [],
        duty: Duty? = nil, toldOfficers: [String] = [], calls: [Call] = [], evidence: String = "unverified",
        falseAlarm: FalseAlarm? = nil, figures: [FigureTotal] = [], gradeProposed: Int? = nil,
        responseLevel: Int? = nil,
        linkageSatisfied: Bool = false, mergedInto: String? = nil, merged: [String] = [], splitFrom: String? = nil,
        links: [String] = [], parent: String? = nil, children: [Child] = [], exercise: Bool = false,
        timeline: [TimelineEntry] = []
    ) {
        self.id = id
        self.version = version
        self.hazard = hazard
        self.place = place
        self.district = district
        self.status = status
        self.warningColour = warningColour
        self.warningColourProposed = true
        self.grade = grade
        self.raisedAt = raisedAt
        self.firstEventAt = firstEventAt
        self.acknowledgedAt = acknowledgedAt
        self.acknowledgedBy = acknowledgedBy
        self.clearedAt = clearedAt
        self.history = history
        self.closedAt = closedAt
        self.closedBy = closedBy
        self.closeReason = closeReason
        self.held = held
        self.reopenings = reopenings
        self.summary = summary
        self.alarms = alarms
        self.departments = departments
        self.duty = duty
        self.toldOfficers = toldOfficers
        self.calls = calls
        self.evidence = evidence
        self.falseAlarm = falseAlarm
        self.figures = figures
        self.gradeProposed = gradeProposed
        self.responseLevel = responseLevel
        self.linkageSatisfied = linkageSatisfied
        self.mergedInto = mergedInto
        self.merged = merged
        self.splitFrom = splitFrom
        self.links = links
        self.parent = parent
        self.children = children
        self.exercise = exercise
        self.timeline = timeline
    }

    /// Something about the evidence of an alarm that is on is not believed.
    package var isUnverified: Bool { alarms.contains { $0.unverified && $0.state != .cleared } }

    /// Somebody's life hangs on an alarm that is on.
    package var isLifeSafety: Bool { alarms.contains { $0.lifeSafety && $0.state != .cleared } }

    private enum CodingKeys: String, CodingKey {
        case id, version, hazard, place, district, status
        case warningColour = "warning_colour"
        case warningColourProposed = "warning_colour_proposed"
        case grade
        case raisedAt = "raised_at"
        case firstEventAt = "first_event_at"
        case acknowledgedAt = "acknowledged_at"
        case acknowledgedBy = "acknowledged_by"
        case clearedAt = "cleared_at"
        case history
        case closedAt = "closed_at"
        case closedBy = "closed_by"
        case closeReason = "close_reason"
        case held, reopenings, summary, alarms, departments, duty
        case toldOfficers = "told_officers"
        case calls, evidence
        case falseAlarm = "false_alarm"
        case figures
        case gradeProposed = "grade_proposed"
        case responseLevel = "response_level"
        case linkageSatisfied = "linkage_satisfied"
        case mergedInto = "merged_into"
        case merged
        case splitFrom = "split_from"
        case links, parent, children
        case exercise, timeline
    }
}
