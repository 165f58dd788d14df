import City
import Foundation
import MQTT

/// What a city's settings say of its broker, with the secrets looked up.
enum BrokerAccess {
    /// - Throws: `MQTTError.credentials`.
    static func credentials(_ broker: BrokerSettings) throws -> MQTTCredentials? {
        try MQTTCredentials.resolve(
            MQTTCredentials.Source(
                user: broker.user, file: broker.passwordFile.map(passwordFile),
                environment: broker.passwordEnvironment.map { ($0, CommandEnvironment.variable($0)) }))
    }

    static func tls(_ broker: BrokerSettings) -> MQTTConnectionConfiguration.TLS {
        MQTTConnectionConfiguration.TLS(
            authorityFile: broker.authorityFile, certificateFile: broker.clientCertificateFile,
            keyFile: broker.clientKeyFile)
    }

    static func passwordFile(_ path: String) -> (path: String, contents: [UInt8]?) {
        (path, FileManager.default.contents(atPath: path).map(Array.init))
    }
}
