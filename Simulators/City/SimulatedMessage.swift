import Telemetry

/// One MQTT message of the evening.
package struct SimulatedMessage: Hashable, Sendable {
    /// What it carries, as the simulator knows and the receiver has to find out.
    package enum Content: Hashable, Sendable {
        case readings(Int)
        /// The same bytes on the same topic once more: so many readings or events that change nothing.
        case repeated(Int)
        case event
        case unreadable
    }

    /// When the gateway hands it to the broker; a little after the measurement.
    package var time: Timestamp
    /// MQTT user that publishes it: the district's gateway.
    package var gateway: String
    package var topic: String
    package var payload: [UInt8]
    /// Quality of service: 1 for all.
    package var quality: UInt8
    package var content: Content

    /// Readings or events in it; none if it cannot be read.
    package var itemCount: Int {
        switch content {
        case .readings(let count), .repeated(let count): count
        case .event: 1
        case .unreadable: 0
        }
    }
}
