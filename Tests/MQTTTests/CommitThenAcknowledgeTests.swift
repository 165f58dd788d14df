import BrokerSupport
import MQTT
import Testing

/// Invariant 3: a message's PUBACK leaves after the commit that holds it.
@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct CommitThenAcknowledgeTests {
    private static let acknowledgement = "Received PUBACK from tocsin-test"

    /// Receives 300 messages and closes without acknowledging, unless `acknowledge` is planted before.
    private func redelivered(acknowledgingEarly: Bool) throws -> Int {
        let broker = try Broker(Broker.openConfiguration + ["log_type all"])
        defer { broker.remove() }
        let first = try Sessions.intake(broker)
        first.acknowledgesEachTurn = false
        try #require(first.connect())
        let publisher = try TestPublisher(broker, clientIdentifier: "gateway")
        try publisher.publish(Sessions.readings(0..<300))
        try #require(first.run { $0.messages.count == 300 })
        #expect(first.session.unacknowledgedCount == 300)
        // Turns of the loop before the commit must write nothing either: pings, `want_write`, time.
        for _ in 0..<20 { first.turn(milliseconds: 1) }
        #expect(broker.logLineCount(containing: Self.acknowledgement) == 0)
        if acknowledgingEarly {
            #expect(first.session.acknowledge())
            // The broker reads packet by packet; a reconnect may overtake what it has not read yet.
            try #require(first.run { _ in broker.logLineCount(containing: Self.acknowledgement) == 300 })
        }
        first.session.abandon(now: MonotonicClock.nanoseconds())
        #expect(first.session.unacknowledgedCount == 0)

        first.forget()
        first.acknowledgesEachTurn = true
        try #require(first.connect())
        #expect(first.events.contains(.connected(sessionPresent: true)))
        // A marker behind the redelivered ones says that no more are coming.
        try publisher.publish("city/marker", "end")
        try #require(first.run { $0.messages.contains { $0.topic == "city/marker" } })
        return first.messages.count { $0.topic != "city/marker" }
    }

    @Test func aFailedCommitGetsEverythingAgain() throws {
        #expect(try redelivered(acknowledgingEarly: false) == 300)
    }

    @Test func anEarlyAcknowledgementWouldLoseThem() throws {
        #expect(try redelivered(acknowledgingEarly: true) == 0)
    }

    @Test func whatIsAcknowledgedDoesNotComeAgain() throws {
        let broker = try Broker(Broker.openConfiguration + ["log_type all"])
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        let publisher = try TestPublisher(broker, clientIdentifier: "gateway")
        try publisher.publish(Sessions.readings(0..<2_000))
        try #require(intake.run { $0.messages.count == 2_000 })
        let expected = Sessions.readings(0..<2_000).map { String(decoding: $0.payload, as: UTF8.self) }
        let isComplete = intake.messages.map(\.text) == expected
        #expect(isComplete)
        try #require(intake.run { _ in broker.logLineCount(containing: Self.acknowledgement) == 2_000 })
        intake.session.abandon(now: MonotonicClock.nanoseconds())
        intake.forget()
        try #require(intake.connect())
        try publisher.publish("city/marker", "end")
        try #require(intake.run { !$0.messages.isEmpty })
        #expect(intake.messages.count == 1)
        #expect(intake.messages[0].topic == "city/marker")
    }

    @Test func theBatchIsBounded() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        intake.maximumCount = 7
        var largest = 0
        var before = 0
        intake.onTurn = { [unowned intake] in
            largest = max(largest, intake.messages.count - before)
            before = intake.messages.count
        }
        try TestPublisher(broker, clientIdentifier: "gateway").publish(Sessions.readings(0..<500))
        try #require(intake.run { $0.messages.count == 500 })
        #expect(largest <= 7)
    }

    @Test func anUnprotectedMessageIsCounted() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker, quality: 0)
        intake.acknowledgesEachTurn = false
        try #require(intake.connect())
        try TestPublisher(broker, clientIdentifier: "gateway").publish("city/d001/gas/g1/lel", "1")
        try #require(intake.run { $0.messages.count == 1 })
        #expect(intake.messages[0].quality == 0)
        #expect(intake.session.unprotectedCount == 1)
        #expect(intake.session.unacknowledgedCount == 0)
    }
}
