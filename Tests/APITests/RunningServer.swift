import API
import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import Telemetry
import Testing
import Views

/// The API on a real socket in a temporary folder, with a client, for the length of one test.
struct RunningServer {
    let service: FakeService
    let socketPath: String
    let client: HTTPClient

    static func with(_ body: (RunningServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/tocsin-api-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let service = FakeService()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let path = folder + "/" + APIServer.socketName
        let (ready, readiness) = AsyncStream<Void>.makeStream()
        let server = try APIServer(service: service, socketPath: path, logger: logger) { readiness.finish() }
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                // A server that ends before it is ready is not waited for.
                defer { readiness.finish() }
                try await group.run()
            }
            let running = RunningServer(
                service: service, socketPath: path, client: HTTPClient(eventLoopGroupProvider: .singleton))
            do {
                for await _ in ready {}
                try await body(running)
            } catch {
                try await running.client.shutdown()
                await group.triggerGracefulShutdown()
                throw error
            }
            try await running.client.shutdown()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    struct Answer {
        var status: Int
        var type: String
        var body: String
    }

    func get(_ path: String, accept: String? = nil) async throws -> Answer {
        var request = try self.request(path)
        if let accept { request.headers.add(name: "accept", value: accept) }
        return try await send(request)
    }

    func post(_ path: String, _ body: String) async throws -> Answer {
        var request = try self.request(path)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: body))
        return try await send(request)
    }

    func request(_ path: String) throws -> HTTPClientRequest {
        let url = try #require(URL(httpURLWithSocketPath: socketPath, uri: "/v1/" + path))
        return HTTPClientRequest(url: url.absoluteString)
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await client.execute(request, timeout: .seconds(30))
        let buffer = try await response.body.collect(upTo: 16 << 20)
        return Answer(
            status: Int(response.status.code), type: response.headers.first(name: "content-type") ?? "",
            body: String(buffer: buffer))
    }
}
