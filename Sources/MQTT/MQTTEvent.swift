/// What happened on a session besides messages, in order. `Logger` keys are `code` and the associated values.
package enum MQTTEvent: Sendable, Equatable {
    /// The broker accepted us. `sessionPresent` false on a reconnect means that it kept nothing while we were away.
    case connected(sessionPresent: Bool)
    /// No connection, or the broker refused it; the next attempt comes in `retryNanoseconds`.
    case connectFailed(MQTTReason, attempt: Int, retryNanoseconds: Int64)
    /// The connection was there and is gone. What was not acknowledged comes again.
    case lost(MQTTReason, retryNanoseconds: Int64)
    /// The connection ended in silence while the broker went on answering the other session: another client has very
    /// likely connected with our client id (or somebody cut this one connection). To be raised as an alarm; the
    /// reconnects go on, with growing waits, because a mere suspicion must not stop the intake.
    case takeOverSuspected
    /// The broker says that another client connected with our client id. There is no reconnect until `restart`.
    case takenOver
    /// The broker accepted the filter, at this quality (it may grant less than was asked).
    case subscribed(filter: String, quality: UInt8)
    /// The broker refused the filter: nothing comes from there.
    case subscriptionRefused(filter: String, reason: MQTTReason)
    /// The broker's own count of messages that it dropped (any client's), with the rise since the last one seen;
    /// 0 for the first. A rise is an intake gap; a fall (the broker started anew) is told with the new count as rise.
    case brokerDropped(total: UInt64, increase: UInt64)
    /// The broker says for how long it has been running. A retained value may be older than now by its `sys_interval`.
    case brokerUptime(seconds: Int64, isRetained: Bool)
    /// The broker that ran before ended in order after the connection that left this will.
    case brokerGoodbye(will: [UInt8])
    /// The broker confirmed the message (PUBACK) of this token.
    case published(token: UInt64)
    /// The broker refused it; sending it again will not help until rights or sizes change.
    case publishRefused(token: UInt64, reason: MQTTReason)
    /// The connection went before the PUBACK: it may have arrived. Publish it again with the same idempotency key.
    case publishUncertain(token: UInt64)
    /// Our own status could not be said: watchers do not see that we live.
    case statusRefused(MQTTReason)
    /// A wished-for end is complete; the session stays closed.
    case finished
}
