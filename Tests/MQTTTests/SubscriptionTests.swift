import BrokerSupport
import Foundation
import MQTT
import Testing

@Suite struct SubscriptionTests {
    @Test func qualityTwoIsRefusedWithTheReason() {
        let error = #expect(throws: MQTTError.self) { try MQTTSubscription(filter: "city/#", quality: 2) }
        #expect(error?.description.contains("PUBREC") == true)
    }

    @Test(arguments: ["", "city/#/x", "city/a#", "city/+a", "city\u{0}"])
    func aMalformedFilterIsRefused(filter: String) {
        #expect(throws: MQTTError.self) { try MQTTSubscription(filter: filter) }
    }

    @Test(arguments: ["#", "+", "city/+/water/#", "/", "city//x", "$SYS/broker/#"])
    func aRightFilterIsTaken(filter: String) throws {
        #expect(try MQTTSubscription(filter: filter).filter == filter)
    }
}

@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct RetainedTests {
    private func received(_ retained: MQTTSubscription.RetainedMessages) throws -> [IntakeDriver.Message] {
        let broker = try Broker()
        defer { broker.remove() }
        let publisher = try TestPublisher(broker, clientIdentifier: "gateway")
        try publisher.publish("city/d001/water/old/level", "old", retained: true)
        let intake = try Sessions.intake(broker, retained: retained)
        try #require(intake.connect())
        // Live messages that are to be retained are news like any other.
        try publisher.publish("city/d001/water/new/level", "new", retained: true)
        try #require(intake.run { $0.messages.contains { $0.text == "new" } })
        return intake.messages
    }

    @Test func aRetainedReadingIsNotNew() throws {
        let messages = try received(.ignored)
        #expect(messages.map(\.text) == ["new"])
        #expect(messages.map(\.isRetained) == [false])
    }

    @Test func whereRetainedMessagesAreWantedTheyAreMarked() throws {
        let messages = try received(.delivered)
        #expect(messages.map(\.text) == ["old", "new"])
        #expect(messages.map(\.isRetained) == [true, false])
    }

    @Test func severalSubscriptionsAtTheirQualities() throws {
        let broker = try Broker()
        defer { broker.remove() }
        let intake = IntakeDriver(
            try MQTTSession(
                Sessions.configuration(broker),
                subscriptions: [
                    try MQTTSubscription(filter: "city/#", quality: 1),
                    try MQTTSubscription(filter: "weather/+/rain", quality: 0),
                    try MQTTSubscription(filter: "tocsin/departments/+/answers", quality: 1),
                ], random: SystemRandomNumberGenerator()))
        try #require(intake.connect(subscriptions: 3))
        #expect(intake.events.contains(.subscribed(filter: "weather/+/rain", quality: 0)))
        let publisher = try TestPublisher(broker, clientIdentifier: "gateway")
        for topic in ["city/a", "weather/x/rain", "tocsin/departments/fire/answers", "elsewhere"] {
            try publisher.publish(topic, topic)
        }
        try #require(intake.run { $0.messages.count == 3 })
        #expect(intake.messages.map(\.quality) == [1, 0, 1])
    }

    @Test func aDeniedSubscriptionIsReported() throws {
        let broker = try Broker()
        defer { broker.remove() }
        broker.stop()
        let acl = broker.folder.appendingPathComponent("acl")
        try "topic read open/#\n".write(to: acl, atomically: true, encoding: .utf8)
        let text = try String(contentsOf: broker.configurationFile, encoding: .utf8)
        try "acl_file \(acl.path)\n\(text)".write(to: broker.configurationFile, atomically: true, encoding: .utf8)
        try broker.start()
        let intake = try Sessions.intake(broker)
        try #require(intake.run { $0.events.count >= 2 })
        // mosquitto 2.0 grants the filter and then sends nothing, unless the filter itself is denied.
        switch intake.events[1] {
        case .subscriptionRefused(let filter, let reason):
            #expect(filter == "city/#")
            #expect(reason.code == .notAuthorized)
        case .subscribed(let filter, _):
            #expect(filter == "city/#")
        case let other:
            Issue.record("\(other)")
        }
    }
}
