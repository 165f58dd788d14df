import BrokerSupport
import MQTT
import Telemetry

/// What the tests with a real broker share.
enum Sessions {
    static func configuration(
        _ broker: Broker, client: String = "tocsin-test", credentials: MQTTCredentials? = nil
    ) -> MQTTConnectionConfiguration {
        MQTTConnectionConfiguration(
            endpoint: broker.endpoint, clientIdentifier: client, credentials: credentials,
            backoff: .init(firstMilliseconds: 20, longestMilliseconds: 200))
    }

    static func intake(
        _ broker: Broker, client: String = "tocsin-test", filter: String = "city/#", quality: UInt8 = 1,
        retained: MQTTSubscription.RetainedMessages = .ignored, credentials: MQTTCredentials? = nil
    ) throws -> IntakeDriver {
        IntakeDriver(
            try MQTTSession(
                configuration(broker, client: client, credentials: credentials),
                subscriptions: [try MQTTSubscription(filter: filter, quality: quality, retained: retained)],
                random: SystemRandomNumberGenerator()))
    }

    /// The outgoing session with a status topic, as `serve` has it.
    static func outgoing(_ broker: Broker, client: String) throws -> TestPublisher {
        let test = TestPublisher(
            try MQTTPublisher(
                configuration(broker, client: client),
                status: StatusTopic(clientIdentifier: client, isExercise: true), random: SystemRandomNumberGenerator()))
        test.publisher.publishStatus(
            ServiceStatus(
                state: .online, at: Timestamp(seconds: 1_795_226_400), clientIdentifier: client, isExercise: true,
                logHead: .init(entries: 12, hash: "ab")))
        return test
    }

    static func readings(_ range: Range<Int>) -> [(topic: String, payload: [UInt8])] {
        range.map { ("city/d001/water/s\($0)/level", Array("{\"t\":1785000000.000,\"v\":\($0),\"u\":\"m\"}".utf8)) }
    }
}
