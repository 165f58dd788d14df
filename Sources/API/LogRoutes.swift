import Hummingbird
import ServiceLifecycle
import Telemetry
import Views

/// `GET /v1/log` and `GET /v1/log/verify`.
struct LogRoutes {
    let service: any CommandService

    /// Entries that wait for a follower before it is dropped.
    static let followerBufferLimit = 10_000
    /// Entries read from the store at once while a range is written.
    static let pageSize = 500

    func add(to group: RouterGroup<BasicRequestContext>) {
        group.get("log") { request, _ in try await log(request) }
        group.get("log/verify") { request, _ in try await verify(request) }
    }

    private func log(_ request: Request) async throws -> Response {
        let reader = RequestReader(request: request)
        let from = try reader.integer("from", range: 1...Int64.max) ?? 1
        let limit = try reader.integer("limit", range: 1...Int64.max) ?? Int64.max
        let follow = try reader.boolean("follow") ?? false
        let form = Representation.asked(by: request, list: true)
        let service = service
        let names = try await APIServer.query { try service.names() }
        let writer = LogWriter(service: service, form: form, names: names)
        let body = request.body
        return Response(
            status: .ok, headers: [.contentType: form.contentType, .cacheControl: "no-store"],
            body: ResponseBody { output in
                if follow {
                    let unsafeOutput = UncheckedBox(output)
                    try? await cancelWhenGracefulShutdown {
                        try await body.consumeWithCancellationOnInboundClose { _ in
                            try await writer.follow(from: from, into: &unsafeOutput.value)
                        }
                    }
                    output = unsafeOutput.value
                } else {
                    _ = try await writer.write(from: from, limit: limit, into: &output)
                }
                try await output.finish(nil)
            })
    }

    private func verify(_ request: Request) async throws -> Response {
        let reader = RequestReader(request: request)
        let entries = try reader.integer("entries", range: 0...Int64.max)
        let hash = reader.text("hash")
        var head: VerificationView.Head?
        switch (entries, hash) {
        case (let entries?, let hash?): head = .init(entries: entries, hash: hash)
        case (nil, nil): break
        case (.some, nil), (nil, .some):
            throw ProblemView(
                code: "bad_request", message: "A head is a number of entries and a hash; one of them is missing.",
                remedy: "Give both “entries” and “hash”, or neither.")
        }
        let service = service
        let wanted = head
        return try .view(try await APIServer.query { try service.verify(head: wanted) })
    }
}

/// Carries the body writer, which is not Sendable, into a child task that the parent waits for: one task at a time uses it.
private final class UncheckedBox<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }
}
