import Delivery

/// Makes one attempt to hand a message over. Knows nothing of retries; ends by itself within its channel's time limit, and
/// sooner where its task is cancelled.
protocol ChannelExecutor: Sendable {
    func attempt(_ delivery: ChannelDelivery, values: MessageValues) async -> AttemptOutcome
}

/// For a message whose channel is not in the configuration any more, or is nobody's to execute.
struct MissingExecutor: ChannelExecutor {
    let reason: String

    func attempt(_ delivery: ChannelDelivery, values: MessageValues) async -> AttemptOutcome {
        .refused(reason: reason)
    }
}
