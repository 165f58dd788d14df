import CMosquitto

/// One topic filter that the intake session subscribes to.
package struct MQTTSubscription: Sendable, Hashable {
    /// What to do with messages that the broker retained before we subscribed.
    package enum RetainedMessages: Sendable, Hashable {
        /// They are not sent (retain handling 2): an old value is not a new reading.
        case ignored
        /// They are sent when subscribing, each flagged `isRetained`.
        case delivered
    }

    /// Filter with `+` and `#`.
    package var filter: String
    /// Quality of service, 0 or 1. 1 means: acknowledged after the commit.
    package var quality: UInt8
    package var retained: RetainedMessages
    /// New messages keep the retain flag that their publisher gave them (retain as published); else they come without it.
    package var keepsRetainFlag: Bool

    /// - Throws: `MQTTError.subscription` for QoS 2, with the reason, and for a malformed filter.
    package init(
        filter: String, quality: UInt8 = 1, retained: RetainedMessages = .ignored, keepsRetainFlag: Bool = false
    ) throws(MQTTError) {
        guard quality < 2 else {
            throw .subscription(
                filter: filter,
                problem: quality == 2
                    ? "QoS 2 is refused: its PUBREC leaves before the message is stored, so the broker would forget a "
                        + "message that a crash then loses. Use QoS 1; a repeat is recognised and changes nothing."
                    : "there is no QoS \(quality); write 0 or 1.")
        }
        try Self.check(filter)
        self.filter = filter
        self.quality = quality
        self.retained = retained
        self.keepsRetainFlag = keepsRetainFlag
    }

    /// Options of SUBSCRIBE (MQTT 5, 3.8.3.1).
    var options: Int32 {
        let handling = retained == .ignored ? Int32(MQTT_SUB_OPT_SEND_RETAIN_NEVER.rawValue) : 0
        return handling | (keepsRetainFlag ? Int32(MQTT_SUB_OPT_RETAIN_AS_PUBLISHED.rawValue) : 0)
    }

    /// MQTT 5, 4.7: `#` only as the last level, `+` and `#` alone in their level, at most 65,535 bytes.
    private static func check(_ filter: String) throws(MQTTError) {
        guard !filter.isEmpty, filter.utf8.count <= 65_535, !filter.utf8.contains(0) else {
            throw .subscription(filter: filter, problem: "it is empty, longer than 65,535 bytes or holds a zero byte.")
        }
        let levels = filter.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level.contains("#"), level != "#" || index != levels.count - 1 {
                throw .subscription(filter: filter, problem: "`#` must be a level of its own, the last one.")
            }
            if level.contains("+"), level != "+" {
                throw .subscription(filter: filter, problem: "`+` must be a level of its own.")
            }
        }
    }
}
