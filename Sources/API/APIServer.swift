import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOPosix
import ServiceLifecycle
import Views

/// HTTP on the data folder's socket: the one way in for commands, and what later consoles stand on.
package struct APIServer: Service {
    /// Name of the socket in the data folder.
    package static let socketName = "tocsin.sock"
    /// Longest path that a Unix socket can have on Linux (`sun_path`), in bytes.
    package static let socketPathLimit = 107
    /// Largest request body taken, in bytes.
    static let bodyLimit = 65_536
    /// Connections served at once; further ones wait.
    static let connectionLimit = 256

    private let service: any CommandService
    private let socketPath: String
    private let logger: Logger
    private let onReady: @Sendable () -> Void

    /// - Parameters:
    ///   - socketPath: a file left there by a server that died is replaced; whoever calls holds the folder's lock.
    ///   - onReady: called once, when the socket takes connections and is its owner's alone.
    package init(
        service: any CommandService, socketPath: String, logger: Logger, onReady: @escaping @Sendable () -> Void = {}
    ) throws(ProblemView) {
        guard socketPath.utf8.count <= APIServer.socketPathLimit else {
            throw ProblemView(
                code: "socket_path_too_long",
                message: "The socket's path “\(socketPath)” has \(socketPath.utf8.count) bytes; "
                    + "Linux allows \(APIServer.socketPathLimit).",
                remedy: "Choose a data folder with a shorter path.")
        }
        self.service = service
        self.socketPath = socketPath
        self.logger = logger
        self.onReady = onReady
    }

    package func run() async throws {
        let path = socketPath
        let onReady = onReady
        // Nobody else may connect between bind and chmod: the whole process creates its files for its owner alone.
        umask(0o077)
        let application = Application(
            responder: APIServer.router(service).buildResponder(),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: path), serverName: "tocsin",
                availableConnectionsDelegate: MaximumAvailableConnections(APIServer.connectionLimit)),
            onServerRunning: { _ in
                chmod(path, 0o600)
                onReady()
            },
            logger: logger)
        try await application.run()
        unlink(path)
    }

    static func router(_ service: any CommandService) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: ProblemMiddleware())
        let group = router.group("v1")
        QueryRoutes(source: service).add(to: group)
        LogRoutes(service: service).add(to: group)
        CommandRoutes(service: service).add(to: group)
        return router
    }

    /// Runs a query that waits for the database away from the threads that serve connections.
    static func query<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await NIOThreadPool.singleton.runIfActive(body)
    }
}
