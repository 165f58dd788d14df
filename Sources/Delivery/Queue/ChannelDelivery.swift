import IncidentCommand
import Telemetry

/// A message for a channel that is not the broker's.
package struct ChannelDelivery: Hashable, Sendable {
    /// About which the channel reports back; its outcome is filled in then.
    package var report: HandOverReport
    /// The whole JSON object, with exercise mark and secret, as it would go to the broker.
    package var payload: [UInt8]
    /// As the linkage file gives it for this recipient on this channel.
    package var address: String?
    package var lifeSafety: Bool
    /// False for what rings from memory: nothing of it is stored, and nobody waits for its report.
    package var isRecorded: Bool

    package init(
        report: HandOverReport, payload: [UInt8], address: String?, lifeSafety: Bool, isRecorded: Bool = true
    ) {
        self.report = report
        self.payload = payload
        self.address = address
        self.lifeSafety = lifeSafety
        self.isRecorded = isRecorded
    }
}

/// How one attempt to hand a message over ended.
package enum AttemptOutcome: Hashable, Sendable {
    /// With what proves it: `http 200 sha256:…`.
    case handedOver(evidence: String)
    /// Another attempt may do better. `after`: how long the other side asked to be left alone.
    case again(reason: String, after: Interval? = nil)
    /// No attempt will do better: given up at once, so that the next channel is tried.
    case refused(reason: String)
}

/// A message that the channel is done with.
package struct FinishedDelivery: Hashable, Sendable {
    package var report: HandOverReport
    /// False for what rings from memory: nobody waits for its report.
    package var isRecorded: Bool

    package init(report: HandOverReport, isRecorded: Bool) {
        self.report = report
        self.isRecorded = isRecorded
    }
}
