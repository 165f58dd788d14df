/// Which alarms are meant: each list that is not empty must hold the alarm's value, or its beginning followed by `*`.
package struct AlarmMatcherView: Hashable, Sendable, Codable {
    @Listed package var alert: [String]
    @Listed package var key: [String]
    @Listed package var hazard: [String]
    @Listed package var place: [String]
    @Listed package var district: [String]
    @Listed package var station: [String]

    package init(
        alert: [String] = [], key: [String] = [], hazard: [String] = [], place: [String] = [], district: [String] = [],
        station: [String] = []
    ) {
        self.alert = alert
        self.key = key
        self.hazard = hazard
        self.place = place
        self.district = district
        self.station = station
    }

    /// `alert=High*,Low district=north`.
    package var text: String {
        [
            ("alert", alert), ("key", key), ("hazard", hazard), ("place", place), ("district", district),
            ("station", station),
        ].filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1.joined(separator: ","))" }.joined(separator: " ")
    }
}
