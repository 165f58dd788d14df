import TestSupport
import Testing

extension EndToEnd {
    @Suite struct WholeWayTests {
        @Test func aReadingBecomesAnIncidentThatADepartmentAnswersUntilItIsClosed() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)

            try scene.stage(3.2, secondsAgo: 2)
            let order = try #require(water.waitFor("order"))
            #expect(order["secret"].text?.count == 64)
            #expect(order["exercise"] == .boolean(false))
            #expect(order["proposed_colour"].isTrue)
            #expect(order["colour"].text == "yellow")
            #expect(order["tasks"][0]["zh"].text == "巡堤")
            let id = try #require(order["incident"].text)

            for state in [.acknowledged, .accepted, .underWay, .done] as [Department.State] {
                try water.answer(order, state)
                _ = try #require(try scene.serve.waitForLog("order_" + state.rawValue), "\(state)")
            }
            let acknowledged = try scene.serve.call("acknowledge", id, "--by", "duty-officer")
            #expect(acknowledged.status == 0, "\(acknowledged.errors)")

            // Not before it has cleared.
            let early = try scene.serve.call("close", id, "--by", "duty-officer", "--reason", "too early")
            #expect(early.status == 1)
            #expect(early.errors.contains("→"))

            try scene.stage(2.5, secondsAgo: 1)
            _ = try #require(try scene.serve.waitForLog("incident_cleared"))
            let closed = try scene.serve.call("close", id, "--by", "duty-officer", "--reason", "水退")
            #expect(closed.status == 0, "\(closed.errors)")
            let end = try #require(water.waitFor("stand_down"))
            #expect(end["incident"].text == id)
            #expect(try scene.serve.incidents().first?["status"].text == "closed")
        }

        @Test func statusIncidentReadingsAndLogAgree() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2, secondsAgo: 3)
            let order = try #require(water.waitFor("order"))
            try water.answer(order, .acknowledged)
            _ = try #require(try scene.serve.waitForLog("order_acknowledged"))
            let id = try #require(order["incident"].text)

            let incident = try scene.serve.call("incident", id, "--json").json
            #expect(incident.names.isSuperset(of: JSONNames.incident))
            #expect(incident["status"].text == "raised")
            #expect(incident["warning_colour"].text == "yellow")
            #expect(incident["grade"] == .null)
            #expect(incident["departments"][0].names.isSuperset(of: ["id", "state", "deadline"]))
            #expect(incident["departments"][0]["state"].text == "acknowledged")

            let reading = try scene.serve.call("readings", "gauge", "--json").json
            #expect(reading.names.isSuperset(of: JSONNames.reading))
            #expect(reading["value"].number == 3.2)

            // Nothing happens meanwhile that would be logged.
            let status = try scene.serve.status()
            #expect(status.names.isSuperset(of: JSONNames.status))
            #expect(status["incidents_open"].integer == 1)
            #expect(status["readings_committed"].integer == 1)
            let verified = try scene.serve.call("log", "verify", "--json")
            #expect(verified.status == 0)
            #expect(verified.json["entries"] == status["log_entries"])
            #expect(verified.json["head"] == status["log_head"])
            #expect(try scene.serve.log().count == status["log_entries"].integer)
        }

        @Test func anAnswerWithoutTheOrdersSecretIsKeptAndChangesNothing() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2)
            let order = try #require(water.waitFor("order"))
            try water.answer(order, .acknowledged, secret: String(repeating: "ab", count: 32))
            let kept = try #require(try scene.serve.waitForLog("answer_kept"))
            #expect(kept["reason"].text == "proof_failed")
            let incident = try scene.serve.incidents().first
            #expect(incident?["departments"][0]["state"].text == "handed_over")
        }

        @Test func gettingWorseIsTheSameIncidentToldAgainToMore() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            let police = try Department("police", scene.broker)
            try scene.stage(3.2, secondsAgo: 2)
            let first = try #require(water.waitFor("order"))
            try scene.stage(4.1, secondsAgo: 1)
            let second = try #require(water.waitFor("order") { $0["colour"].text == "orange" })
            let linked = try #require(police.waitFor("order"))
            #expect(second["incident"] == first["incident"])
            #expect(linked["incident"] == first["incident"])
            #expect(linked["secret"] != second["secret"])
            #expect(second["key"] != first["key"])
            #expect(try scene.serve.incidents().count == 1)
        }
    }
}

/// Names that are promised to programs.
enum JSONNames {
    static let incident: Set<String> = [
        "id", "hazard", "place", "status", "warning_colour", "grade", "raised_at", "first_event_at", "cleared_at",
        "departments",
    ]
    static let reading: Set<String> = [
        "station", "quantity", "event_time", "received_at", "value", "unit", "quality",
    ]
    static let status: Set<String> = [
        "readings_committed", "duplicates", "quarantined", "incidents_open", "log_entries", "log_head",
    ]
}
