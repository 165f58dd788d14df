import Telemetry

/// What intake refuses for its size, and how far it believes a device's clock. Set in `city.yaml` under `intake`.
package struct IntakeLimits: Hashable, Sendable {
    /// Longest payload, in bytes.
    package var payloadBytes: Int
    /// Longest topic, in bytes. MQTT itself allows 65,535.
    package var topicBytes: Int
    /// Longest level of a topic and longest station or quantity name, in bytes.
    package var nameBytes: Int
    /// Objects and arrays inside one another, within a member of the top-level object.
    package var nestingDepth: Int
    /// Members of a message, all its records together.
    package var members: Int
    /// Records of one SenML pack.
    package var recordsPerMessage: Int
    /// Series of stations that nobody registered. Series of registered stations always fit: the registry bounds them.
    package var maximumSeries: Int
    /// How far a device's clock may run ahead of the time of receipt.
    package var clockTolerance: Interval
    /// Readings older than this are stored, not evaluated; those of life-safety stations count at their receipt.
    package var horizon: Interval
    /// By quantity, where it has one of its own; events follow `horizon`.
    package var horizons: [String: Interval]
    /// Event times older than this are not believed.
    package var backfillLimit: Interval

    package init(
        payloadBytes: Int = 262_144, topicBytes: Int = 1_024, nameBytes: Int = 256, nestingDepth: Int = 32,
        members: Int = 16_384, recordsPerMessage: Int = 4_096, maximumSeries: Int = 200_000,
        clockTolerance: Interval = Interval(seconds: 300), horizon: Interval = Interval(seconds: 86_400),
        horizons: [String: Interval] = [:],
        backfillLimit: Interval = Interval(seconds: 30 * 86_400)
    ) {
        self.payloadBytes = payloadBytes
        self.topicBytes = topicBytes
        self.nameBytes = nameBytes
        self.nestingDepth = nestingDepth
        self.members = members
        self.recordsPerMessage = recordsPerMessage
        self.maximumSeries = maximumSeries
        self.clockTolerance = clockTolerance
        self.horizon = horizon
        self.horizons = horizons
        self.backfillLimit = backfillLimit
    }
}
