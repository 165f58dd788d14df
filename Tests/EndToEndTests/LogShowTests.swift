import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct LogShowTests {
        private func codes(_ run: CommandRun) -> [String] { run.lines.compactMap { $0["code"].text } }

        @Test func theShortAccountLeavesTheStepsInBetweenOut() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("order_handed_over") != nil)
            let whole = codes(try scene.serve.call("log", "show", "--json"))
            let brief = codes(try scene.serve.call("log", "show", "--brief", "--json"))
            for code in ["order_issued", "order_handed_over", "configuration_loaded"] {
                #expect(whole.contains(code))
                #expect(!brief.contains(code))
            }
            #expect(brief.contains("watch_started"))
            #expect(brief.contains("incident_raised"))
            let text = try scene.serve.call("log", "show", "--brief", language: "zh").output
            #expect(text.split(separator: "\n").count == brief.count)
        }

        @Test func anAccountOfOneIncidentIsBriefToo() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            try scene.gas(60)
            #expect(try Waiting.until { try scene.serve.incidents().count == 2 })
            let id = try #require(try scene.serve.incidents().last?["id"].text)
            let run = try scene.serve.call("log", "show", "--brief", "--incident", id, "--json")
            #expect(codes(run) == ["incident_raised"])
            #expect(run.lines.allSatisfy { $0["incident"].text == id })
        }

        @Test func listsAreAsLongAsWanted() throws {
            let scene = try Scene()
            for number in 0..<5 { try scene.stage(1 + Double(number) / 100, secondsAgo: Double(9 - number)) }
            try scene.stage(3.2)
            try scene.gas(60)
            #expect(try scene.waitForReadings(7))
            #expect(try Waiting.until { try scene.serve.incidents().count == 2 })
            #expect(try scene.serve.call("incidents", "--limit", "1", "--json").lines.count == 1)
            let readings = try scene.serve.call("readings", "gauge", "--limit", "3", "--json").lines
            #expect(readings.count == 3)
            #expect(readings.contains { $0["value"].number == 3.2 }, "the newest")
            let exported = try scene.serve.call("log", "export", "--limit", "2").lines
            #expect(exported.compactMap { $0["n"].integer } == [1, 2])
            #expect(try scene.serve.call("log", "show", "--last", "1", "--json").lines.count == 1)
            for arguments in [
                ["incidents", "--limit", "0"], ["readings", "gauge", "--limit", "100001"],
                ["quarantine", "--limit", "-1"], ["log", "export", "--limit", "0"],
            ] {
                let run = try CommandRun(arguments, data: scene.serve.data, city: scene.serve.city)
                #expect(run.status == 64, "\(arguments)")
                #expect(run.errors.contains("--limit"), "\(arguments)")
            }
        }
    }
}
