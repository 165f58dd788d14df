import LiveServer
import Logging
import Operations
import ServiceLifecycle
import Telemetry
import UnixSignals

/// SIGHUP: reads the city's folder again. A wrong file is refused with its place, and the old rules go on.
struct ReloadService: Service {
    let server: TocsinServer
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            switch await server.reload() {
            case .reloaded(let sha256): logger.notice("configuration reloaded", metadata: ["sha256": "\(sha256)"])
            case .unchanged: logger.notice("configuration unchanged")
            case .refused(let problems):
                logger.error("configuration refused, the old one goes on")
                for problem in problems.problems {
                    let lines = problem.rendered.split(separator: "\n", omittingEmptySubsequences: false)
                    Output.error(lines.map { DisplayText.safe(String($0)) }.joined(separator: "\n"))
                }
            case .failed(let text):
                logger.error("configuration could not be taken", metadata: ["detail": "\(DisplayText.safe(text))"])
            }
        }
    }
}

/// The server's own log, for its operator: on stderr, where systemd's journal takes it.
enum ServerLog {
    static func make() -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "tocsin")
        logger.logLevel =
            CommandEnvironment.variable("TOCSIN_LOG_LEVEL").flatMap(Logger.Level.init(rawValue:)) ?? .notice
        return logger
    }
}
