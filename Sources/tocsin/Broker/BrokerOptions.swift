import ArgumentParser
import City
import MQTT
import Operations

/// How a tool for recordings reaches a broker: as its options say, or as the city does.
struct BrokerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address of the broker, mqtt[s]://HOST:PORT (default: the city's).", valueName: "url"))
    var broker: String?
    @Option(help: "User at the broker of --broker.")
    var user: String?
    @Option(help: ArgumentHelp("File whose first line is the user's password.", valueName: "file"))
    var passwordFile: String?
    @Option(help: ArgumentHelp("PEM file of the authorities to believe, for mqtts.", valueName: "file"))
    var caFile: String?

    func validate() throws {
        if broker == nil, user != nil || passwordFile != nil || caFile != nil {
            throw ValidationError("--user, --password-file and --ca-file go with --broker.")
        }
    }

    /// A session of its own, of which the broker keeps nothing afterwards.
    ///
    /// - Parameters:
    ///   - city: folder of the city whose broker is meant where none is named.
    ///   - name: what the client id begins with.
    /// - Throws: `MQTTError`, `StartError`, `ConfigurationProblems`.
    func configuration(city: String, name: String) throws -> MQTTConnectionConfiguration {
        let identifier = "tocsin-\(name)-\(RandomToken.make())"
        guard let broker else {
            let settings = try CityLoader.load(folder: city).city.broker
            return MQTTConnectionConfiguration(
                endpoint: try MQTTEndpoint(parsing: settings.url), clientIdentifier: identifier,
                credentials: try BrokerAccess.credentials(settings), tls: BrokerAccess.tls(settings),
                handshakeTimeoutSeconds: 10, sessionExpirySeconds: 0)
        }
        let source = MQTTCredentials.Source(user: user, file: passwordFile.map(BrokerAccess.passwordFile))
        return MQTTConnectionConfiguration(
            endpoint: try MQTTEndpoint(parsing: broker), clientIdentifier: identifier,
            credentials: try MQTTCredentials.resolve(source), tls: .init(authorityFile: caFile),
            handshakeTimeoutSeconds: 10, sessionExpirySeconds: 0)
    }
}
