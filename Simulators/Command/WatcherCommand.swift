import ArgumentParser
import Foundation
import MQTT
import Telemetry

/// `tocsin-simulator watcher`: an independent listener to what Tocsin says about itself.
struct WatcherCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watcher",
        abstract:
            "Listens to tocsin/status and says when Tocsin is online, offline, or has not been heard for too long.",
        discussion:
            "Prints the status as it comes. Silence for three heartbeats is told once. Ends on SIGINT or SIGTERM.")

    @OptionGroup var broker: BrokerOptions

    @Option(help: "User at the broker.")
    var user: String?

    @Option(help: "File whose first line is that user's password.")
    var passwordFile: String?

    @Option(help: "Heartbeat to expect, real seconds.")
    var heartbeat = 10

    func run() throws {
        Interruption.watch()
        let credentials = try BrokerOptions.credentials(user: user, passwordFile: passwordFile)
        var configuration = try broker.configuration(
            clientIdentifier: "watcher-\(ProcessInfo.processInfo.processIdentifier)", credentials: credentials)
        configuration.sessionExpirySeconds = 0
        let subscription = try MQTTSubscription(filter: "tocsin/status", quality: 1, retained: .delivered)
        let session = try MQTTSession(
            configuration, subscriptions: [subscription], random: SystemRandomNumberGenerator())
        var lastHeard = monotonicNanoseconds()
        var toldSilence = false
        while !Interruption.isRequested {
            let now = monotonicNanoseconds()
            session.advance(now: now)
            let receipt = session.receive(maximumCount: 10) { message in
                let line = DisplayText.safe(bytes: Array(message.payload)) + "\n"
                FileHandle.standardOutput.write(Data(line.utf8))
                // A retained status may be old: it says what was, not that somebody lives.
                if !message.isRetained {
                    lastHeard = now
                    toldSilence = false
                }
            }
            if receipt.count > 0 { session.acknowledge() }
            while let event = session.nextEvent() {
                if case .connectFailed(let reason, _, _) = event {
                    Notice.write("The broker can't be reached: \(reason).")
                }
                if case .lost(let reason, _) = event { Notice.write("The broker is lost: \(reason).") }
                if case .subscriptionRefused(_, let reason) = event {
                    Notice.write("tocsin/status is refused: \(reason).")
                }
            }
            let limit = Int64(max(1, heartbeat)) * 3_000_000_000
            if !toldSilence, now - lastHeard > limit {
                toldSilence = true
                JSONLine.write([("status", "silent"), ("seconds", String((now - lastHeard) / 1_000_000_000))])
            }
            PollLoop.wait(
                for: [(session.pollDescriptor, session.pollEvents)], milliseconds: receipt.isDrained ? 1_000 : 0)
        }
        session.finish(now: monotonicNanoseconds())
    }
}
