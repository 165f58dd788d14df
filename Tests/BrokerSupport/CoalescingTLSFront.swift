import Foundation

/// TLS in front of a broker that puts many MQTT packets into one TLS record, as terminating proxies do. mosquitto
/// itself writes a record for each packet; only this shows whether a client reads what OpenSSL has already decrypted.
///
/// `openssl s_server` does the TLS; a thread of ours collects what the broker sends until it is quiet and writes it in
/// one piece. Serves one connection.
package final class CoalescingTLSFront {
    package let port: UInt16
    private let server = Process()
    private let toClient = Pipe()
    private let fromClient = Pipe()

    package init(brokerPort: UInt16, certificates: Certificates) throws {
        port = try LoopbackPort.free()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        server.arguments = [
            "s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-naccept", "1",
            "-cert", certificates.path("broker.crt"), "-key", certificates.path("broker.key"),
        ]
        server.standardInput = toClient
        server.standardOutput = fromClient
        server.standardError = FileHandle.nullDevice
        try server.run()
        guard let broker = LoopbackPort.connect(brokerPort) else { throw LoopbackPort.NoPort() }
        let input = fromClient.fileHandleForReading.fileDescriptor
        let output = toClient.fileHandleForWriting.fileDescriptor
        Thread { Self.relay(from: input, to: broker, quietMilliseconds: 0) }.start()
        Thread { Self.relay(from: broker, to: output, quietMilliseconds: 30) }.start()
    }

    package func remove() {
        server.terminate()
        server.waitUntilExit()
    }

    /// Copies until the end; with a quiet time it writes only when nothing came for that long, or 15,000 bytes are
    /// there (a TLS record holds 16,384).
    private static func relay(from source: Int32, to target: Int32, quietMilliseconds: Int32) {
        var collected: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 15_000)
        while true {
            var waiting = pollfd(fd: source, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, collected.isEmpty ? -1 : quietMilliseconds)
            if ready > 0 {
                let room = buffer.count - collected.count
                let count = buffer.withUnsafeMutableBytes { read(source, $0.baseAddress, room) }
                guard count > 0 else { break }
                collected += buffer[0..<count]
                if quietMilliseconds > 0, collected.count < buffer.count { continue }
            }
            let written = collected.withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
            guard written == collected.count else { break }
            collected.removeAll(keepingCapacity: true)
        }
        close(target)
    }
}
