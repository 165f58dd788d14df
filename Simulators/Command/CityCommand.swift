import ArgumentParser
import Foundation
import MQTT
import Simulators
import Telemetry

/// `tocsin-simulator city`: the storm evening over MQTT, at QoS 1, on an exercise clock.
struct CityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "city",
        abstract: "Plays the storm evening of the simulated city into a broker and says what the broker confirmed.",
        discussion: """
            Each district has a gateway of its own. With --passwords FILE (lines user:password) every gateway signs in \
            as itself; with --user they share one connection. The last line is one JSON object with the counts; the \
            exit code is 1 if the broker did not confirm everything.
            """)

    @OptionGroup var broker: BrokerOptions

    @Option(help: "User for all gateways together.")
    var user: String?

    @Option(help: "File whose first line is that user's password.")
    var passwordFile: String?

    @Option(help: "File with a line user:password for each gateway (chengdong, chengxi, jiangxin, yunling).")
    var passwords: String?

    @Option(help: "Beginning of the evening, ISO 8601.")
    var start: String

    @Option(help: "What the exercise clock shows now, ISO 8601; without it the evening begins at once.")
    var clockNow: String?

    @Option(help: "Exercise seconds in a real second.")
    var speed = 1.0

    @Option(help: "End before the evening's end, ISO 8601.")
    var until: String?

    @Option(help: "Same seed, same evening.")
    var seed: UInt64 = 2026

    func validate() throws {
        guard speed > 0, speed <= 1e6 else { throw ValidationError("--speed must be above 0 and at most 1000000.") }
        guard user == nil || passwords == nil else { throw ValidationError("Give --user or --passwords, not both.") }
    }

    func run() throws {
        Interruption.watch()
        let start = try Self.time(start, "--start")
        let end = try until.map { try Self.time($0, "--until") } ?? .distantFuture
        let now = try clockNow.map { try Self.time($0, "--clock-now") } ?? start
        let messages = StormEvening(seed: seed, start: start).messages.filter { $0.time < end }
        let gateways = try makeGateways()
        var feeder = CityFeeder(messages: messages, gateways: gateways)
        try feeder.run(clock: ExerciseClock(showing: now, speed: speed))
        Say.line(try feeder.counts.json())
        if feeder.counts.messagesConfirmed < feeder.counts.messagesSent || !feeder.isComplete {
            throw ExitCode(1)
        }
    }

    private func makeGateways() throws -> [String: MQTTPublisher] {
        let districts = ["chengdong", "chengxi", "jiangxin", "yunling"]
        var gateways: [String: MQTTPublisher] = [:]
        if let passwords {
            let table = try PasswordTable(path: passwords)
            for district in districts {
                let credentials = MQTTCredentials(user: district, password: try table.password(of: district))
                gateways[district] = try makePublisher("gateway-\(district)", credentials)
            }
        } else {
            let credentials = try BrokerOptions.credentials(user: user, passwordFile: passwordFile)
            let shared = try makePublisher("gateway-city", credentials)
            for district in districts { gateways[district] = shared }
        }
        return gateways
    }

    private func makePublisher(_ name: String, _ credentials: MQTTCredentials?) throws -> MQTTPublisher {
        var configuration = try broker.configuration(clientIdentifier: name, credentials: credentials)
        configuration.sessionExpirySeconds = 0
        return try MQTTPublisher(configuration, inFlightLimit: 100, status: nil, random: SystemRandomNumberGenerator())
    }

    private static func time(_ text: String, _ option: String) throws -> Timestamp {
        guard let time = Timestamp(iso8601: text) else {
            throw ValidationError("\(option) must look like 2026-06-20T18:00:00+08:00.")
        }
        return time
    }
}
