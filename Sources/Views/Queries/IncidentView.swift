import Telemetry

/// One incident: `GET /v1/incidents/{id}`, `tocsin incident ID`; the list has the same shape without the timeline.
package struct IncidentView: Hashable, Sendable, Codable {
    /// `I-2026-000123`.
    package var id: String
    /// Counts every change of the incident.
    package var version: Int
    package var hazard: String
    package var place: String
    package var district: String
    package var status: Status
    /// A proposal: the coloured warning itself is issued by its authority.
    @Nullable package var warningColour: WarningColour?
    /// Incident grade 1 (Ⅰ 特别重大) … 4 (Ⅳ 一般), as an authorised officer decided; nil until then.
    @Nullable package var grade: Int?
    package var raisedAt: Timestamp
    /// When it began out there, by the devices' clocks.
    package var firstEventAt: Timestamp
    @Nullable package var acknowledgedAt: Timestamp?
    /// Who acknowledged, id or name.
    @Nullable package var acknowledgedBy: String?
    /// The officer's own deadline; nil once acknowledged.
    @Nullable package var acknowledgeBy: Timestamp?
    @Nullable package var clearedAt: Timestamp?
    @Nullable package var closedAt: Timestamp?
    @Nullable package var closedBy: String?
    @Nullable package var closeReason: String?
    /// Something about the evidence is not believed.
    package var unverified: Bool
    package var lifeSafety: Bool
    package var exercise: Bool
    package var summary: Bilingual
    package var departments: [Department]
    package var alarms: [Alarm]
    /// Log entries of the incident in order; empty in lists.
    package var timeline: [TimelineEntry]

    package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case raised
        case acknowledged
        case underWay = "under_way"
        case held
        case resolved
        case closed
        case reopened
    }

    package struct Department: Hashable, Sendable, Codable {
        package var id: String
        package var state: State
        /// When the next step of the ladder is due unless the department answers; nil where nothing is awaited.
        @Nullable package var deadline: Timestamp?
        /// `O-2026-000045`; nil for a proposal that nobody approved yet.
        @Nullable package var order: String?
        @Nullable package var orderVersion: Int?
        package var lead: Bool
        /// Whoever answered last.
        @Nullable package var person: String?
        /// The answer came after its deadline.
        package var late: Bool
        /// Steps of the ladder climbed, from 0.
        package var step: Int
        /// What it is asked to do.
        package var tasks: [Bilingual]

        package init(
            id: String, state: State, deadline: Timestamp?, order: String?, orderVersion: Int?, lead: Bool,
            person: String?, late: Bool, step: Int, tasks: [Bilingual]
        ) {
            self.id = id
            self.state = state
            self.deadline = deadline
            self.order = order
            self.orderVersion = orderVersion
            self.lead = lead
            self.person = person
            self.late = late
            self.step = step
            self.tasks = tasks
        }

        private enum CodingKeys: String, CodingKey {
            case id, state, deadline, order
            case orderVersion = "order_version"
            case lead, person, late, step, tasks
        }
    }

    /// How far a department is with its order.
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case proposed
        case notified
        case handedOver = "handed_over"
        case acknowledged
        case accepted
        case declined
        case underWay = "under_way"
        case done
        case stoodDown = "stood_down"
        case recalled
    }

    package struct Alarm: Hashable, Sendable, Codable {
        package var alert: String
        package var key: String
        package var state: State
        package var raisedAt: Timestamp
        @Nullable package var clearedAt: Timestamp?
        @Nullable package var warningColour: WarningColour?
        package var station: String
        package var quantity: String
        @Nullable package var value: Double?
        package var unit: String
        package var summary: Bilingual
        package var latching: Bool
        /// What explains it, in order: expression, thresholds with source, window values.
        package var evidence: [Evidence]

        package enum State: String, Hashable, Sendable, Codable, CaseIterable {
            case raised
            case held
            case cleared
        }

        package struct Evidence: Hashable, Sendable, Codable {
            package var name: String
            package var value: String

            package init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        package init(
            alert: String, key: String, state: State, raisedAt: Timestamp, clearedAt: Timestamp?,
            warningColour: WarningColour?, station: String, quantity: String, value: Double?, unit: String,
            summary: Bilingual, latching: Bool, evidence: [Evidence]
        ) {
            self.alert = alert
            self.key = key
            self.state = state
            self.raisedAt = raisedAt
            self.clearedAt = clearedAt
            self.warningColour = warningColour
            self.station = station
            self.quantity = quantity
            self.value = value
            self.unit = unit
            self.summary = summary
            self.latching = latching
            self.evidence = evidence
        }

        private enum CodingKeys: String, CodingKey {
            case alert, key, state
            case raisedAt = "raised_at"
            case clearedAt = "cleared_at"
            case warningColour = "warning_colour"
            case station, quantity, value, unit, summary, latching, evidence
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
        id: String, version: Int, hazard: String, place: String, district: String, status: Status,
        warningColour: WarningColour?, grade: Int? = nil, raisedAt: Timestamp, firstEventAt: Timestamp,
        acknowledgedAt: Timestamp? = nil, acknowledgedBy: String? = nil, acknowledgeBy: Timestamp? = nil,
        clearedAt: Timestamp? = nil, closedAt: Timestamp? = nil, closedBy: String? = nil, closeReason: String? = nil,
        unverified: Bool = false, lifeSafety: Bool = false, exercise: Bool = false, summary: Bilingual,
        departments: [Department] = [], alarms: [Alarm] = [], timeline: [TimelineEntry] = []
    ) {
        self.id = id
        self.version = version
        self.hazard = hazard
        self.place = place
        self.district = district
        self.status = status
        self.warningColour = warningColour
        self.grade = grade
        self.raisedAt = raisedAt
        self.firstEventAt = firstEventAt
        self.acknowledgedAt = acknowledgedAt
        self.acknowledgedBy = acknowledgedBy
        self.acknowledgeBy = acknowledgeBy
        self.clearedAt = clearedAt
        self.closedAt = closedAt
        self.closedBy = closedBy
        self.closeReason = closeReason
        self.unverified = unverified
        self.lifeSafety = lifeSafety
        self.exercise = exercise
        self.summary = summary
        self.departments = departments
        self.alarms = alarms
        self.timeline = timeline
    }

    private enum CodingKeys: String, CodingKey {
        case id, version, hazard, place, district, status
        case warningColour = "warning_colour"
        case grade
        case raisedAt = "raised_at"
        case firstEventAt = "first_event_at"
        case acknowledgedAt = "acknowledged_at"
        case acknowledgedBy = "acknowledged_by"
        case acknowledgeBy = "acknowledge_by"
        case clearedAt = "cleared_at"
        case closedAt = "closed_at"
        case closedBy = "closed_by"
        case closeReason = "close_reason"
        case unverified
        case lifeSafety = "life_safety"
        case exercise, summary, departments, alarms, timeline
    }
}
