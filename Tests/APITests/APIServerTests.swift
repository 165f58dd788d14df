import API
import AsyncHTTPClient
import Foundation
import NIOCore
import Telemetry
import Testing
import Views

@Suite struct APIServerTests {
    @Test func answersQuestionsAsJSONAndAsText() async throws {
        try await RunningServer.with { server in
            let status = try await server.get("status")
            #expect(status.status == 200)
            #expect(status.type == "application/json")
            #expect(try ViewJSON.decode(StatusView.self, from: Data(status.body.utf8)).readingsCommitted == 7)

            let incidents = try await server.get("incidents")
            #expect(incidents.type == "application/jsonl")
            #expect(incidents.body.split(separator: "\n").count == 1)
            #expect(try await server.get("incidents?open=false").body == "")

            let text = try await server.get("incidents?lang=zh")
            #expect(text.type == "text/plain; charset=utf-8")
            #expect(text.body.contains("沅水上段"))
            #expect(try await server.get("incidents/I-2026-000001", accept: "text/plain").body.contains("下一步"))
        }
    }

    @Test func whatIsNotThereIsAProblemWithARemedy() async throws {
        try await RunningServer.with { server in
            for path in ["incidents/I-9", "nothing/here"] {
                let answer = try await server.get(path)
                #expect(answer.status == 404)
                let problem = try ViewJSON.decode(ProblemView.self, from: Data(answer.body.utf8))
                #expect(!problem.message.english.isEmpty)
                #expect(!problem.remedy.english.isEmpty)
            }
        }
    }

    @Test(arguments: ["limit=0", "limit=x", "limit=999999999", "from=yesterday", "from=2026-07-01T10:00:00"])
    func wrongParametersAreNamed(query: String) async throws {
        try await RunningServer.with { server in
            let answer = try await server.get("readings/yuan-01?\(query)")
            #expect(answer.status == 400)
            let name = try #require(query.split(separator: "=").first)
            #expect(answer.body.contains("“\(name)”"))
        }
    }

    @Test func aRangeOfReadingsIsPassedOn() async throws {
        try await RunningServer.with { server in
            let answer = try await server.get("readings/yuan-01?quantity=rain&limit=3&from=2026-07-01T10:00:00%2B08:00")
            let readings = try answer.body.split(separator: "\n").map {
                try ViewJSON.decode(ReadingView.self, from: Data($0.utf8))
            }
            #expect(readings.count == 3)
            #expect(readings.first?.quantity == "rain")
            #expect(readings.first?.eventTime.iso8601 == "2026-07-01T02:00:00Z")
        }
    }

    @Test func idsOfAnyCharactersReachTheirStation() async throws {
        try await RunningServer.with { server in
            let answer = try await server.get("readings/%E4%B8%8A%E6%B8%B8%2F1?limit=1")
            let reading = try ViewJSON.decode(ReadingView.self, from: Data(answer.body.utf8))
            #expect(reading.station == "上游/1")
        }
    }

    @Test func ordersCarryThePersonAndReachTheirIncident() async throws {
        try await RunningServer.with { server in
            let answer = try await server.post(
                "incidents/I-2026-000001/answers",
                #"{"by":"duty","department":"water","state":"accepted","via":"phone"}"#)
            #expect(answer.status == 200)
            #expect(answer.body.contains(#""accepted":true"#))
            let (command, incident) = try #require(server.service.state.withLock { $0.commands.last })
            #expect(incident == "I-2026-000001")
            #expect(
                command == CommandRequest(.answer, by: "duty", department: "water", state: "accepted", via: "phone"))
        }
    }

    @Test(arguments: CommandRequest.Action.allCases)
    func everyActionHasItsPath(action: CommandRequest.Action) async throws {
        try await RunningServer.with { server in
            let name = action == .answer ? "answers" : action.rawValue
            _ = try await server.post("incidents/I-2026-000001/\(name)", #"{"by":"a"}"#)
            #expect(server.service.state.withLock { $0.commands.last?.0.action } == action)
        }
    }

    @Test func refusalsKeepTheirCode() async throws {
        try await RunningServer.with { server in
            server.service.state.withLock {
                $0.refusal = ProblemView(code: "orders_unfinished", message: "Orders wait.", remedy: "Finish them.")
            }
            let answer = try await server.post("incidents/I-2026-000001/close", #"{"by":"a","reason":"b"}"#)
            #expect(answer.status == 409)
            #expect(answer.body.contains(#""code":"orders_unfinished""#))
            server.service.state.withLock { $0.refusal?.code = "store_full" }
            #expect(try await server.post("incidents/I-2026-000001/close", #"{"by":"a"}"#).status == 507)
        }
    }

    @Test func rulesThatCannotDecideAreTold() async throws {
        try await RunningServer.with { server in
            let answer = try await server.get("rules/unknown?limit=5")
            #expect(answer.status == 200)
            #expect(answer.body.contains(#""total":2"#))
            #expect(answer.body.contains(#""reasons":["rise('1h'): short_history""#))
            let chinese = try await server.get("rules/unknown?lang=zh")
            #expect(chinese.body.contains("rise('1h')：历史不足；station.warning：没有阈值"))
            #expect(chinese.body.contains("另有 1 条"))
            #expect(try await server.get("rules/unknown?limit=0").status == 400)
        }
    }

    @Test func alarmsAreListedAndTheirTellingIsOrdered() async throws {
        try await RunningServer.with { server in
            #expect(try await server.get("alarms?limit=7").body.contains(#""total":7"#))
            #expect(try await server.get("alarms?lang=zh").body.contains("没有报警"))
            let body = #"{"by":"Li","reason":"repair","matcher":{"alert":["High*"]},"seconds":60}"#
            let answer = try await server.post("alarms/silence", body)
            #expect(answer.status == 200 && answer.body.contains(#""id":"S-000001""#))
            #expect(try await server.post("alarms/silence", "[]").status == 400)
            #expect(try await server.post("alarms/everything", body).status == 404)
        }
    }

    @Test func bodiesThatAreWrongOrTooLargeAreRefused() async throws {
        try await RunningServer.with { server in
            let large = "{\"by\":\"" + String(repeating: "x", count: 100_000) + "\"}"
            let cases = [
                ("incidents/I-2026-000001/close", "not json", 400), ("incidents/I-2026-000001/close", large, 413),
                ("backup", #"{"directory":"relative"}"#, 400), ("reload", "", 409),
            ]
            for (path, body, status) in cases {
                let answer = try await server.post(path, body)
                #expect(answer.status == status, "\(path)")
            }
            #expect(server.service.state.withLock { $0.commands.isEmpty })
        }
    }

    @Test func theLogIsGivenByteForByteInItsRange() async throws {
        try await RunningServer.with { server in
            for number in 1...1_200 { server.service.commit(Int64(number)) }
            let all = try await server.get("log")
            #expect(all.body.split(separator: "\n").count == 1_200)
            let range = try await server.get("log?from=600&limit=501")
            #expect(range.body.hasPrefix(FakeService.entry(600).text + "\n"))
            #expect(range.body.hasSuffix(FakeService.entry(1_100).text + "\n"))
            #expect(try await server.get("log?from=1200&lang=en").body.contains("Watch ends."))
        }
    }

    @Test func aHeadNeedsBothItsParts() async throws {
        try await RunningServer.with { server in
            let half = try await server.get("log/verify?entries=3")
            #expect(half.status == 400)
            let whole = try await server.get("log/verify?entries=3&hash=ab")
            #expect(whole.body.contains(#""entries":3"#))
        }
    }
}
