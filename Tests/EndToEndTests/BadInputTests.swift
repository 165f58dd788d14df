import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct BadInputTests {
        private static let escape = "\\u001b[2J\\u0007"

        private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }
        private static func deep(_ text: String) -> String { String(repeating: text, count: 10_000) }

        /// Each message with the reason it is quarantined for.
        private static let bad: [(topic: String, payload: [UInt8], reason: String)] = [
            (Topic.stage, Array("{\"t\":1785000000,\"v\":3.".utf8), "payload_unfinished"),
            (Topic.stage, Array("{\"v\":1,\"pad\":\"\(long(300_000))\"}".utf8), "payload_too_long"),
            (Topic.stage, Array("{\"v\":1,\"u\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8), "payload_not_utf8"),
            (Topic.stage, Array("{\"v\":NaN,\"u\":\"m\"}".utf8), "payload_not_json"),
            (Topic.stage, Array("{\"v\":1,\"u\":\"kg\"}".utf8), "unit_mismatch"),
            (Topic.stage, Array("{\"v\":{\"a\":1},\"u\":\"m\"}".utf8), "value_type"),
            (Topic.stage, Array((deep("{\"v\":") + "1" + deep("}")).utf8), "nested_too_deep"),
            (Topic.stage, [], "payload_empty"),
            (Topic.stage, Array("{\"v\":1,\"u\":\"\(escape)\"}".utf8), "unit_type"),
            (Topic.stage, Array("[{\"n\":\"\(escape)\",\"v\":1}]".utf8), "name_unreadable"),
            ("city/north", Array("{\"v\":1}".utf8), "topic_shape"),
            ("city/north/river/\(long(60_000))/stage", Array("{\"v\":1}".utf8), "topic_too_long"),
        ]

        @Test func whatCannotBeReadIsQuarantinedListedAndCounted() throws {
            let scene = try Scene()
            for message in BadInputTests.bad {
                try scene.sensors.publish([(topic: message.topic, payload: message.payload)])
            }
            let count = BadInputTests.bad.count
            #expect(try scene.serve.waitForStatus { $0["quarantined"].integer == count })
            let listed = try scene.serve.call("quarantine", "--json").lines
            #expect(listed.reversed().map { $0["reason"].text } == BadInputTests.bad.map(\.reason))
            #expect(listed.contains { $0["payload_bytes"].integer ?? 0 > 300_000 })

            // It goes on.
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
            #expect(try scene.serve.status()["readings_committed"].integer == 1)
        }

        @Test func noEscapeReachesATerminal() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            for message in BadInputTests.bad {
                try scene.sensors.publish([(topic: message.topic, payload: message.payload)])
            }
            // An unknown station whose name turns the line around, and an event that paints.
            try scene.sensors.publish("city/north/river/ab\u{202E}cd\u{200B}/stage", "{\"v\":1.5,\"u\":\"m\"}")
            try scene.sensors.publish(
                "city/north/police/calls/event",
                "{\"id\":\"\(BadInputTests.escape)\",\"type\":\"\(BadInputTests.escape)\"}"
            )
            try scene.stage(3.2)
            let order = try #require(water.waitFor("order"))
            try water.answer(order, .acknowledged, person: "\u{1B}[31m李\u{202E}")
            _ = try #require(try scene.serve.waitForLog("order_acknowledged"))
            let id = try #require(order["incident"].text)
            _ = try scene.serve.call(
                "stand-down", id, "--by", "\u{1B}[31mme", "--reason", "\u{1B}]0;title\u{07}\u{9B}1m")
            for language in ["zh", "en"] {
                for arguments in [
                    ["status"], ["stations"], ["quarantine"], ["readings", "gauge"], ["log", "show"], ["incidents"],
                    ["incident", id], ["readings", "\u{1B}[31m"], ["incident", "\u{1B}[31m"],
                ] {
                    let run = try CommandRun(
                        arguments, data: scene.serve.data, city: scene.serve.city, language: language)
                    #expect(!run.holdsControlCharacters, "\(arguments) \(language)")
                    #expect(!(run.output + run.errors).unicodeScalars.contains("\u{202E}"), "\(arguments) \(language)")
                    #expect(!run.output.isEmpty || !run.errors.isEmpty, "\(arguments)")
                }
            }
            #expect(!scene.serve.errors.unicodeScalars.contains("\u{1B}"))
        }

        @Test func unknownStationsAreBoundedAndCounted() throws {
            let scene = try Scene(
                SmallCity.bundle(intake: "maximum_series: 500"), broker: try Broker(Scene.quickBroker))
            try scene.sensors.publish(
                (0..<2_000).map { ("city/north/river/unknown-\($0)/stage", Array("{\"v\":1.5,\"u\":\"m\"}".utf8)) })
            #expect(try scene.serve.waitForStatus { ($0["quarantined"].integer ?? 0) >= 1_500 })
            let status = try scene.serve.status()
            #expect(status["readings_committed"].integer == 500)
            #expect(status["quarantined"].integer == 1_500)
            #expect(try scene.serve.call("quarantine", "--json").json["reason"].text == "series_limit")
            // A registered station is not pushed out by unknown ones.
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
        }

        @Test func aLifeSafetyMessageThatCannotBeReadRingsUnverified() throws {
            let scene = try Scene()
            let company = try Department("gas", scene.broker)
            try scene.sensors.publish(Topic.gas, "{\"t\":1785000000,\"v\":6")
            let order = try #require(company.waitFor("order"))
            #expect(order["life_safety"].isTrue)
            #expect(try scene.serve.log("life_safety_message_unreadable").count == 1)
            let raised = try #require(try scene.serve.log("incident_raised").first)
            #expect(raised["unverified"].isTrue)
            #expect(raised["place"].text == "mall")
        }
    }
}
