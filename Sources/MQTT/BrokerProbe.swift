/// What the running broker itself tells, gathered from messages. Pure: `doctor` drives a session with these
/// subscriptions for a few seconds, hands over what comes, and then asks for findings.
package struct BrokerProbe: Sendable {
    /// Versions on which the promises were measured.
    package static let measuredVersions = ["2.0.11"]
    private static let versionTopic = "$SYS/broker/version"

    /// For example `mosquitto version 2.0.11`.
    package private(set) var version: String?
    /// Messages that the broker dropped since its start.
    package private(set) var droppedCount: UInt64?
    /// What the broker keeps on the status topic, if anything.
    package private(set) var retainedStatus: String?
    /// A connection without a user was accepted.
    package var acceptsAnonymous: Bool?
    /// A connection with our user was accepted.
    package var acceptsUs: Bool?
    private let statusTopic: String

    package init(statusTopic: String = "tocsin/status") {
        self.statusTopic = statusTopic
    }

    /// To be given to an `MQTTSession` with a client id of its own and session expiry 0.
    package static func subscriptions(statusTopic: String = "tocsin/status") throws(MQTTError) -> [MQTTSubscription] {
        var all: [MQTTSubscription] = []
        for filter in [versionTopic, DroppedMessages.topic, statusTopic] {
            all.append(try MQTTSubscription(filter: filter, quality: 0, retained: .delivered))
        }
        return all
    }

    package mutating func take(_ message: MQTTMessage) {
        take(topic: String(decoding: message.topic, as: UTF8.self), payload: Array(message.payload.prefix(4_096)))
    }

    /// - Parameter payload: at most the first 4,096 bytes.
    package mutating func take(topic: String, payload: [UInt8]) {
        let text = String(decoding: payload, as: UTF8.self)
        switch topic {
        case Self.versionTopic: version = text
        case DroppedMessages.topic: droppedCount = UInt64(text)
        case statusTopic: retainedStatus = text
        case _: break
        }
    }

    /// True if nothing more is to be expected.
    package var isComplete: Bool { version != nil && droppedCount != nil && retainedStatus != nil }

    package var findings: [BrokerFinding] {
        var findings: [BrokerFinding] = []
        if acceptsUs == false {
            findings.append(
                BrokerFinding(
                    code: "broker_refuses_us", severity: .failure, expected: "accepted", found: "refused",
                    remedy: "The broker does not take our user. Compare the password file on both sides."))
        }
        if acceptsAnonymous == true {
            findings.append(
                BrokerFinding(
                    code: "broker_allow_anonymous", severity: .failure, expected: "refused", found: "accepted",
                    remedy: "The running broker takes clients without a user. Set `allow_anonymous false`."))
        }
        if let version, !Self.measuredVersions.contains(where: { version.hasSuffix(" " + $0) }) {
            findings.append(
                BrokerFinding(
                    code: "broker_version", severity: .warning,
                    expected: Self.measuredVersions.joined(separator: ", "), found: version,
                    remedy: "The figures were measured on another version. Run the crash tests against this one."))
        }
        if acceptsUs == true, version == nil {
            findings.append(
                BrokerFinding(
                    code: "broker_sys_topics", severity: .warning, expected: "$SYS/broker/# readable", found: "nothing",
                    remedy: "Give our user `topic read $SYS/broker/#` and keep `sys_interval` above 0: else dropped "
                        + "messages go unnoticed."))
        }
        if let droppedCount, droppedCount > 0 {
            findings.append(
                BrokerFinding(
                    code: "broker_dropped_messages", severity: .warning, expected: "0", found: "\(droppedCount)",
                    remedy: "The broker has dropped messages since it was started. Look for full queues of other "
                        + "clients, and for size limits."))
        }
        return findings
    }
}
