import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct LadderTests {
        /// Exercise time runs a thousand times as fast: five minutes pass in 0.3 s.
        static let fast = "exercise:2026-07-01T18:00:00+08:00,1000"

        @Test func anOrderThatNobodyAnswersClimbsUntilALateAnswer() throws {
            let scene = try Scene(clock: LadderTests.fast)
            let water = try Department("water", scene.broker)
            try scene.sensors.publish(Topic.stage, "{\"v\":3.2,\"u\":\"m\"}")
            let order = try #require(water.waitFor("order"))
            #expect(order["exercise"].isTrue)
            let reminder = try #require(water.waitFor("reminder"))
            #expect(reminder["order"] == order["order"])
            #expect(reminder["late"] == .boolean(false))
            let climbed = try #require(
                try Waiting.find {
                    try scene.serve.log("escalated").first {
                        $0["whom"].text == "duty-leader" && $0["party"].text == "department"
                    }
                })
            #expect(climbed["reason"].text == "acknowledgement_missed")

            try water.answer(order, .accepted)
            let accepted = try #require(try scene.serve.waitForLog("order_accepted"))
            #expect(accepted["late"].isTrue)
            #expect(try scene.serve.call("log", "show", language: "zh").output.contains("演练"))
            #expect(try scene.serve.call("status").output.contains("EXERCISE"))
        }

        @Test func aDeclinedOrderClimbsAtOnce() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2)
            let order = try #require(water.waitFor("order"))
            try water.answer(order, .declined)
            let climbed = try #require(try scene.serve.waitForLog("escalated"))
            #expect(climbed["reason"].text == "declined")
        }

        @Test func anAnswerByPhoneIsTheOfficersWord() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2)
            let order = try #require(water.waitFor("order"))
            let id = try #require(order["incident"].text)
            let arguments = ["answer", id, "水利局", "--state", "accepted", "--by", "duty-officer", "--via", "phone"]
            let run = try CommandRun(arguments, data: scene.serve.data, city: scene.serve.city)
            #expect(run.status == 0, "\(run.errors)")
            let accepted = try #require(try scene.serve.waitForLog("order_accepted"))
            #expect(accepted["via"].text == "phone")
            #expect(accepted["by"].text == "duty-officer")
        }

        @Test func anExerciseStandsStillUntilItsFirstMessage() throws {
            let scene = try Scene(clock: LadderTests.fast)
            let before = try scene.serve.status()
            let after = try scene.serve.status()
            #expect(before["now"] == after["now"])
            #expect(before["exercise"].isTrue)
            try scene.sensors.publish(Topic.stage, "{\"v\":2.0,\"u\":\"m\"}")
            #expect(try scene.waitForReadings(1))
            #expect(try scene.serve.waitForStatus { $0["now"] != before["now"] })
        }
    }
}
