import Telemetry

/// Somebody stands in for whoever the layers name.
package struct DutyOverride: Hashable, Sendable {
    package var from: Timestamp
    package var to: Timestamp
    package var person: String
    package var reason: String

    package init(from: Timestamp, to: Timestamp, person: String, reason: String) {
        self.from = from
        self.to = to
        self.person = person
        self.reason = reason
    }
}
