import Telemetry

/// One input of the fold. Everything that ever changes state is one of these; their order and stamps are the journal.
package enum JournalInput: Hashable, Sendable {
    /// A message from the broker, byte for byte.
    case message(topic: [UInt8], payload: [UInt8], qos: UInt8, retained: Bool)
    /// What an officer ordered, as JSON (see `CommandInput`).
    case command([UInt8])
    /// What an officer ordered about the telling of alarms, as JSON (see `AlarmCommand`).
    case alarmCommand([UInt8])
    /// What was done with people's names and numbers, as JSON (see `PeopleCommand`).
    case peopleCommand([UInt8])
    /// What became of an outbox message, as JSON (see `DeliveryInput`).
    case delivery([UInt8])
    /// Rules, registry and linkage from here on: SHA-256 of the bundle, whose bytes are stored beside the journal.
    case configuration(sha256: String)
    /// The server began to watch, as JSON (see `StartInput`).
    case started([UInt8])
    /// Something about the way in: the session was lost at the broker, it dropped messages, another client took over.
    case intakeGap([UInt8])
    /// The wall clock was set while the server ran, as JSON (see `ClockStepInput`).
    case clockStep([UInt8])
    /// So many committed messages were delivered again since the last input: they change nothing but the counts.
    case repeated(count: Int64)
    /// The server ends its watch in order.
    case stopped
}

/// An input with its stamp.
package struct StampedInput: Hashable, Sendable {
    package var at: Timestamp
    package var input: JournalInput

    package init(at: Timestamp, input: JournalInput) {
        self.at = at
        self.input = input
    }
}
