import BrokerSupport
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct AnswerTests {
        @Test func aRetainedAnswerIsRefused() throws {
            let scene = try Scene()
            try scene.sensors.publish(
                Topic.answers("water"),
                "{\"order\":\"O-2026-000001\",\"version\":1,\"state\":\"done\",\"person\":\"x\"}", retained: true)
            // Heard as it is published it is an answer like any other; heard from the broker's memory it is not.
            _ = try #require(try scene.serve.waitForLog("answer_kept"))
            #expect(scene.serve.stop() == 0)
            try scene.serve.start()
            try scene.stage(2.0)
            #expect(try scene.waitForReadings(1))
            #expect(try scene.serve.log("answer_kept").count == 1)
        }

        @Test func answersThatCannotBeReadAreQuarantined() throws {
            let scene = try Scene()
            let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
            let long = "{\"order\":\"\(String(repeating: "O", count: 300_000))\"}"
            for text in ["", "null", "{", deep, "{\"order\":7}", long] {
                try scene.sensors.publish(Topic.answers("water"), text)
            }
            #expect(try scene.serve.waitForStatus { $0["quarantined"].integer == 6 })
            try scene.stage(2.0)
            #expect(try scene.waitForReadings(1))
        }

        @Test func anAnswerToAnOlderVersionIsKeptAndChangesNothing() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2, secondsAgo: 2)
            let first = try #require(water.waitFor("order"))
            try scene.stage(4.1, secondsAgo: 1)
            let second = try #require(water.waitFor("order") { $0["colour"].text == "orange" })
            try water.answer(first, .acknowledged)
            let kept = try #require(try scene.serve.waitForLog("answer_kept"))
            #expect(kept["reason"].text == "stale_version")
            try water.answer(second, .acknowledged)
            #expect(try scene.serve.waitForLog("order_acknowledged") != nil)
        }

        @Test func oneDepartmentsAnswerStopsNoOthersClock() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            let police = try Department("police", scene.broker)
            try scene.stage(4.1)
            let order = try #require(water.waitFor("order") { $0["colour"].text == "orange" })
            _ = try #require(police.waitFor("order"))
            try water.answer(order, .acknowledged)
            _ = try #require(try scene.serve.waitForLog("order_acknowledged"))
            let departments = try #require(try scene.serve.incidents().first)["departments"].elements
            let states = Dictionary(
                departments.map { ($0["id"].text ?? "", $0["state"].text ?? "") }, uniquingKeysWith: { $1 })
            #expect(states == ["water": "acknowledged", "police": "handed_over"])
            #expect(departments.first { $0["id"].text == "police" }?["deadline"] != .null)
        }

        @Test func anAnswerTwiceIsOneAnswer() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2)
            let order = try #require(water.waitFor("order"))
            try water.answer(order, .acknowledged)
            try water.answer(order, .acknowledged)
            let kept = try #require(try scene.serve.waitForLog("answer_kept"))
            #expect(kept["reason"].text == "already_so")
            #expect(try scene.serve.log("order_acknowledged").count == 1)
        }
    }
}
