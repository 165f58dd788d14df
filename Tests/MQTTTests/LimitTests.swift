import BrokerSupport
import MQTT
import Testing

@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct LimitTests {
    @Test(arguments: [0, 1, 262_144, 262_145, 3_000_000])
    func aPayloadOfAnySizeComesWhole(size: Int) throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        try TestPublisher(broker, clientIdentifier: "gateway").publish([(topic: "city/x", payload: payload)])
        try #require(intake.run { $0.messages.count == 1 })
        let isWhole = intake.messages[0].payload == payload
        #expect(isWhole)
    }

    @Test(arguments: [40_000, 65_500])
    func aTopicOfManyKilobytesComesWhole(size: Int) throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        let topic = "city/" + String(repeating: "水", count: (size - 5) / 3)
        try TestPublisher(broker, clientIdentifier: "gateway").publish(topic, "1")
        try #require(intake.run { $0.messages.count == 1 })
        let isWhole = intake.messages[0].topic == topic
        #expect(isWhole)
    }

    /// The owner has something to commit that can't wait: what the socket still holds comes with the next call, in order.
    @Test func aReceiveEndsWhereItsHandlerSaysSo() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = try Sessions.intake(broker)
        try #require(intake.connect())
        intake.endsReceiveAfter = 3
        var sizes: [Int] = []
        var before = 0
        intake.onTurn = { [unowned intake] in
            sizes.append(intake.messages.count - before)
            before = intake.messages.count
        }
        let sent = Sessions.readings(0..<200)
        try TestPublisher(broker, clientIdentifier: "gateway").publish(sent)
        try #require(intake.run { $0.messages.count == sent.count })
        #expect(sizes.max() == 3)
        #expect(intake.messages.map(\.payload) == sent.map(\.payload))
    }

    @Test func aRisingCountOfDroppedMessagesIsReported() throws {
        // A sleeping client whose queue holds one message makes the broker drop the rest.
        var lines = Broker.openConfiguration.map { $0 == "max_queued_messages 0" ? "max_queued_messages 1" : $0 }
        lines.append("sys_interval 1")
        let broker = try Broker(lines)
        defer { broker.remove() }
        let sleeper = try Sessions.intake(broker, client: "sleeper")
        try #require(sleeper.connect())
        sleeper.session.finish(now: MonotonicClock.nanoseconds())
        try #require(sleeper.run { $0.events.contains(.finished) })

        let watcher = IntakeDriver(
            try MQTTSession(
                Sessions.configuration(broker, client: "watcher"), subscriptions: [], watchesDroppedMessages: true,
                lastDroppedCount: 0, random: SystemRandomNumberGenerator()))
        try #require(watcher.connect())
        try TestPublisher(broker, clientIdentifier: "gateway").publish(Sessions.readings(0..<51))
        func dropped(_ driver: IntakeDriver) -> UInt64 {
            driver.events.reduce(0) { if case .brokerDropped(_, let increase) = $1 { $0 + increase } else { $0 } }
        }
        #expect(watcher.run { dropped($0) >= 50 })
        #expect(dropped(watcher) == 50)
        #expect(watcher.messages.isEmpty)
    }
}
