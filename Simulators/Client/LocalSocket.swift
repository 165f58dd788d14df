import Foundation
import Glibc

/// Asks the server over its socket, as `curl --unix-socket` would: a command a person types takes a process, and a
/// simulated officer on a fast clock has no time for it.
package struct LocalSocket: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// - Returns: the body; nil where nobody answers or the answer is no success.
    package func get(_ target: String) -> String? { exchange("GET \(target)", body: nil)?.success }

    @discardableResult
    package func post(_ target: String, _ members: [String: String]) -> String? {
        reply(toPost: members, at: target)?.success
    }

    /// - Returns: what was answered, also where it is no success; nil where nobody answers.
    package func reply(toPost members: [String: String], at target: String) -> Reply? {
        guard let body = try? JSONEncoder().encode(members) else { return nil }
        return exchange("POST \(target)", body: body)
    }

    package struct Reply: Sendable {
        package var isSuccess: Bool
        package var body: String

        var success: String? { isSuccess ? body : nil }
    }

    private func exchange(_ line: String, body: Data?) -> Reply? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard connect(descriptor) else { return nil }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var request = Data("\(line) HTTP/1.1\r\nHost: tocsin\r\nConnection: close\r\n".utf8)
        if let body { request += Data("Content-Type: application/json\r\nContent-Length: \(body.count)\r\n".utf8) }
        request += Data("\r\n".utf8) + (body ?? Data())
        guard send(Array(request), to: descriptor) else { return nil }
        return LocalSocket.reply(received(from: descriptor))
    }

    private func connect(_ descriptor: Int32) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: position), bytes.count - position,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            position += count
        }
        return true
    }

    private func received(from descriptor: Int32) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }

    /// Takes head and chunks off.
    private static func reply(_ answer: [UInt8]) -> Reply? {
        let text = String(decoding: answer, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound].lowercased()
        let isSuccess = head.hasPrefix("http/1.1 2")
        let rest = answer[text.utf8.distance(from: text.startIndex, to: end.upperBound)...]
        guard head.contains("transfer-encoding: chunked") else {
            return Reply(isSuccess: isSuccess, body: String(decoding: rest, as: UTF8.self))
        }
        var result: [UInt8] = []
        var position = rest.startIndex
        while let lineEnd = rest[position...].firstIndex(of: 10) {
            let digits = String(decoding: rest[position..<lineEnd], as: UTF8.self)
            let size = Int(digits.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16) ?? 0
            let from = lineEnd + 1
            guard size > 0, from + size <= rest.endIndex else { break }
            result += rest[from..<from + size]
            position = min(from + size + 2, rest.endIndex)
        }
        return Reply(isSuccess: isSuccess, body: String(decoding: result, as: UTF8.self))
    }
}
