import Telemetry

/// What alarm management tells about itself: for `tocsin alarms`.
package struct AlarmOverview: Hashable, Sendable {
    /// Alarms that are on, and those that chatter, in the order of their ids.
    package var alarms: [ManagedAlarm]
    package var suppressions: [Suppression]
    package var isFlood: Bool
    /// Alarms told since the flood began; 0 outside of one.
    package var floodAlarms: Int
    package var floodBeganAt: Timestamp?
    /// All alarms that are on and not told, whether they are in `alarms` or beyond its limit.
    package var withheld: Int
    package var total: Int
}

extension AlarmManagement {
    /// - Parameter limit: most alarms listed; `total` counts all.
    package func overview(limit: Int) -> AlarmOverview {
        let listed = alarms.keys.sorted().compactMap { alarms[$0] }.filter { $0.isOn || $0.isChattering }
        return AlarmOverview(
            alarms: Array(listed.prefix(max(0, limit))), suppressions: suppressions, isFlood: flood.isOn,
            floodAlarms: flood.alarms, floodBeganAt: flood.isOn ? flood.beganAt : nil, withheld: withheld.count,
            total: listed.count)
    }
}
