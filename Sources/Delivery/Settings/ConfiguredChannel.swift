import Telemetry

/// A channel with everything that its executor needs.
package struct ConfiguredChannel: Hashable, Sendable {
    package var id: String
    package var settings: ChannelSettings
    package var retry: RetryPolicy
    /// Messages that may be on their way at the same time.
    package var concurrency: Int

    /// Messages on their way at the same time where the file does not say.
    package static let usualConcurrency = 4

    package init(
        id: String, settings: ChannelSettings, retry: RetryPolicy = RetryPolicy(),
        concurrency: Int = ConfiguredChannel.usualConcurrency
    ) {
        self.id = id
        self.settings = settings
        self.retry = retry
        self.concurrency = concurrency
    }
}
