/// `tocsin drill publish --json`: what was played into a broker.
package struct RecordingPublishedView: Hashable, Sendable, Codable {
    /// Always true: whatever is played is an exercise.
    package var exercise = true
    package var recording: String
    package var broker: String
    package var messages: Int
    /// Messages that the broker took over.
    package var confirmed: Int
    /// Messages that the broker did not want.
    package var refused: Int
    /// Lines that are no messages, and topics that no broker takes.
    package var leftOut: Int
    /// Messages that say no time of their own, where times were to be moved.
    package var unmovedTimes: Int
    /// Ended before the recording was over.
    package var stopped: Bool
    /// Where and why only a part was played; null where all was.
    @Nullable package var damage: String?

    package init(
        recording: String, broker: String, messages: Int, confirmed: Int, refused: Int, leftOut: Int,
        unmovedTimes: Int, stopped: Bool, damage: String?
    ) {
        self.recording = recording
        self.broker = broker
        self.messages = messages
        self.confirmed = confirmed
        self.refused = refused
        self.leftOut = leftOut
        self.unmovedTimes = unmovedTimes
        self.stopped = stopped
        self.damage = damage
    }

    private enum CodingKeys: String, CodingKey {
        case exercise, recording, broker, messages, confirmed, refused
        case leftOut = "left_out"
        case unmovedTimes = "unmoved_times"
        case stopped, damage
    }
}
