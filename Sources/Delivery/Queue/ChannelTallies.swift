import IncidentCommand
import Synchronization

/// What became of one channel's messages since the server began.
package struct ChannelTally: Hashable, Sendable {
    package var handedOver: Int64 = 0
    /// Attempts that failed and were followed by another.
    package var retried: Int64 = 0
    package var givenUp: Int64 = 0

    package init() {}
}

/// Counts for every channel, the broker's included; whoever sends counts, whoever asks reads.
package final class ChannelTallies: Sendable {
    private let tallies = Mutex<[String: ChannelTally]>([:])

    package init() {}

    package var all: [String: ChannelTally] { tallies.withLock { $0 } }

    package func countRetry(_ channel: String) {
        tallies.withLock { $0[channel, default: ChannelTally()].retried += 1 }
    }

    package func count(_ outcome: HandOverReport.Outcome, of channel: String) {
        tallies.withLock { tallies in
            switch outcome {
            case .handedOver: tallies[channel, default: ChannelTally()].handedOver += 1
            case .failed: tallies[channel, default: ChannelTally()].givenUp += 1
            }
        }
    }
}
