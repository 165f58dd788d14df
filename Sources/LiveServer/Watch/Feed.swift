import Synchronization

/// Log entries as they are committed, for consoles and the demonstration. Never blocks the watch.
package final class Feed: Sendable {
    package enum Event: Sendable {
        /// A committed log entry: its number and its line.
        case entry(Int64, [UInt8])
        /// So many entries were not kept for this subscriber because it was slow; they stand in the log.
        case dropped(Int)
    }

    private struct Subscriber {
        var continuation: AsyncStream<Event>.Continuation
        var dropped = 0
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var next = 0
        var finished = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Entries committed from now on.
    ///
    /// - Parameter bufferLimit: entries that may wait for a slow reader; further ones are counted, not kept.
    package func subscribe(bufferLimit: Int = 10_000) -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingOldest(bufferLimit))
        let number: Int? = state.withLock { state in
            if state.finished { return nil }
            defer { state.next += 1 }
            state.subscribers[state.next] = Subscriber(continuation: continuation)
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.subscribers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Hands committed entries to every subscriber. Called by the watch after each commit.
    func publish(_ entries: [(number: Int64, line: [UInt8])]) {
        if entries.isEmpty { return }
        // Yielding may run a subscriber's termination handler, which takes the lock: act on a copy, outside.
        var subscribers = state.withLock { $0.subscribers }
        for number in subscribers.keys.sorted() {
            guard var subscriber = subscribers[number] else { continue }
            for entry in entries {
                // How many are missing is told in their place, before anything later.
                if subscriber.dropped > 0 {
                    guard case .enqueued = subscriber.continuation.yield(.dropped(subscriber.dropped)) else {
                        subscriber.dropped += 1
                        continue
                    }
                    subscriber.dropped = 0
                }
                if case .dropped = subscriber.continuation.yield(.entry(entry.number, entry.line)) {
                    subscriber.dropped += 1
                }
            }
            subscribers[number] = subscriber
            let dropped = subscriber.dropped
            state.withLock { $0.subscribers[number]?.dropped = dropped }
        }
    }

    /// Ends every subscription: the server stops.
    func finish() {
        let subscribers = state.withLock { state in
            state.finished = true
            defer { state.subscribers = [:] }
            return state.subscribers
        }
        for number in subscribers.keys.sorted() { subscribers[number]?.continuation.finish() }
    }
}
