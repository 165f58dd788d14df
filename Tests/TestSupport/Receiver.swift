import Foundation
import Glibc
import Synchronization

/// A receiver of posts that behaves as badly as a test wants, on a free port of the loopback.
package final class Receiver: Sendable {
    package enum Answer: Sendable {
        /// These bytes, then the connection is closed.
        case bytes(String)
        /// A head, then so many bytes of body.
        case flood(head: String, bytes: Int)
        /// Nothing at all; the connection stays open until the receiver is closed.
        case silence
    }

    package struct Request: Sendable {
        package var head: String
        package var body: String

        package func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private struct State {
        var requests: [Request] = []
        var open: [Int32] = []
        var isClosed = false
    }

    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Int, Request) -> Answer

    /// - Parameter answer: what the request with this number, from 0, gets.
    package convenience init(_ answer: @escaping @Sendable (Int) -> Answer) throws {
        try self.init { number, _ in answer(number) }
    }

    /// - Parameter answer: what a request gets; its number is from 0.
    package init(_ answer: @escaping @Sendable (Int, Request) -> Answer) throws {
        self.answer = answer
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listener = listener
        let serve: @Sendable (Int32) -> Void = { [weak self] in self?.serve($0) }
        Thread { Receiver.acceptLoop(listener, serve) }.start()
    }

    package var requests: [Request] { state.withLock { $0.requests } }

    package func close() {
        let open = state.withLock { state in
            if state.isClosed { return [Int32]() }
            state.isClosed = true
            defer { state.open = [] }
            return state.open
        }
        // Only wakes the loop, which closes it: another's descriptor may bear its number as soon as it is closed.
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in open { Glibc.close(descriptor) }
    }

    private static func acceptLoop(_ listener: Int32, _ serve: @escaping @Sendable (Int32) -> Void) {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 {
                Glibc.close(listener)
                return
            }
            Thread { serve(connection) }.start()
        }
    }

    private func serve(_ connection: Int32) {
        guard let request = Receiver.read(connection) else {
            Glibc.close(connection)
            return
        }
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count - 1
        }
        switch answer(number, request) {
        case .bytes(let text): Receiver.send(Array(text.utf8), connection)
        case .flood(let head, let count):
            Receiver.send(Array(head.utf8), connection)
            let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
            var left = count
            while left > 0, Receiver.send(Array(chunk.prefix(left)), connection) { left -= chunk.count }
        case .silence:
            let isKept = state.withLock { state in
                if !state.isClosed { state.open.append(connection) }
                return !state.isClosed
            }
            if isKept { return }
        }
        Glibc.close(connection)
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let request = Request(head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
                let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
                if request.body.utf8.count >= length { return request }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
    }

    @discardableResult
    private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
