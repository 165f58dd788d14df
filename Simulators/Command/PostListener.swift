import Foundation
import Glibc

/// Takes posts on a port of the loopback for the simulated receivers: one after the other, each on a connection of its own.
final class PostListener {
    struct Post {
        var path: String
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]
    }

    /// Posts larger than this are not read.
    private static let limit = 1 << 20
    private let descriptor: Int32

    /// - Throws: where the port can't be listened on.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = DemoBroker.loopback(port: port)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(descriptor, 64) == 0
            }
        }
        guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EADDRINUSE) }
        // Asked when the poll loop says so; a connection that is gone by then must not hold the loop up.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(descriptor) }

    var pollDescriptor: (descriptor: Int32, events: Int16) { (descriptor, Int16(POLLIN)) }

    /// Answers every post that waits.
    ///
    /// - Parameter answer: the status for a post.
    func turn(_ answer: (Post) -> Int) {
        while case let connection = accept(descriptor, nil, nil), connection >= 0 {
            var limit = timeval(tv_sec: 1, tv_usec: 0)
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            if let post = PostListener.read(connection) {
                let line = "HTTP/1.1 \(answer(post)) \r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                _ = Array(line.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            }
            close(connection)
        }
    }

    private static func read(_ connection: Int32) -> Post? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                var post = head(String(decoding: bytes[..<end.lowerBound], as: UTF8.self))
                let length = post.headers["content-length"].flatMap { Int($0) } ?? 0
                if bytes.count - end.upperBound >= length {
                    post.body = Array(bytes[end.upperBound...].prefix(length))
                    return post
                }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
        return nil
    }

    private static func head(_ text: String) -> Post {
        let lines = text.components(separatedBy: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        return Post(path: words.count > 1 ? String(words[1]) : "", headers: headers, body: [])
    }
}
