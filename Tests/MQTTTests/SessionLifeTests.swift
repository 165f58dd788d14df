import BrokerSupport
import Glibc
import MQTT
import Testing

@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct SessionLifeTests {
    @Test func aRestartedBrokerKeepsTheSessionAndItsQueue() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        #expect(intake.events.first == .connected(sessionPresent: false))
        intake.session.abandon(now: MonotonicClock.nanoseconds(), retryAfterNanoseconds: .max / 4)
        try TestPublisher(broker, clientIdentifier: "gateway").publish(Sessions.readings(0..<100))
        broker.stop()
        try broker.start()

        let again = try Sessions.intake(broker)
        try #require(again.connect())
        #expect(again.events.first == .connected(sessionPresent: true))
        try #require(again.run { $0.messages.count == 100 })
    }

    @Test func aLostBrokerIsReportedAndFoundAgain() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        intake.forget()
        broker.kill()
        try #require(intake.run { $0.events.contains { if case .lost = $0 { true } else { false } } })
        try #require(intake.run { $0.events.contains { if case .connectFailed = $0 { true } else { false } } })
        #expect(!intake.session.isConnected)
        try broker.start()
        try #require(intake.connect())
        #expect(intake.session.isConnected)
    }

    @Test func anOrderlyStopOfTheBrokerIsALoss() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        intake.forget()
        broker.stop()
        try #require(intake.run { !$0.events.isEmpty })
        guard case .lost(let reason, _)? = intake.events.first else {
            Issue.record("no loss but \(intake.events)")
            return
        }
        // mosquitto 2.0.11 just closes; later ones send reason code 0x8B.
        #expect(reason.code == .brokerShutDown || reason.code == .connectionLost)
    }

    @Test func aBrokerThatForgotTheSessionShowsIt() throws {
        let broker = try Broker(Broker.openConfiguration.map { $0 == "persistence true" ? "persistence false" : $0 })
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        intake.forget()
        broker.stop()
        try broker.start()
        try #require(intake.connect())
        #expect(intake.events.contains(.connected(sessionPresent: false)))
    }

    /// mosquitto 2.0.11 does not send reason code 0x8E, so the outgoing session is the witness.
    @Test func beingTakenOverIsSuspectedWhenTheBrokerStillAnswers() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let first = try Sessions.intake(broker, client: "same")
        let outgoing = try Sessions.outgoing(broker, client: "same-out")
        first.session.witness = outgoing.publisher
        first.beside = { outgoing.turn(milliseconds: 0) }
        try #require(first.connect())
        try outgoing.waitUntilConnected()
        first.forget()
        let thief = try Sessions.intake(broker, client: "same")
        try #require(thief.connect())
        try #require(first.run { $0.events.contains { $0 == .takeOverSuspected || $0 == .takenOver } })
    }

    @Test func aBrokerThatDiedIsNoTakeOver() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker, client: "same")
        let outgoing = try Sessions.outgoing(broker, client: "same-out")
        intake.session.witness = outgoing.publisher
        intake.beside = { outgoing.turn(milliseconds: 0) }
        try #require(intake.connect())
        try outgoing.waitUntilConnected()
        intake.forget()
        broker.kill()
        try broker.start()
        try #require(intake.connect())
        #expect(!intake.events.contains(.takeOverSuspected))
    }

    @Test func anOrderlyEndKeepsTheSession() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        intake.session.finish(now: MonotonicClock.nanoseconds())
        try #require(intake.run { $0.events.contains(.finished) })
        try TestPublisher(broker, clientIdentifier: "gateway").publish(Sessions.readings(0..<10))
        let again = try Sessions.intake(broker)
        try #require(again.run { $0.messages.count == 10 })
        #expect(again.events.first == .connected(sessionPresent: true))
    }

    @Test func connectingDoesNotHoldUpTheOwner() throws {
        // 192.0.2.0/24 is for documentation (RFC 5737): nobody answers there.
        let configuration = MQTTConnectionConfiguration(
            endpoint: MQTTEndpoint(host: "192.0.2.1", port: 1883), clientIdentifier: "waits")
        let session = try MQTTSession(configuration, subscriptions: [], random: SystemRandomNumberGenerator())
        let begin = MonotonicClock.nanoseconds()
        session.advance(now: 0)
        for turn in 1...1_000 { session.advance(now: Int64(turn) * 1_000_000) }
        // A thousand turns of a blocked owner would take minutes.
        #expect(MonotonicClock.nanoseconds() - begin < 5_000_000_000)
        #expect(!session.isConnected)
        let receipt = session.receive(maximumCount: 10) { _ in }
        #expect(receipt.count == 0 && receipt.isDrained)
    }

    @Test func wrongCredentialsAreRefusedWithTheReason() throws {
        let broker = try Broker(["allow_anonymous false", "password_file /dev/null"])
        defer { broker.remove() }
        let intake = try Sessions.intake(broker, credentials: MQTTCredentials(user: "tocsin", password: "wrong"))
        try #require(intake.run { !$0.events.isEmpty })
        guard case .connectFailed(let reason, let attempt, let retry)? = intake.events.first else {
            Issue.record("no failure but \(intake.events)")
            return
        }
        #expect(reason.code == .notAuthorized)
        #expect(attempt == 1)
        #expect((10_000_000...20_000_000).contains(retry))
    }

    @Test func aSilentBrokerIsGivenUpOn() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        broker.pause()
        // The kernel accepts the connection for the stopped broker; CONNACK never comes. Time is ours.
        var now: Int64 = 0
        var failure: MQTTReason?
        for _ in 0..<5_000 where failure == nil {
            intake.session.advance(now: now)
            now += 10_000_000
            var waiting = pollfd(fd: intake.session.pollDescriptor, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, 1)
            if case .connectFailed(let reason, _, _)? = intake.session.nextEvent() { failure = reason }
        }
        broker.resume()
        #expect(failure?.code == .handshakeTimeout)
    }
}
