import Foundation

/// The built `tocsin serve` as a process of its own. Killed when the test lets go of it.
package final class ServeProcess {
    package let city: String
    package let data: String
    package let broker: String?
    package let clock: String
    private let environment: [String: String]
    private let notifications: NotifySocket
    private let log: String
    private var process: Process?

    /// Starts it.
    ///
    /// - Parameters:
    ///   - data: the data folder; its log and the socket where it says that it is ready lie beside it.
    ///   - isAwaited: whether to wait until it is ready, or rather until it has tried the broker once.
    /// - Throws: `TestSupportError` with what it said on stderr, where it ends instead.
    package init(
        city: String, data: String, broker: String?, clock: String = "wall", environment: [String: String] = [:],
        isAwaited: Bool = true
    ) throws {
        self.city = city
        self.data = data
        self.broker = broker
        self.clock = clock
        self.environment = environment
        log = data + ".log"
        notifications = try NotifySocket(path: data + ".notify")
        try start(isAwaited: isAwaited)
    }

    /// Starts it (again) on the same folders.
    package func start(isAwaited: Bool = true) throws {
        var arguments = ["serve", "--city", city, "--data", data, "--clock", clock]
        if let broker { arguments += ["--broker", broker] }
        notifications.forget()
        let own = ["NOTIFY_SOCKET": notifications.path, "TOCSIN_LOG_LEVEL": "info", "LC_ALL": "en_GB.UTF-8"]
        process = try Processes.start(
            Processes.built("tocsin"), arguments, environment: own.merging(environment) { $1 }, output: log, errors: log
        )
        guard isAwaited else { return }
        let isReady = Waiting.until { notifications.heard("READY=1") || process?.isRunning != true }
        guard isReady, process?.isRunning == true else {
            throw TestSupportError("serve did not become ready: \(errors)")
        }
    }

    package var processIdentifier: Int32 { process?.processIdentifier ?? -1 }
    package var isRunning: Bool { process?.isRunning ?? false }
    /// Everything that it said to its operator since the first start.
    package var errors: String { Processes.text(ofFile: log) }

    /// Whether systemd was told so since the last start.
    package func hasNotified(_ message: String) -> Bool { notifications.heard(message) }

    package func signal(_ number: Int32) {
        if isRunning { Foundation.kill(processIdentifier, number) }
    }

    /// SIGTERM.
    ///
    /// - Returns: its exit code; -1 where it did not end in time or ended by a signal.
    @discardableResult
    package func stop(seconds: Int = 30) -> Int32 {
        signal(SIGTERM)
        return waitForExit(seconds: seconds) ?? -1
    }

    /// - Returns: nil where it goes on running, or was ended by a signal.
    package func waitForExit(seconds: Int = 30) -> Int32? {
        guard let process, Waiting.until(seconds: seconds, { !process.isRunning }) else { return nil }
        return process.terminationReason == .exit ? process.terminationStatus : nil
    }

    /// SIGKILL.
    package func kill() {
        guard let process, process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit {
        kill()
    }

    // MARK: What is asked of it

    /// Calls the command on this server's folders.
    package func call(_ arguments: String..., language: String = "en") throws -> CommandRun {
        try CommandRun(arguments, data: data, city: city, language: language)
    }

    package func status() throws -> JSON { try call("status", "--json").json }

    package func incidents() throws -> [JSON] { try call("incidents", "--json").lines }

    /// Log entries of a code, oldest first; all where no code is given.
    package func log(_ code: String? = nil) throws -> [JSON] {
        try call("log", "export").lines.filter { code == nil || $0["code"].text == code }
    }

    /// Waits until the status is as wanted.
    package func waitForStatus(seconds: Int = 30, _ isWanted: (JSON) -> Bool) throws -> Bool {
        try Waiting.until(seconds: seconds) { isWanted(try status()) }
    }

    /// Waits for a log entry of the code.
    package func waitForLog(_ code: String, seconds: Int = 30) throws -> JSON? {
        var found: JSON?
        _ = try Waiting.until(seconds: seconds) {
            found = try log(code).last
            return found != nil
        }
        return found
    }
}
