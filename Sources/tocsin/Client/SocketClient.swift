import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Views

/// Talks to a running server through its socket.
struct SocketClient: Sendable {
    private let socketPath: String
    private let client: HTTPClient

    /// Longest answer held in memory; longer ones are streamed.
    private static let answerLimit = 256 << 20
    /// A command waits for its commit; a backup for the whole copy.
    static let patience = TimeAmount.seconds(600)

    init(socketPath: String) {
        self.socketPath = socketPath
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.decompression = .disabled
        configuration.redirectConfiguration = .disallow
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// To be called when nothing more is asked.
    func shutdown() async {
        try? await client.shutdown()
    }

    func get<View: Decodable>(
        _ type: View.Type, _ path: String, query: [URLQueryItem] = [], within limit: TimeAmount = SocketClient.patience
    ) async throws -> View {
        try await ViewJSON.decode(type, from: body(of: send(.GET, path, query: query, timeout: limit)))
    }

    /// One view a line.
    func list<View: Decodable>(
        _ type: View.Type, _ path: String, query: [URLQueryItem] = [], within limit: TimeAmount = SocketClient.patience
    ) async throws -> [View] {
        let data = try await body(of: send(.GET, path, query: query, timeout: limit))
        return try data.split(separator: UInt8(ascii: "\n")).map { try ViewJSON.decode(type, from: Data($0)) }
    }

    func post<View: Decodable>(_ type: View.Type, _ path: String, _ body: some Encodable) async throws -> View {
        let response = try await send(.POST, path, query: [], body: ViewJSON.data(body))
        return try await ViewJSON.decode(type, from: self.body(of: response))
    }

    /// Hands over each line as it comes, without its line feed; ends when the server ends the answer.
    ///
    /// - Parameter line: returns false to stop.
    func lines(
        _ path: String, query: [URLQueryItem], within limit: TimeAmount = .hours(24 * 365),
        _ line: ([UInt8]) async throws -> Bool
    ) async throws {
        let response = try await send(.GET, path, query: query, timeout: limit)
        guard response.status == .ok else {
            _ = try await body(of: response)
            return
        }
        var rest: [UInt8] = []
        for try await buffer in response.body {
            rest.append(contentsOf: buffer.readableBytesView)
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if end > start, try await !line(Array(rest[start..<end])) { return }
                start = end + 1
            }
            rest.removeSubrange(..<start)
        }
        if !rest.isEmpty { _ = try await line(rest) }
    }

    /// An id as one part of a path: a slash in it is no separator.
    static func part(_ id: String) -> String {
        let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return id.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }

    private func send(
        _ method: HTTPMethod, _ path: String, query: [URLQueryItem], body: Data? = nil,
        timeout: TimeAmount = SocketClient.patience
    ) async throws -> HTTPClientResponse {
        var components = URLComponents()
        components.percentEncodedPath = "/v1/" + path
        if !query.isEmpty { components.queryItems = query }
        // URLComponents leaves “+” as it is, which a server may read as a blank: times have offsets.
        let uri = (components.string ?? "/v1/").split(separator: "+", omittingEmptySubsequences: false).joined(
            separator: "%2B")
        guard let url = URL(httpURLWithSocketPath: socketPath, uri: uri) else {
            throw ProblemView(
                code: "bad_request", message: "The socket's path “\(socketPath)” can't be written as an address.",
                remedy: "Choose a data folder whose name is plain text.")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(body)
        }
        do {
            return try await client.execute(request, timeout: timeout)
        } catch {
            throw lost(error)
        }
    }

    private func body(of response: HTTPClientResponse) async throws -> Data {
        let buffer: ByteBuffer
        do {
            buffer = try await response.body.collect(upTo: SocketClient.answerLimit)
        } catch {
            throw lost(error)
        }
        let data = Data(buffer.readableBytesView)
        if response.status == .ok { return data }
        if let problem = try? ViewJSON.decode(ProblemView.self, from: data) { throw problem }
        throw ProblemView(
            code: "internal", message: "The server answered with status \(response.status.code).",
            remedy: "Look at the server's own log for the cause.")
    }

    private func lost(_ error: any Error) -> ProblemView {
        ProblemView(
            code: "no_server", message: "The server on “\(socketPath)” did not answer: \(error)",
            remedy: "See whether “tocsin serve” runs; ask again.")
    }
}
