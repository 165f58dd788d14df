import Foundation
import MQTT

/// A private, real mosquitto on a free port of 127.0.0.1, with its own folder. Killed and cleaned up with `remove`.
package final class Broker {
    package enum Failure: Error, CustomStringConvertible {
        case notInstalled
        case didNotStart(log: String)

        package var description: String {
            switch self {
            case .notInstalled: "mosquitto is not installed (Debian package mosquitto)."
            case .didNotStart(let log): "mosquitto did not start: \(log)"
            }
        }
    }

    package let port: UInt16
    /// Holds `mosquitto.conf`, `mosquitto.log` and the persistence file.
    package let folder: URL
    private let executable: String
    private var process: Process?

    /// What the shipped configuration promises, without users.
    package static let openConfiguration = [
        "allow_anonymous true", "persistence true", "autosave_interval 10", "autosave_on_changes false",
        "max_inflight_messages 0", "max_queued_messages 0", "queue_qos0_messages true", "set_tcp_nodelay true",
    ]

    /// Where mosquitto is, nil if it is not installed.
    package static let executablePath = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// True if tests with a broker can run; prints a notice if not.
    package static func isAvailable() -> Bool {
        if executablePath != nil { return true }
        print("SKIPPED: mosquitto is not installed, so nothing was tried against a real broker.")
        return false
    }

    /// Starts it and waits until it accepts connections.
    ///
    /// - Parameters:
    ///   - lines: of its configuration; `persistence_location` and logging are added.
    ///   - listener: lines that follow `listener PORT 127.0.0.1`, such as certificates.
    package init(_ lines: [String] = Broker.openConfiguration, listener: [String] = []) throws {
        guard let executable = Broker.executablePath else { throw Failure.notInstalled }
        self.executable = executable
        port = try LoopbackPort.free()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var all = lines
        // Started as root it would change to a user of its own, which cannot write into this folder.
        if geteuid() == 0 { all.append("user root") }
        all.append("persistence_location \(folder.path)/")
        all.append("log_dest file \(logFile.path)")
        all.append("listener \(port) 127.0.0.1")
        all += listener
        try all.joined(separator: "\n").appending("\n")
            .write(to: configurationFile, atomically: true, encoding: .utf8)
        try start()
    }

    package var configurationFile: URL { folder.appendingPathComponent("mosquitto.conf") }
    package var logFile: URL { folder.appendingPathComponent("mosquitto.log") }
    package var endpoint: MQTTEndpoint { MQTTEndpoint(host: "127.0.0.1", port: port) }
    package var processIdentifier: Int32? { process?.processIdentifier }

    /// How many lines of its log contain the text; say `log_type all` in the configuration to see packets.
    package func logLineCount(containing text: String) -> Int {
        guard let log = try? String(contentsOf: logFile, encoding: .utf8) else { return 0 }
        return log.split(separator: "\n").count { $0.contains(text) }
    }

    /// Starts it again with the same folder and port.
    package func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["-c", configurationFile.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try Self.withSignalsUnblocked { try process.run() }
        self.process = process
        guard LoopbackPort.waitUntilAccepting(port, milliseconds: 10_000, while: { process.isRunning }) else {
            let log = (try? String(contentsOf: logFile, encoding: .utf8)) ?? "no log"
            throw Failure.didNotStart(log: log)
        }
    }

    /// Test threads block signals and children inherit that: mosquitto would never see SIGTERM.
    private static func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// SIGTERM: it saves its queue.
    package func stop() {
        guard let process else { return }
        process.terminate()
        for _ in 0..<2_000 where process.isRunning { poll(nil, 0, 5) }
        kill()
    }

    /// SIGKILL: it saves nothing.
    package func kill() {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// SIGSTOP and SIGCONT: it holds still, its sockets stay open.
    package func pause() {
        if let process { Glibc.kill(process.processIdentifier, SIGSTOP) }
    }

    package func resume() {
        if let process { Glibc.kill(process.processIdentifier, SIGCONT) }
    }

    /// Ends it and deletes its folder.
    package func remove() {
        if process != nil { kill() }
        try? FileManager.default.removeItem(at: folder)
    }

    deinit {
        remove()
    }
}
