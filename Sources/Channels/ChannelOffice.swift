import Delivery
import IncidentCommand
import Synchronization
import Telemetry
import Views

/// Hands messages to every channel that is not the broker's, tries again, gives up, and reports back. Never blocks whoever
/// hands something in: attempts run as tasks, programs and name look-ups on threads of their own.
package final class ChannelOffice: Sendable {
    private struct State {
        var queue = ChannelQueue()
        var channels: [String: ConfiguredChannel] = [:]
        var names = NameBook()
        var attempts: [UInt64: Task<Void, Never>] = [:]
        /// When the timer rings; nil while none runs.
        var timerDueNanoseconds: Int64?
        var timer: Task<Void, Never>?
        var isStopped = false
    }

    private let state = Mutex(State())
    private let surroundings: ChannelSurroundings
    private let tallies: ChannelTallies
    private let report: @Sendable (FinishedDelivery) -> Void

    /// - Parameters:
    ///   - tallies: where every attempt's end is counted.
    ///   - report: told, on any thread, what became of each message, once.
    package init(
        _ surroundings: ChannelSurroundings, tallies: ChannelTallies = ChannelTallies(),
        report: @escaping @Sendable (FinishedDelivery) -> Void
    ) {
        self.surroundings = surroundings
        self.tallies = tallies
        self.report = report
    }

    /// Takes another configuration; what is on its way ends by the old one.
    package func configure(_ channels: [ConfiguredChannel], names: NameBook) {
        state.withLock { state in
            state.channels = Dictionary(channels.map { ($0.id, $0) }) { first, _ in first }
            state.names = names
        }
        pump()
    }

    /// Takes a message. One that does not fit is left to the database: see `hasOverflowed`.
    package func submit(_ delivery: ChannelDelivery) {
        state.withLock { $0.queue.add(delivery) }
        pump()
    }

    /// Whether a channel is executed here; the broker's and the officers' telephone are not.
    package func executes(_ channel: String) -> Bool {
        state.withLock { state in
            switch state.channels[channel]?.settings {
            case .webhook, .robot, .email, .hook: true
            case .mqtt, .telephone, nil: false
            }
        }
    }

    package var count: Int { state.withLock { $0.queue.count } }
    /// Attempts that are on their way now.
    package var attemptsUnderWay: Int { state.withLock { $0.attempts.count } }

    /// Whether messages are left in the database that there is room for now. Says so once.
    package func takeRefill() -> Bool {
        state.withLock { state in
            guard state.queue.hasOverflowed, state.queue.count < ChannelQueue.limit / 2 else { return false }
            state.queue.refilled()
            return true
        }
    }

    /// No further attempt begins; those under way may end. What is not handed over stays in the database.
    package func close() {
        let timer = state.withLock { state in
            state.isStopped = true
            defer { state.timer = nil }
            return state.timer
        }
        timer?.cancel()
    }

    /// Breaks off what is still under way after `close`.
    package func abandon() {
        close()
        let attempts = state.withLock { state in
            defer { state.attempts = [:] }
            return Array(state.attempts.values)
        }
        for attempt in attempts { attempt.cancel() }
    }

    // MARK: The work

    /// Begins every attempt that is due and sets the timer for the next.
    private func pump() {
        let now = surroundings.bootNanoseconds()
        state.withLock { state in
            guard !state.isStopped else { return }
            let channels = state.channels
            // A message of a channel that is no more still gets its answer.
            let due = state.queue.takeDue(nowNanoseconds: now) { channels[$0]?.concurrency ?? 1 }
            for (token, delivery) in due {
                let (channel, names) = (channels[delivery.report.channel], state.names)
                state.attempts[token] = Task {
                    await self.attempt(token, delivery, names, channel)
                }
            }
            setTimer(&state, now)
        }
    }

    private func attempt(
        _ token: UInt64, _ delivery: ChannelDelivery, _ names: NameBook, _ channel: ConfiguredChannel?
    ) async {
        let began = surroundings.bootNanoseconds()
        let values = MessageValues(
            payload: delivery.payload, address: delivery.address, names: names, people: surroundings.people)
        let outcome = await executor(channel, named: delivery.report.channel).attempt(delivery, values: values)
            .withoutPeople(values)
        let now = surroundings.bootNanoseconds()
        let jitter = surroundings.jitter()
        // Broken off by the end of the server: the message is neither handed over nor given up.
        let isBrokenOff = Task.isCancelled
        let finished: FinishedDelivery? = state.withLock { state in
            state.attempts[token] = nil
            if isBrokenOff { return nil }
            return state.queue.finished(
                token: token, outcome, policy: channel?.retry ?? RetryPolicy(), beganNanoseconds: began,
                nowNanoseconds: now, jitter: jitter)
        }
        if let finished {
            tallies.count(finished.report.outcome, of: finished.report.channel)
            report(finished)
        } else if !isBrokenOff {
            tallies.countRetry(delivery.report.channel)
        }
        pump()
    }

    private func executor(_ channel: ConfiguredChannel?, named id: String) -> any ChannelExecutor {
        switch channel?.settings {
        case .webhook(let settings): WebhookExecutor(settings: settings, surroundings: surroundings)
        case .robot(let settings): RobotExecutor(settings: settings, surroundings: surroundings)
        case .email(let settings): MailExecutor(settings: settings, surroundings: surroundings)
        case .hook(let settings): HookExecutor(channel: id, settings: settings)
        case .mqtt, .telephone: MissingExecutor(reason: "The channel “\(id)” is not executed by the server.")
        case nil: MissingExecutor(reason: "There is no channel “\(id)” in the configuration any more.")
        }
    }

    private func setTimer(_ state: inout State, _ now: Int64) {
        guard let due = state.queue.nextDueNanoseconds else { return }
        // What is due and waits only for room is begun when an attempt ends.
        guard due > now else { return }
        if let set = state.timerDueNanoseconds, set <= due, set > now { return }
        state.timer?.cancel()
        state.timerDueNanoseconds = due
        state.timer = Task {
            guard (try? await Task.sleep(nanoseconds: UInt64(due - now))) != nil else { return }
            self.pump()
        }
    }
}
