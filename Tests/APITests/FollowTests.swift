import API
import AsyncHTTPClient
import Foundation
import NIOCore
import Testing
import Views

@Suite struct FollowTests {
    @Test func followersGetThePastThenWhatIsCommitted() async throws {
        try await RunningServer.with { server in
            server.service.commit(1)
            server.service.commit(2)
            let response = try await server.client.execute(
                try server.request("log?follow=true&from=2"), timeout: .seconds(30))
            var lines = LineIterator(response.body)
            #expect(try await lines.next() == FakeService.entry(2).text)
            server.service.commit(3)
            #expect(try await lines.next() == FakeService.entry(3).text)
            // What was read from the store already is not told again.
            server.service.tellFollowers(.entry(FakeService.entry(3)))
            server.service.commit(4)
            #expect(try await lines.next() == FakeService.entry(4).text)
        }
    }

    @Test func aSlowFollowerIsToldAndDropped() async throws {
        try await RunningServer.with { server in
            let response = try await server.client.execute(try server.request("log?follow=true"), timeout: .seconds(30))
            var lines = LineIterator(response.body)
            server.service.commit(1)
            #expect(try await lines.next() == FakeService.entry(1).text)
            server.service.tellFollowers(.missed(17))
            #expect(try await lines.next() == #"{"notice":"dropped","missed":17,"next":2}"#)
            #expect(try await lines.next() == nil)
        }
    }

    @Test func serverSentEventsCarryTheNumber() async throws {
        try await RunningServer.with { server in
            server.service.commit(1)
            var request = try server.request("log?follow=true")
            request.headers.add(name: "accept", value: "text/event-stream")
            let response = try await server.client.execute(request, timeout: .seconds(30))
            #expect(response.headers.first(name: "content-type") == "text/event-stream")
            var lines = LineIterator(response.body)
            #expect(try await lines.next() == "id: 1")
            #expect(try await lines.next() == "data: " + FakeService.entry(1).text)
        }
    }

    @Test func followersEndWithTheServer() async throws {
        // The body returns while a follower is connected; without its end the shutdown would never come to one.
        try await RunningServer.with { server in
            server.service.commit(1)
            let response = try await server.client.execute(try server.request("log?follow=true"), timeout: .seconds(30))
            var lines = LineIterator(response.body)
            #expect(try await lines.next() != nil)
            for follower in server.service.state.withLock({ $0.followers }) { follower.finish() }
            #expect(try await lines.next() == nil)
        }
    }
}

/// Lines of a streamed answer.
struct LineIterator {
    private var iterator: HTTPClientResponse.Body.AsyncIterator
    private var rest: [UInt8] = []

    init(_ body: HTTPClientResponse.Body) {
        iterator = body.makeAsyncIterator()
    }

    mutating func next() async throws -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeSubrange(...end)
                return line
            }
            guard let buffer = try await iterator.next() else { return nil }
            rest.append(contentsOf: buffer.readableBytesView)
        }
    }
}
