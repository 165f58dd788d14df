import Telemetry

/// Which alarms are meant: every field that is written must hold one of its values; a value that ends in `*` stands for all
/// that begin so. A matcher without any field is refused where it is read: nobody means every alarm of a city.
package struct AlarmMatcher: Hashable, Sendable, Codable {
    package var alert: [String]
    package var key: [String]
    package var hazard: [String]
    package var place: [String]
    package var district: [String]
    package var station: [String]

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

    package var isEmpty: Bool { fields.isEmpty }

    /// Fields that are written, in the order in which they are told.
    package var fields: [(name: String, values: [String])] {
        [
            ("alert", alert), ("key", key), ("hazard", hazard), ("place", place), ("district", district),
            ("station", station),
        ].filter { !$0.1.isEmpty }
    }

    package func matches(_ change: AlarmChange) -> Bool {
        isOne(alert, change.alarm.alert) && isOne(key, change.alarm.key) && isOne(hazard, change.hazard)
            && isOne(place, change.place) && isOne(district, change.district) && isOne(station, change.station)
    }

    private func isOne(_ patterns: [String], _ value: String) -> Bool {
        patterns.isEmpty
            || patterns.contains { $0.hasSuffix("*") ? value.hasPrefix($0.dropLast()) : $0 == value }
    }
}
