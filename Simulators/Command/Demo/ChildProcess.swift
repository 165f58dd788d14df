import Foundation
import Glibc

/// One process that the demo started and that it must end.
final class ChildProcess {
    let name: String
    let logPath: String?
    private let process: Process

    /// - Parameters:
    ///   - logPath: where its output goes; nil lets it write where the demo writes.
    init(
        name: String, executable: String, arguments: [String], environment: [String: String] = [:], logPath: String?
    ) throws(DemoFailure) {
        self.name = name
        self.logPath = logPath
        process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        if let logPath {
            guard FileManager.default.createFile(atPath: logPath, contents: nil),
                let handle = FileHandle(forWritingAtPath: logPath)
            else { throw DemoFailure(message: "The file \(logPath) can't be written. Is the disk full?") }
            process.standardOutput = handle
            process.standardError = handle
        }
        do {
            try process.run()
        } catch {
            throw DemoFailure(message: "\(executable) can't be started: \(error.localizedDescription).")
        }
    }

    var isRunning: Bool { process.isRunning }

    var exitCode: Int32 { process.terminationStatus }

    /// The last lines it wrote.
    func lastLines(_ count: Int) -> String {
        output.split(separator: "\n").suffix(count).joined(separator: "\n")
    }

    var output: String {
        guard let logPath, let data = FileManager.default.contents(atPath: logPath) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Asks it to end, waits, and ends it.
    func stop(withinSeconds seconds: Int = 8) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGTERM)
        let deadline = monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
        while process.isRunning, monotonicNanoseconds() < deadline { usleep(20_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Runs a command to its end and gives what it wrote on stdout; nil if it failed.
    static func output(
        of executable: String, _ arguments: [String], timeoutSeconds: Int = 20
    ) -> (text: String, exitCode: Int32)? {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let identifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(timeoutSeconds), execute: watchdog)
        let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        watchdog.cancel()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
