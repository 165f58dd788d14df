import Telemetry

/// What a person ordered not to be told: an alarm shelved, a silence, a sensor out of service. ISA-18.2.
package struct Suppression: Hashable, Sendable, Codable {
    /// `S-000012`, counted from the first.
    package var id: String
    package var kind: Kind
    package var matcher: AlarmMatcher
    package var by: String
    package var reason: String
    package var from: Timestamp
    /// When it ends by itself; nil for what is out of service until somebody returns it.
    package var until: Timestamp?
    /// Alarms that were not told because of it.
    package var withheld: Int
    var timer: Int64?

    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case shelved
        case silenced
        case outOfService = "out_of_service"
    }
}
