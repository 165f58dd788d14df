import Glibc
import Synchronization

/// Signals that come while the server is still preparing, before the service group listens for them.
enum EarlyStop {
    private static let received = Atomic(false)

    /// Remembers SIGTERM and SIGINT instead of dying of them. The service group takes them over later.
    static func listen() {
        // Made now: the handler may only touch what is there.
        received.store(false, ordering: .relaxed)
        signal(SIGTERM) { _ in EarlyStop.received.store(true, ordering: .relaxed) }
        signal(SIGINT) { _ in EarlyStop.received.store(true, ordering: .relaxed) }
    }

    static var wasAsked: Bool { received.load(ordering: .relaxed) }
}
