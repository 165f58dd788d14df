import City
import Delivery
import Operations
import Store
import Synchronization
import Telemetry

/// What the watch shares with other threads: the mailbox in, the feed and a few facts out.
final class WatchShared: Sendable {
    let mailbox = Mailbox<WatchRequest>(capacity: 1_024)
    let feed = Feed()
    let tallies = ChannelTallies()
    let clientIdentifier: String
    /// Filters that have to be confirmed before the server is ready.
    let filterCount: Int

    private struct State {
        var live = LiveStatus()
        var city: LoadedCity
        var isReady = false
        var isStopped = false
        var waiters: [@Sendable (ReadyOutcome) -> Void] = []
        var stopWaiters: [@Sendable () -> Void] = []
        var lastReport = ""
    }

    private let state: Mutex<State>
    private let reporter: @Sendable (WatchReport, String) -> Void

    init(
        city: LoadedCity, clientIdentifier: String, filterCount: Int,
        reporter: @escaping @Sendable (WatchReport, String) -> Void
    ) {
        self.clientIdentifier = clientIdentifier
        self.filterCount = filterCount
        self.state = Mutex(State(city: city))
        self.reporter = reporter
    }

    var live: LiveStatus { state.withLock { $0.live } }
    var city: LoadedCity { state.withLock { $0.city } }

    func updateLive(_ body: (inout LiveStatus) -> Void) {
        state.withLock { body(&$0.live) }
    }

    func updateCity(_ city: LoadedCity) {
        state.withLock { $0.city = city }
    }

    /// Tells the operator's log; the same line is not repeated while nothing else happens.
    func report(_ report: WatchReport, _ text: String) {
        let isNew = state.withLock { state in
            defer { state.lastReport = text }
            return state.lastReport != text
        }
        if isNew { reporter(report, text) }
    }

    func becameReady() {
        let waiters = state.withLock { state in
            state.isReady = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter(.ready) }
    }

    func brokerFailed(_ detail: String) {
        report(.brokerLost, detail)
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter(.brokerFailed(detail)) }
    }

    func whenReady(_ body: @escaping @Sendable (ReadyOutcome) -> Void) {
        let isReady = state.withLock { state in
            if !state.isReady { state.waiters.append(body) }
            return state.isReady
        }
        if isReady { body(.ready) }
    }

    func stopped() {
        let waiters = state.withLock { state in
            state.isStopped = true
            defer { state.stopWaiters = [] }
            return state.stopWaiters
        }
        for waiter in waiters { waiter() }
    }

    func whenStopped(_ body: @escaping @Sendable () -> Void) {
        let isStopped = state.withLock { state in
            if !state.isStopped { state.stopWaiters.append(body) }
            return state.isStopped
        }
        if isStopped { body() }
    }
}

/// Constant codes for the operator's log; what varies goes with them.
package enum WatchReport: String, Sendable, CaseIterable {
    case storeFailed = "store_failed"
    case brokerLost = "broker_lost"
}

/// How the wait for the broker ended.
package enum ReadyOutcome: Hashable, Sendable {
    /// Connected and subscribed.
    case ready
    /// The first attempt failed; the server goes on trying.
    case brokerFailed(String)
}
