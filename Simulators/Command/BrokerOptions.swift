import ArgumentParser
import Foundation
import MQTT

/// How a simulated party reaches the broker.
struct BrokerOptions: ParsableArguments {
    @Option(help: "Address of the broker: mqtt://HOST:PORT or mqtts://HOST:PORT.")
    var broker = "mqtt://127.0.0.1:1883"

    @Option(help: "PEM file of the authorities to believe, for mqtts.")
    var caFile: String?

    func configuration(clientIdentifier: String, credentials: MQTTCredentials?) throws -> MQTTConnectionConfiguration {
        MQTTConnectionConfiguration(
            endpoint: try MQTTEndpoint(parsing: broker), clientIdentifier: clientIdentifier, credentials: credentials,
            tls: .init(authorityFile: caFile), sessionExpirySeconds: 3_600)
    }

    /// The first line of a file as the password of a user.
    static func credentials(user: String?, passwordFile: String?) throws -> MQTTCredentials? {
        let file = passwordFile.map { path in
            (path: path, contents: FileManager.default.contents(atPath: path).map { Array($0) })
        }
        return try MQTTCredentials.resolve(.init(user: user, file: file))
    }
}
