import Telemetry

/// A way by which messages leave. What it needs besides – an address, a template, a command – is `settings` of its file, which
/// Delivery reads.
package struct Channel: Hashable, Sendable {
    package var id: String
    package var kind: Kind
    /// How people call it; nil: by its id.
    package var name: Bilingual?
    /// From the moment an order is given to this channel to its evidence that it was handed over; nil: as the matrix says.
    package var handOverWithin: Interval?

    package enum Kind: String, Sendable, CaseIterable, Codable {
        case mqtt
        case webhook
        /// Text into the group of a messenger.
        case robot
        case email
        /// A command of the operator's, for short messages and voice.
        case hook
        /// No machine: the officer on duty is told whom to ring, and records that it was done.
        case telephone
    }

    package init(id: String, kind: Kind, name: Bilingual? = nil, handOverWithin: Interval? = nil) {
        self.id = id
        self.kind = kind
        self.name = name
        self.handOverWithin = handOverWithin
    }

    /// Always there, without being written in a file.
    package static let mqtt = Channel(id: "mqtt", kind: .mqtt)
}
