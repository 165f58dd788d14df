/// Follows the broker's own count of messages that it dropped.
///
/// mosquitto publishes it at QoS 0, retained, each `sys_interval` (10 s by default) if it changed, and starts it at 0
/// when it starts. It counts the messages of all its clients, so a rise says that some may be missing here.
struct DroppedMessages: Sendable {
    static let topic = "$SYS/broker/publish/messages/dropped"

    private(set) var lastTotal: UInt64?

    /// - Returns: an event if the count is new.
    mutating func take(payload: UnsafeRawBufferPointer) -> MQTTEvent? {
        guard let total = UInt64(String(decoding: payload.prefix(20), as: UTF8.self)), total != lastTotal
        else { return nil }
        defer { lastTotal = total }
        guard let lastTotal else { return .brokerDropped(total: total, increase: 0) }
        // A smaller count comes from a broker that was started anew: all of it happened since.
        return .brokerDropped(total: total, increase: total > lastTotal ? total - lastTotal : total)
    }
}
