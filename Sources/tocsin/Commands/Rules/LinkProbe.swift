import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Tries whether links open. Only where the city's policy asks for it: linting reaches nowhere else.
enum LinkProbe {
    /// What waits longer is said not to open.
    private static let timeoutSeconds: Int64 = 10

    /// Links that do not open, each with the reason.
    static func deadLinks(_ links: [String]) async -> [String: String] {
        var dead: [String: String] = [:]
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        for link in links {
            if let reason = await reason(link, client) { dead[link] = reason }
        }
        try? await client.shutdown()
        return dead
    }

    /// Nil where it opens.
    private static func reason(_ link: String, _ client: HTTPClient) async -> String? {
        var request = HTTPClientRequest(url: link)
        request.method = .HEAD
        do {
            let response = try await client.execute(request, timeout: .seconds(timeoutSeconds))
            // A page that answers a HEAD with “method not allowed” is there.
            let isThere = (200..<400).contains(response.status.code) || response.status == .methodNotAllowed
            return isThere ? nil : "HTTP \(response.status.code)"
        } catch {
            return "\(error)"
        }
    }
}
