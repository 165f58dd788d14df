import BrokerSupport
import MQTT
import TestSupport

/// An MQTT client that keeps what it hears.
final class Listener {
    private let driver: IntakeDriver

    convenience init(_ broker: Broker, topics: [String], client: String, credentials: MQTTCredentials? = nil) throws {
        try self.init(
            MQTTConnectionConfiguration(
                endpoint: broker.endpoint, clientIdentifier: client, credentials: credentials,
                backoff: .init(firstMilliseconds: 20, longestMilliseconds: 200)), topics: topics)
    }

    /// Connects and subscribes; what was retained comes too.
    init(_ configuration: MQTTConnectionConfiguration, topics: [String]) throws {
        driver = IntakeDriver(
            try MQTTSession(
                configuration, subscriptions: try topics.map { try MQTTSubscription(filter: $0, retained: .delivered) },
                random: SystemRandomNumberGenerator()))
        guard driver.connect(subscriptions: topics.count) else {
            throw TestSupportError("The broker did not take the subscriptions \(topics): \(driver.events)")
        }
    }

    /// Messages so far, as JSON.
    var messages: [JSON] { driver.messages.map { JSON(bytes: $0.payload) } }
    var raw: [IntakeDriver.Message] { driver.messages }

    /// Listens until a message is as wanted.
    func waitFor(seconds: Int = 30, _ isWanted: (JSON) -> Bool) -> JSON? {
        _ = driver.run(seconds: seconds) { _ in messages.contains(where: isWanted) }
        return messages.first(where: isWanted)
    }

    /// Takes what has come already, without waiting for more.
    func catchUp() {
        for _ in 0..<5 { driver.turn(milliseconds: 20) }
    }
}
