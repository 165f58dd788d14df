/// `POST /v1/alarms/{action}`: what an officer orders about the telling of alarms.
package struct AlarmCommandRequest: Hashable, Sendable, Codable {
    package var by: String
    package var reason: String
    /// `shelve`: the alarm.
    @Nullable package var alert: String?
    @Nullable package var key: String?
    /// `silence`, `out_of_service`: which alarms.
    @Nullable package var matcher: AlarmMatcherView?
    /// Length in seconds; `out_of_service` may go without.
    @Nullable package var seconds: Int64?
    /// `end`: the suppression.
    @Nullable package var suppression: String?

    package enum Action: String, Hashable, Sendable, CaseIterable {
        case shelve
        case silence
        case outOfService = "out_of_service"
        case end
    }

    package init(
        by: String, reason: String, alert: String? = nil, key: String? = nil, matcher: AlarmMatcherView? = nil,
        seconds: Int64? = nil, suppression: String? = nil
    ) {
        self.by = by
        self.reason = reason
        self.alert = alert
        self.key = key
        self.matcher = matcher
        self.seconds = seconds
        self.suppression = suppression
    }
}
