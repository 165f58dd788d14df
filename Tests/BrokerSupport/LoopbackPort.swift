import Glibc

/// Ports of 127.0.0.1.
package enum LoopbackPort {
    package struct NoPort: Error {}

    /// A port that nobody listens on now.
    package static func free() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoPort() }
        defer { close(descriptor) }
        var address = self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw NoPort() }
        return UInt16(bigEndian: address.sin_port)
    }

    /// A blocking connection, or nil.
    package static func connect(_ port: UInt16) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = self.address(port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    /// Tries each 5 ms until somebody accepts.
    package static func waitUntilAccepting(
        _ port: UInt16, milliseconds: Int, while isWorthwhile: () -> Bool
    ) -> Bool {
        for _ in 0..<max(1, milliseconds / 5) {
            if let descriptor = connect(port) {
                close(descriptor)
                return true
            }
            guard isWorthwhile() else { return false }
            poll(nil, 0, 5)
        }
        return false
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return address
    }
}
