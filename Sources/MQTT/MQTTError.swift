/// What a caller or a configuration did wrong. What the network does comes as an `MQTTEvent` instead.
package enum MQTTError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The address of the broker cannot be read.
    case invalidAddress(text: String, problem: String)
    /// User and password do not fit together or are missing; a full sentence.
    case credentials(String)
    /// A value of the configuration is out of range; a full sentence.
    case configuration(String)
    /// A subscription is refused before the broker sees it.
    case subscription(filter: String, problem: String)
    /// A message cannot be sent to this topic.
    case topic(String, problem: String)
    /// The library failed for a reason of this machine (memory, descriptors).
    case library(String)

    /// Stable name for logs and JSON.
    package var code: String {
        switch self {
        case .invalidAddress: "mqtt_invalid_address"
        case .credentials: "mqtt_credentials"
        case .configuration: "mqtt_configuration"
        case .subscription: "mqtt_subscription"
        case .topic: "mqtt_topic"
        case .library: "mqtt_library"
        }
    }

    package var description: String {
        switch self {
        case .invalidAddress(let text, let problem):
            "The broker's address \(text) cannot be used: \(problem). Write mqtt://HOST:PORT or mqtts://HOST:PORT."
        case .credentials(let sentence), .configuration(let sentence), .library(let sentence):
            sentence
        case .subscription(let filter, let problem):
            "The subscription to \(filter) cannot be used: \(problem)"
        case .topic(let topic, let problem):
            "Nothing can be published to \(topic): \(problem)"
        }
    }
}
