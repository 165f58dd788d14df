import Roster
import Telemetry

/// What only the running watch knows.
package struct LiveStatus: Hashable, Sendable {
    package enum Broker: String, Sendable, CaseIterable {
        case connecting
        case connected
        case lost
        case takenOver = "taken_over"
    }

    package var broker = Broker.connecting
    /// The last reason that the broker was lost for.
    package var brokerDetail = ""
    /// The fold's time at the last turn.
    package var now = Timestamp.distantPast
    /// Why the store can't be written; life safety rings from memory meanwhile. Nil when all is well.
    package var unrecorded: String?
    /// Messages received and not yet acknowledged.
    package var unacknowledged = 0
    /// Holes of the roster that were told and are not over.
    package var rosterGaps: [RosterWatch.KnownGap] = []
    package var isStopping = false
    /// Turns of the watch so far; it turns at least once a second while it lives.
    package var turns: UInt64 = 0
}
