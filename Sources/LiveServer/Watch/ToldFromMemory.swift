import CommandLog
import IncidentCommand
import Telemetry

/// What was told from memory, so that each message is told once though the store may fail again and again.
package struct ToldFromMemory {
    private var told: Set<String> = []

    /// Messages remembered; beyond them all is forgotten: told twice is better than not at all.
    package static let limit = 10_000

    package init() {}

    /// Whether this message was not told from memory before. Numbers of orders may differ once things are recorded, so what
    /// it is about counts as well.
    package mutating func isNew(_ message: OutboundMessage) -> Bool {
        if told.count >= ToldFromMemory.limit { told = [] }
        var identity = Array(message.key.utf8)
        for field in message.body where ToldFromMemory.identifying.contains(field.name) {
            identity.append(0)
            LogJSON.append(field.value, to: &identity)
        }
        return told.insert(String(decoding: identity, as: UTF8.self)).inserted
    }

    private static let identifying: Set<String> = ["hazard", "place", "summary", "tasks"]
}

extension OutboundMessage {
    /// The message under a key of its own: what is recorded later may come with another number, and a department that knows
    /// messages by their key must not take the one for the other.
    package var unrecorded: OutboundMessage {
        var copy = self
        copy.key = "unrecorded/" + key
        for index in copy.body.indices where copy.body[index].name == "key" {
            copy.body[index] = LogFact.Field("key", .text(copy.key))
        }
        return copy
    }
}
