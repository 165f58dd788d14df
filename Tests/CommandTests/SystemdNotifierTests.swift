import Foundation
import Glibc
import Testing

@testable import tocsin

@Suite struct SystemdNotifierTests {
    @Test func sendsOneDatagramToTheSocket() throws {
        let path = FileManager.default.temporaryDirectory.path + "/tocsin-notify-\(UUID().uuidString.prefix(8))"
        defer { unlink(path) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        SystemdNotifier(environment: ["NOTIFY_SOCKET": path]).notify("READY=1")
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        try #require(count > 0)
        #expect(String(decoding: buffer[..<count], as: UTF8.self) == "READY=1")
    }

    @Test func isSilentWithoutASocket() {
        SystemdNotifier(environment: [:]).notify("READY=1")
        SystemdNotifier(environment: ["NOTIFY_SOCKET": String(repeating: "x", count: 300)]).notify("READY=1")
    }

    @Test(arguments: [("20000000", 10_000_000_000), ("0", nil), ("x", nil), ("99999999999999999999", nil)])
    func halvesTheWatchdogInterval(text: String, nanoseconds: Int64?) {
        #expect(SystemdNotifier(environment: ["WATCHDOG_USEC": text]).watchdogIntervalNanoseconds == nanoseconds)
    }
}
