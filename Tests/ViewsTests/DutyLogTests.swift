import Testing
import Views

/// What a duty officer's own log holds: each thing once, and nothing unknown left out.
@Suite struct DutyLogTests {
    private func record(
        _ code: String, _ rest: String = "", incident: String = "I-2026-000001", minute: Int = 10
    ) throws -> LogRecord {
        let line =
            "{\"n\":1,\"at\":\"2026-07-01T10:\(minute):00Z\",\"v\":1,\"code\":\"\(code)\",\"incident\":\"\(incident)\"\(rest)}"
        return try #require(LogRecord(line: Array(line.utf8)))
    }

    /// A duty log in a box: an expectation can't change a value.
    private final class Reader {
        private(set) var log = DutyLog()

        func tells(_ record: LogRecord) -> Bool { log.tells(record) }
    }

    private let order = ",\"order\":\"O-1\",\"version\":1,\"department\":\"water\""

    @Test func aLadderThatGoesOnRingingIsToldOnce() throws {
        let log = Reader()
        let rung = try record("escalated", "\(order),\"whom\":\"commander\",\"step\":3")
        #expect(log.tells(rung))
        #expect(!log.tells(rung))
        let other = try record("escalated", "\(order),\"whom\":\"duty-leader\",\"step\":2")
        #expect(log.tells(other))
        // A reminder to the department itself is routine.
        #expect(!log.tells(try record("escalated", "\(order),\"whom\":\"water\",\"step\":1")))
        #expect(log.log.routine == 2)
    }

    @Test func ordersAreToldOnceAVersionAndHandOversNever() throws {
        let log = Reader()
        #expect(log.tells(try record("order_issued", order)))
        #expect(!log.tells(try record("order_handed_over", order)))
        #expect(log.tells(try record("order_issued", order.replacing("\"version\":1", with: "\"version\":2"))))
    }

    @Test func aChannelThatTriedAgainOrFailedIsNews() throws {
        let log = Reader()
        #expect(log.tells(try record("order_handed_over", "\(order),\"channel\":\"sms\",\"attempts\":4")))
        #expect(log.tells(try record("order_channel_changed", order)))
        #expect(log.tells(try record("call_made", "\(order),\"reached\":false")))
        #expect(!log.tells(try record("call_made", "\(order),\"reached\":true")))
    }

    @Test func theFirstOnTheSceneIsNews() throws {
        let log = Reader()
        #expect(log.tells(try record("order_on_scene", order)))
        #expect(!log.tells(try record("order_on_scene", order.replacing("O-1", with: "O-2"))))
        #expect(log.tells(try record("order_on_scene", order, incident: "I-2026-000002")))
    }

    @Test func anAcknowledgementIsNewsWhereItIsLateOrByTelephone() throws {
        let log = Reader()
        #expect(!log.tells(try record("order_acknowledged", "\(order),\"via\":\"mqtt\",\"late\":false")))
        #expect(log.tells(try record("order_acknowledged", "\(order),\"via\":\"mqtt\",\"late\":true")))
        #expect(log.tells(try record("order_acknowledged", "\(order),\"via\":\"phone\",\"late\":false")))
    }

    @Test func howItEndedIsToldAndWhoeverIsToldOfACloseIsNot() throws {
        let log = Reader()
        #expect(log.tells(try record("incident_cleared")))
        #expect(log.tells(try record("stand_down_issued", "\(order),\"by\":\"linkage\"")))
        #expect(!log.tells(try record("stand_down_issued", "\(order),\"by\":\"linkage\"")))
        let second = order.replacing("O-1", with: "O-2")
        #expect(log.tells(try record("stand_down_issued", "\(second),\"by\":\"Chen Fang\"")))
        let third = order.replacing("O-1", with: "O-3")
        #expect(log.tells(try record("incident_closed")))
        #expect(!log.tells(try record("stand_down_issued", "\(third),\"by\":\"Chen Fang\"")))
        // Opened again, an order may be ended by itself again.
        #expect(log.tells(try record("stand_down_issued", "\(third),\"by\":\"Chen Fang\"", minute: 50)))
    }

    @Test func whatHasNoSentenceIsNeverLeftOut() throws {
        let log = Reader()
        #expect(log.tells(try record("something_new")))
        #expect(log.tells(try record("something_new")))
    }

    @Test func afterItsEndAnIncidentIsForgottenAndOthersAreTheirOwn() throws {
        let log = Reader()
        #expect(log.tells(try record("incident_acknowledged")))
        #expect(!log.tells(try record("incident_acknowledged")))
        #expect(log.tells(try record("incident_acknowledged", incident: "I-2026-000002")))
        #expect(log.tells(try record("incident_closed")))
        #expect(log.tells(try record("incident_acknowledged")))
    }
}
