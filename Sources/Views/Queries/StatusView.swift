import Telemetry

/// `GET /v1/status`, `tocsin status`: what the server is doing now. Names and meaning are stable; see `JSON.md`.
package struct StatusView: Hashable, Sendable, Codable {
    package var city: Bilingual
    package var version: String
    /// `serving`, or `stopped` when it was read from the folder without a running server.
    package var state: State
    package var exercise: Bool
    /// `wall`, `exercise`, `data`.
    package var clock: String
    /// The server's own time; nil when it is stopped.
    @Nullable package var now: Timestamp?
    package var broker: BrokerState
    /// Readings stored, corrections and late ones included, repeats not.
    package var readingsCommitted: Int64
    /// Messages that told again what was stored already.
    package var duplicates: Int64
    /// Messages that could not be read, ever; how many of them are kept is another matter.
    package var quarantined: Int64
    /// How far the readings can be trusted.
    package var quality: QualityView
    package var incidentsOpen: Int64
    package var logEntries: Int64
    /// 64 hex digits.
    package var logHead: String
    /// Orders and notices not handed over yet.
    package var outboxPending: Int64
    /// By channel, in the order of their names; the telephone's messages are calls that people make.
    @Listed package var channels: [ChannelView]
    /// True while the store can't be written (a full disk, mostly) and acknowledging has stopped.
    package var storeFull: Bool
    /// Why the store can't be written; nil when all is well.
    @Nullable package var storeMessage: String?
    /// First 16 hex digits of the SHA-256 of the configuration in use.
    package var configuration: String

    /// Holes of the roster that come or are there, the earliest first; empty when it is stopped.
    @Listed package var rosterGaps: [RosterGapView]

    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case serving
        case stopped
    }

    package enum BrokerState: String, Hashable, Sendable, Codable, CaseIterable {
        case connected
        case connecting
        case disconnected
        case takenOver = "taken_over"
        case unknown
    }

    package init(
        city: Bilingual, version: String, state: State, exercise: Bool, clock: String, now: Timestamp?,
        broker: BrokerState, readingsCommitted: Int64, duplicates: Int64, quarantined: Int64,
        quality: QualityView = QualityView(),
        incidentsOpen: Int64,
        logEntries: Int64, logHead: String, outboxPending: Int64,
        channels: [ChannelView] = [], storeFull: Bool, storeMessage: String? = nil,
        configuration: String, rosterGaps: [RosterGapView] = []
    ) {
        self.city = city
        self.version = version
        self.state = state
        self.exercise = exercise
        self.clock = clock
        self.now = now
        self.broker = broker
        self.readingsCommitted = readingsCommitted
        self.duplicates = duplicates
        self.quarantined = quarantined
        self.quality = quality
        self.incidentsOpen = incidentsOpen
        self.logEntries = logEntries
        self.logHead = logHead
        self.outboxPending = outboxPending
        self.channels = channels
        self.storeFull = storeFull
        self.storeMessage = storeMessage
        self.configuration = configuration
        self.rosterGaps = rosterGaps
    }

    private enum CodingKeys: String, CodingKey {
        case city, version, state, exercise, clock, now, broker
        case readingsCommitted = "readings_committed"
        case duplicates, quarantined, quality
        case incidentsOpen = "incidents_open"
        case logEntries = "log_entries"
        case logHead = "log_head"
        case outboxPending = "outbox_pending"
        case channels
        case storeFull = "store_full"
        case storeMessage = "store_message"
        case configuration
        case rosterGaps = "roster_gaps"
    }
}
