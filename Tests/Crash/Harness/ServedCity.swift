import BrokerSupport
import Foundation
import Glibc

/// The shipped `tocsin serve` on a city and a data folder of its own, started again and again.
package final class ServedCity {
    package let executable: String
    /// Holds `city`, `data` and what the server said.
    package let folder: String
    package let broker: Broker
    private var program: ChildProgram?
    private var commands: [ChildProgram] = []

    package var cityFolder: String { folder + "/city" }
    package var dataFolder: String { folder + "/data" }
    /// What all its lives said.
    package var logFile: String { folder + "/serve.log" }

    package init(executable: String, folder: String, broker: Broker) throws {
        self.executable = executable
        self.folder = folder
        self.broker = broker
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    package var isRunning: Bool { program?.isRunning ?? false }
    package var end: ChildProgram.End? { program?.end }

    /// Processor seconds of the running server so far; 0 where it does not run.
    package var cpuSeconds: Double { program.map { ProcessTime.seconds(of: $0.processIdentifier) } ?? 0 }

    /// Memory of the running server, and the most that it had.
    package var residentMebibytes: Int { mebibytes("VmRSS:") }
    package var peakMebibytes: Int { mebibytes("VmHWM:") }

    private func mebibytes(_ name: String) -> Int {
        guard let program, let data = FileManager.default.contents(atPath: "/proc/\(program.processIdentifier)/status"),
            let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return 0 }
        return (Int(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") ?? 0) / 1_024
    }

    package func start() throws {
        program = try ChildProgram(
            executable,
            [
                "serve", "--city", cityFolder, "--data", dataFolder, "--lang", "en", "--broker",
                "mqtt://127.0.0.1:\(broker.port)",
            ], environment: ServedCity.environment, output: logFile)
    }

    /// How often the server has said that its subscriptions stand.
    package var watchCount: Int { log.components(separatedBy: " watching").count - 1 }

    package var log: String {
        String(decoding: FileManager.default.contents(atPath: logFile) ?? Data(), as: UTF8.self)
    }

    package func kill() { program?.kill() }

    package func terminate() { program?.send(signal: SIGTERM) }

    /// Gives a command beside the server and waits for nothing: the server may be killed meanwhile.
    package func command(_ arguments: [String]) throws {
        commands.removeAll { !$0.isRunning }
        commands.append(
            try ChildProgram(
                executable, arguments + ["--city", cityFolder, "--data", dataFolder],
                environment: ServedCity.environment, output: folder + "/commands.log"))
    }

    /// Runs a command to its end.
    ///
    /// - Parameter data: a data folder other than the server's.
    /// - Returns: its exit code and everything that it wrote.
    package func run(
        _ arguments: [String], data: String? = nil, seconds: Int
    ) throws -> (code: Int32, output: String) {
        let file = folder + "/command-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let program = try ChildProgram(
            executable, arguments + ["--city", cityFolder, "--data", data ?? dataFolder],
            environment: ServedCity.environment, output: file)
        try Patience.wait(until: "tocsin \(arguments.joined(separator: " ")) ends", seconds: seconds) {
            !program.isRunning
        }
        guard case .exited(let code)? = program.end else {
            throw CrashFailure("tocsin \(arguments.joined(separator: " ")) was killed.")
        }
        let output = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        return (code, output)
    }

    /// Ends everything that it started.
    package func endAll() {
        program?.kill()
        for command in commands { command.kill() }
        commands = []
    }

    /// The caller's, without what would change the server's way.
    private static var environment: [String] {
        ProcessInfo.processInfo.environment
            .filter { !["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"].contains($0.key) }
            // At this level it says when its subscriptions stand.
            .merging(["TOCSIN_LOG_LEVEL": "info"]) { $1 }
            .map { "\($0.key)=\($0.value)" }
    }
}
