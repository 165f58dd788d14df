/// How one channel does; a member of the status.
package struct ChannelView: Hashable, Sendable, Codable {
    package var channel: String
    /// Messages that are not handed over yet, on their way or to be tried again.
    package var waiting: Int64
    /// Since the server began; nil when it is stopped.
    @Nullable package var handedOver: Int64?
    /// Attempts that failed and were followed by another.
    @Nullable package var retried: Int64?
    @Nullable package var givenUp: Int64?

    package init(channel: String, waiting: Int64, handedOver: Int64?, retried: Int64?, givenUp: Int64?) {
        self.channel = channel
        self.waiting = waiting
        self.handedOver = handedOver
        self.retried = retried
        self.givenUp = givenUp
    }

    private enum CodingKeys: String, CodingKey {
        case channel, waiting, retried
        case handedOver = "handed_over"
        case givenUp = "given_up"
    }
}
