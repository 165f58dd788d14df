import Glibc

/// sd_notify(3): one datagram to the socket that systemd names in NOTIFY_SOCKET; nothing where there is none.
struct SystemdNotifier: Sendable {
    private let socketPath: String?
    /// Half of WATCHDOG_USEC, as systemd advises; nil where no watchdog waits.
    let watchdogIntervalNanoseconds: Int64?

    init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"]
        watchdogIntervalNanoseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { microseconds in
            microseconds > 0 && microseconds < 1 << 50 ? microseconds * 500 : nil
        }
    }

    /// - Parameter state: `READY=1`, `STOPPING=1`, `WATCHDOG=1`, `STATUS=…`.
    func notify(_ state: String) {
        guard let socketPath, !socketPath.isEmpty else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        // “@” stands for the zero byte that an abstract socket's name begins with.
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(state.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
