import Telemetry

/// What a line of a recording holds, beside its time.
package enum RecordedLine: Hashable, Sendable {
    case message(RecordedMessage)
    /// An input that is no message, as JSON byte for byte: what kind it is, and its object.
    case input(RecordedInputKind, json: [UInt8])
    /// A configuration that later `configuration` lines name: its canonical bytes.
    case bundle(sha256: String, bytes: [UInt8])
    /// A channel could not be reached for a while: a drill's departments were not told through it meanwhile.
    case channelFailure(json: [UInt8])
    /// What must have happened by then; see `Expectation`.
    case expectation(json: [UInt8])
    /// The last line: how many lines came before it. Its time is the moment up to which was recorded.
    case end(lines: Int)
}

/// One MQTT message, byte for byte.
package struct RecordedMessage: Hashable, Sendable {
    package var topic: [UInt8]
    package var payload: [UInt8]
    /// 0, 1 or 2.
    package var qos: UInt8
    package var retained: Bool
    /// MQTT 5 properties as a JSON object; nil where none were recorded.
    package var properties: [UInt8]?
    /// The recorder counted other bytes than it wrote: a stock recorder cut the payload at a NUL, or lost bytes that are
    /// not UTF-8. Nil where nothing is known to be wrong.
    package var recordedLength: Int?

    package init(
        topic: [UInt8], payload: [UInt8], qos: UInt8 = 1, retained: Bool = false, properties: [UInt8]? = nil,
        recordedLength: Int? = nil
    ) {
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retained = retained
        self.properties = properties
        self.recordedLength = recordedLength
    }

    /// Bytes were lost when it was recorded.
    package var isDamaged: Bool { recordedLength.map { $0 != payload.count } ?? false }
}

/// Inputs of the journal that are no messages; the raw value is the line's member.
package enum RecordedInputKind: String, Sendable, CaseIterable {
    case command
    case alarmCommand = "alarm_command"
    case peopleCommand = "people_command"
    case delivery
    case configuration
    case started
    case intakeGap = "intake_gap"
    case clockStep = "clock_step"
    /// A number: so many messages were delivered again.
    case repeated
    case stopped
}

/// A line with its time.
package struct RecordedItem: Hashable, Sendable {
    /// When it arrived; a bundle has the time of the line before it.
    package var at: Timestamp
    package var line: RecordedLine

    package init(at: Timestamp, line: RecordedLine) {
        self.at = at
        self.line = line
    }
}
