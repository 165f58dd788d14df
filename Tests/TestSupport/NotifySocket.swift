import Foundation

/// What systemd would hear: the datagrams that a service sends to NOTIFY_SOCKET.
package final class NotifySocket {
    package let path: String
    package private(set) var messages: [String] = []
    private let descriptor: Int32

    /// - Parameter path: of the socket, at most 107 bytes.
    package init(path: String) throws {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard descriptor >= 0, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw TestSupportError("No socket at \(path).")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard result == 0 else { throw TestSupportError("Cannot bind \(path): errno \(errno).") }
    }

    /// Takes what has come and tells whether the message was among all so far.
    package func heard(_ message: String) -> Bool {
        receive()
        return messages.contains(message)
    }

    /// Forgets everything so far, also what a service that is gone by now had sent and nobody has read yet.
    package func forget() {
        receive()
        messages.removeAll()
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            messages.append(String(decoding: buffer[0..<count], as: UTF8.self))
        }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }
}
