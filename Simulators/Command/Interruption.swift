import Glibc
import Synchronization

/// Whether a person or the system has asked us to end (SIGINT, SIGTERM, SIGHUP).
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    static func watch() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in Interruption.requested.store(true, ordering: .relaxed) }
        }
        signal(SIGPIPE, SIG_IGN)
    }

    static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
