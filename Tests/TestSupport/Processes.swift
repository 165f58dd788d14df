import Foundation

/// Programs run by tests.
package enum Processes {
    package struct Outcome: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String

        package init(status: Int32, output: String, errors: String) {
            self.status = status
            self.output = output
            self.errors = errors
        }
    }

    package static func isInstalled(_ program: String) -> Bool {
        ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        } || (try? run("/usr/bin/env", ["which", program]).status) == 0
    }

    /// A program of the build that the running tests belong to.
    package static func built(_ program: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(program).path
    }

    /// Runs to the end; output goes by files, so that nothing blocks on a full pipe.
    ///
    /// - Parameter seconds: after which it is killed; its status is then that of SIGKILL.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], seconds: Int = 120
    ) throws -> Outcome {
        let base = NSTemporaryDirectory() + "tocsin-process-\(UUID().uuidString)"
        defer {
            try? FileManager.default.removeItem(atPath: base + ".out")
            try? FileManager.default.removeItem(atPath: base + ".err")
        }
        let process = try start(
            program, arguments, environment: environment, output: base + ".out", errors: base + ".err")
        if !Waiting.until(seconds: seconds, { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: text(ofFile: base + ".out"), errors: text(ofFile: base + ".err"))
    }

    /// Starts a program whose output is appended to files.
    package static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], output: String, errors: String
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try appending(output)
        process.standardError = try appending(errors)
        try withSignalsUnblocked { try process.run() }
        return process
    }

    /// One file may take both outputs, and those of a process that comes later.
    private static func appending(_ path: String) throws -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestSupportError("Cannot write \(path): errno \(errno).") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    package static func text(ofFile path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Test threads block signals and children inherit that: they would never see SIGTERM.
    private static func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }
}
