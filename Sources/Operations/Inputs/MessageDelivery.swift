/// How the broker handed a message over: what a redelivery is recognised by, and whether it is one.
package struct MessageDelivery: Hashable, Sendable {
    /// MQTT packet identifier; 0 for QoS 0, and in journals written before it was kept.
    package var packetIdentifier: UInt16
    /// The broker had it from us unacknowledged though it is committed: it changes nothing.
    package var isRepeat: Bool

    package init(packetIdentifier: UInt16 = 0, isRepeat: Bool = false) {
        self.packetIdentifier = packetIdentifier
        self.isRepeat = isRepeat
    }
}
