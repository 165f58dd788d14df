import BrokerSupport
import MQTT
import Telemetry
import Testing

@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct PublisherTests {
    @Test func eachTokenIsConfirmedOnce() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let publisher = try TestPublisher(broker, clientIdentifier: "out", inFlightLimit: 10)
        try publisher.publish((0..<500).map { (topic: "tocsin/x", payload: Array("\($0)".utf8)) })
        let tokens = publisher.events.compactMap { if case .published(let token) = $0 { token } else { nil } }
        #expect(tokens == Array(0..<500))
    }

    @Test func asManyAsAllowedAreOnTheirWay() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let test = try TestPublisher(broker, clientIdentifier: "out", inFlightLimit: 3)
        broker.pause()
        defer { broker.resume() }
        var accepted: [MQTTPublisher.Acceptance] = []
        for token in 0..<5 as Range<UInt64> {
            accepted.append(try test.publisher.publish(token: token, topic: "tocsin/x", payload: [1]))
        }
        #expect(accepted == [.queued, .queued, .queued, .full, .full])
    }

    @Test func whatWasNotConfirmedIsReportedUncertain() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let test = try TestPublisher(broker, clientIdentifier: "out", inFlightLimit: 3)
        broker.pause()
        for token in 7..<9 as Range<UInt64> {
            #expect(try test.publisher.publish(token: token, topic: "tocsin/x", payload: [1]) == .queued)
        }
        broker.kill()
        try test.run { !$0.publisher.isConnected }
        #expect(
            test.events.filter { if case .publishUncertain = $0 { true } else { false } }
                == [.publishUncertain(token: 7), .publishUncertain(token: 8)])
        #expect(try test.publisher.publish(token: 9, topic: "tocsin/x", payload: [1]) == .notConnected)
    }

    @Test func aTopicWithWildcardsIsRefused() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let test = try TestPublisher(broker, clientIdentifier: "out")
        #expect(throws: MQTTError.self) { try test.publisher.publish(token: 1, topic: "tocsin/#", payload: [1]) }
    }

    @Test func theWatcherSeesOnlineHeartbeatAndWill() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let watcher = try Sessions.intake(broker, client: "watcher", filter: "tocsin/status", retained: .delivered)
        try #require(watcher.connect())
        let test = try publisherWithStatus(broker)
        try #require(watcher.run { $0.messages.count == 1 })
        let online = #"{"status":"online","at":"2026-11-21T02:00:00Z","client_id":"t-out""#
        #expect(watcher.messages[0].text.hasPrefix(online))
        test.publisher.publishStatus(status(at: 1_795_226_410))
        try #require(run(watcher, beside: test) { $0.messages.count == 2 })
        #expect(watcher.messages[1].text.contains("2026-11-21T02:00:10Z"))

        // Another client steals the id, so the connection ends without a goodbye.
        let thief = try TestPublisher(broker, clientIdentifier: "t-out")
        try #require(watcher.run { $0.messages.count == 3 })
        #expect(watcher.messages[2].text.contains(#""status":"offline","reason":"connection_lost""#))
        withExtendedLifetime(thief) {}

        // It is retained: a watcher that comes later sees it too.
        let late = try Sessions.intake(broker, client: "late", filter: "tocsin/status", retained: .delivered)
        try #require(late.run { $0.messages.count == 1 })
        #expect(late.messages[0].isRetained)
        #expect(late.messages[0].text == watcher.messages[2].text)
    }

    @Test func anOrderlyEndSaysStopped() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let watcher = try Sessions.intake(broker, client: "watcher", filter: "tocsin/status")
        try #require(watcher.connect())
        let test = try publisherWithStatus(broker)
        test.publisher.finish(now: MonotonicClock.nanoseconds())
        try test.run { $0.events.contains(.finished) }
        try #require(watcher.run { $0.messages.count == 2 })
        #expect(watcher.messages[1].text.contains(#""status":"offline","reason":"stopped""#))
        for _ in 0..<5 { watcher.turn(milliseconds: 5) }
        #expect(watcher.messages.count == 2, "no will after a goodbye")
    }

    @Test func theStatusIsSaidAgainAfterAReconnect() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let test = try publisherWithStatus(broker)
        broker.kill()
        try test.run { !$0.publisher.isConnected }
        try broker.start()
        let watcher = try Sessions.intake(broker, client: "watcher", filter: "tocsin/status", retained: .delivered)
        try #require(run(watcher, beside: test) { $0.messages.contains { $0.text.contains("online") } })
    }

    private func status(at seconds: Int64) -> ServiceStatus {
        ServiceStatus(
            state: .online, at: Timestamp(seconds: seconds), clientIdentifier: "t-out", isExercise: true,
            logHead: .init(entries: 12, hash: "ab"))
    }

    private func publisherWithStatus(_ broker: Broker) throws -> TestPublisher {
        let test = try Sessions.outgoing(broker, client: "t-out")
        try test.waitUntilConnected()
        return test
    }

    private func run(
        _ watcher: IntakeDriver, beside test: TestPublisher, until condition: (IntakeDriver) -> Bool
    ) -> Bool {
        watcher.run {
            test.turn(milliseconds: 1)
            return condition($0)
        }
    }
}

@Suite struct ServiceStatusTests {
    @Test func theJSONIsStable() {
        let status = ServiceStatus(
            state: .online, at: Timestamp(seconds: 1_795_226_400), clientIdentifier: "a\"b\u{1}", isExercise: true,
            incidentsOpen: 3, logHead: .init(entries: 12, hash: "ab"))
        #expect(
            String(decoding: status.json(), as: UTF8.self)
                == #"{"status":"online","at":"2026-11-21T02:00:00Z","client_id":"a\"b\u0001","heartbeat_seconds":10,"#
                + #""exercise":true,"incidents_open":3,"log_entries":12,"log_head":"ab"}"#)
    }
}
