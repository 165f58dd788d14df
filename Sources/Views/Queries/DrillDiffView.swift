import Telemetry

/// `tocsin drill diff --json`: how two runs of one recording differ.
package struct DrillDiffView: Hashable, Sendable, Codable {
    /// Always true: whatever is played is an exercise.
    package var exercise = true
    package var recording: String
    /// What the first run met: a city's folder, or `as_recorded`.
    package var first: String
    package var second: String
    package var firstAlarms: Int
    package var secondAlarms: Int
    package var firstPeakPerTenMinutes: Int
    package var secondPeakPerTenMinutes: Int
    package var alarms: [Alarm]
    package var incidents: [Incident]
    package var notices: [Notice]
    /// Hash of the newest entry of each run's log: what it would be alone.
    package var firstLogHead: String
    package var secondLogHead: String
    @Nullable package var damage: String?

    /// An alarm that differs. `change`: `gained`, `lost`, `moved`.
    package struct Alarm: Hashable, Sendable, Codable {
        package var change: String
        package var alert: String
        package var key: String
        @Nullable package var firstRaisedAt: Timestamp?
        @Nullable package var secondRaisedAt: Timestamp?
        @Nullable package var raisedLaterSeconds: Double?
        @Nullable package var firstClearedAt: Timestamp?
        @Nullable package var secondClearedAt: Timestamp?
        @Nullable package var clearedLaterSeconds: Double?
        /// Rule, expression, thresholds, margins of the first and second run's raise.
        package var firstEvidence: [String: String]
        package var secondEvidence: [String: String]

        package init(
            change: String, alert: String, key: String, firstRaisedAt: Timestamp?, secondRaisedAt: Timestamp?,
            raisedLaterSeconds: Double?, firstClearedAt: Timestamp?, secondClearedAt: Timestamp?,
            clearedLaterSeconds: Double?, firstEvidence: [String: String], secondEvidence: [String: String]
        ) {
            self.change = change
            self.alert = alert
            self.key = key
            self.firstRaisedAt = firstRaisedAt
            self.secondRaisedAt = secondRaisedAt
            self.raisedLaterSeconds = raisedLaterSeconds
            self.firstClearedAt = firstClearedAt
            self.secondClearedAt = secondClearedAt
            self.clearedLaterSeconds = clearedLaterSeconds
            self.firstEvidence = firstEvidence
            self.secondEvidence = secondEvidence
        }

        private enum CodingKeys: String, CodingKey {
            case change, alert, key
            case firstRaisedAt = "first_raised_at"
            case secondRaisedAt = "second_raised_at"
            case raisedLaterSeconds = "raised_later_seconds"
            case firstClearedAt = "first_cleared_at"
            case secondClearedAt = "second_cleared_at"
            case clearedLaterSeconds = "cleared_later_seconds"
            case firstEvidence = "first_evidence"
            case secondEvidence = "second_evidence"
        }
    }

    package struct Incident: Hashable, Sendable, Codable {
        package var change: String
        package var hazard: String
        package var place: String
        @Nullable package var firstRaisedAt: Timestamp?
        @Nullable package var secondRaisedAt: Timestamp?
        @Nullable package var raisedLaterSeconds: Double?
        @Nullable package var clearedLaterSeconds: Double?

        package init(
            change: String, hazard: String, place: String, firstRaisedAt: Timestamp?, secondRaisedAt: Timestamp?,
            raisedLaterSeconds: Double?, clearedLaterSeconds: Double?
        ) {
            self.change = change
            self.hazard = hazard
            self.place = place
            self.firstRaisedAt = firstRaisedAt
            self.secondRaisedAt = secondRaisedAt
            self.raisedLaterSeconds = raisedLaterSeconds
            self.clearedLaterSeconds = clearedLaterSeconds
        }

        private enum CodingKeys: String, CodingKey {
            case change, hazard, place
            case firstRaisedAt = "first_raised_at"
            case secondRaisedAt = "second_raised_at"
            case raisedLaterSeconds = "raised_later_seconds"
            case clearedLaterSeconds = "cleared_later_seconds"
        }
    }

    /// Tellings of one kind to one party about one place whose number or first time differs.
    package struct Notice: Hashable, Sendable, Codable {
        package var code: String
        package var hazard: String
        package var place: String
        package var party: String
        package var firstCount: Int
        package var secondCount: Int
        @Nullable package var laterSeconds: Double?

        package init(
            code: String, hazard: String, place: String, party: String, firstCount: Int, secondCount: Int,
            laterSeconds: Double?
        ) {
            self.code = code
            self.hazard = hazard
            self.place = place
            self.party = party
            self.firstCount = firstCount
            self.secondCount = secondCount
            self.laterSeconds = laterSeconds
        }

        private enum CodingKeys: String, CodingKey {
            case code, hazard, place, party
            case firstCount = "first_count"
            case secondCount = "second_count"
            case laterSeconds = "later_seconds"
        }
    }

    package init(
        recording: String, first: String, second: String, firstAlarms: Int, secondAlarms: Int,
        firstPeakPerTenMinutes: Int, secondPeakPerTenMinutes: Int, alarms: [Alarm], incidents: [Incident],
        notices: [Notice], firstLogHead: String, secondLogHead: String, damage: String?
    ) {
        self.firstLogHead = firstLogHead
        self.secondLogHead = secondLogHead
        self.recording = recording
        self.first = first
        self.second = second
        self.firstAlarms = firstAlarms
        self.secondAlarms = secondAlarms
        self.firstPeakPerTenMinutes = firstPeakPerTenMinutes
        self.secondPeakPerTenMinutes = secondPeakPerTenMinutes
        self.alarms = alarms
        self.incidents = incidents
        self.notices = notices
        self.damage = damage
    }

    private enum CodingKeys: String, CodingKey {
        case exercise, recording, first, second
        case firstAlarms = "first_alarms"
        case secondAlarms = "second_alarms"
        case firstPeakPerTenMinutes = "first_peak_per_ten_minutes"
        case secondPeakPerTenMinutes = "second_peak_per_ten_minutes"
        case alarms, incidents, notices
        case firstLogHead = "first_log_head"
        case secondLogHead = "second_log_head"
        case damage
    }

    package var hasDifferences: Bool { !alarms.isEmpty || !incidents.isEmpty || !notices.isEmpty }
}
