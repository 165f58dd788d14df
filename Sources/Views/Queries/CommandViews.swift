import Telemetry

/// What an officer orders: the body of `POST /v1/incidents/{id}/…`.
package struct CommandRequest: Hashable, Sendable, Codable {
    package var action: Action
    /// The officer: id or name.
    package var by: String
    package var reason: String?
    /// For `reset`: one alarm only.
    package var alarm: String?
    package var key: String?
    /// For `approve`, `reject`, `stand_down`, `reassign`, `answer`: one order only.
    package var order: String?
    /// For `answer`, and the new one for `reassign`.
    package var department: String?
    /// For `answer`: `acknowledged`, `accepted`, `declined`, `under_way`, `done`.
    package var state: String?
    /// For `answer`: who answered there.
    package var person: String?
    /// For `answer`: `phone`, `radio`, `in_person`.
    package var via: String?

    package enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        case acknowledge
        case close
        case reset
        case approve
        case reject
        case standDown = "stand_down"
        case reassign
        case declareCleared = "declare_cleared"
        case answer
    }

    package init(
        _ action: Action, by: String, reason: String? = nil, alarm: String? = nil, key: String? = nil,
        order: String? = nil, department: String? = nil, state: String? = nil, person: String? = nil, via: String? = nil
    ) {
        self.action = action
        self.by = by
        self.reason = reason
        self.alarm = alarm
        self.key = key
        self.order = order
        self.department = department
        self.state = state
        self.person = person
        self.via = via
    }
}

/// What became of a command that was accepted: the incident after it.
package struct CommandView: Hashable, Sendable, Codable {
    package var accepted: Bool
    package var incident: IncidentView

    package init(incident: IncidentView) {
        self.accepted = true
        self.incident = incident
    }
}

/// `POST /v1/backup`, `tocsin backup DIR`.
package struct BackupView: Hashable, Sendable, Codable {
    package var directory: String
    package var takenAt: Timestamp
    package var bytes: Int64
    package var logEntries: Int64
    package var logHead: String
    package var readings: Int64

    package init(
        directory: String, takenAt: Timestamp, bytes: Int64, logEntries: Int64, logHead: String, readings: Int64
    ) {
        self.directory = directory
        self.takenAt = takenAt
        self.bytes = bytes
        self.logEntries = logEntries
        self.logHead = logHead
        self.readings = readings
    }

    private enum CodingKeys: String, CodingKey {
        case directory
        case takenAt = "taken_at"
        case bytes
        case logEntries = "log_entries"
        case logHead = "log_head"
        case readings
    }
}

/// `POST /v1/reload`.
package struct ReloadView: Hashable, Sendable, Codable {
    /// `reloaded` or `unchanged`; a refused configuration is a `ProblemView`.
    package var outcome: String
    /// First 16 hex digits of the SHA-256 of the configuration in use.
    package var configuration: String

    package init(outcome: String, configuration: String) {
        self.outcome = outcome
        self.configuration = configuration
    }
}
