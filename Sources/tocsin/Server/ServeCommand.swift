import API
import ArgumentParser
import Foundation
import LiveServer
import Logging
import Operations
import ServiceLifecycle
import Telemetry
import Views

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Stand watch: take readings from the broker, raise incidents, tell departments.",
        discussion: """
            SIGTERM drains and ends (intake first, store last); SIGHUP reads the city's folder again. Under systemd use \
            Type=notify. Any clock but the wall's makes everything an exercise (演练 EXERCISE).
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("Broker over the city's: mqtt[s]://HOST:PORT.", valueName: "url"))
    var broker: String?
    @Option(help: ArgumentHelp("wall, exercise:START,SPEED (START in ISO 8601), or data.", valueName: "clock"))
    var clock = "wall"

    func run() async throws {
        guard let mode = ClockMode(text: clock) else {
            throw ValidationError(
                "“\(DisplayText.safe(clock, limit: 100))” is no clock. Write wall, data, or exercise:START,SPEED such as "
                    + "exercise:2026-07-01T18:00:00+08:00,60.")
        }
        EarlyStop.listen()
        // Everything that the server writes is its owner's alone.
        umask(0o077)
        let logger = ServerLog.make()
        let people = PeopleFolder(dataFolder: options.dataFolder)
        let configuration = ServerConfiguration(
            cityFolder: options.city, dataFolder: options.dataFolder, broker: broker, clock: mode,
            environment: CommandEnvironment.all, people: { people.person($0) }, version: Version.text)
        let server = try TocsinServer.prepare(configuration) { report, text in
            logger.warning(
                "watch report", metadata: ["code": "\(report.rawValue)", "detail": "\(DisplayText.safe(text))"])
        }
        let socketPath = SocketProbe.path(dataFolder: options.dataFolder)
        let adapter = ServerAdapter(server: server)
        let (listening, listens) = AsyncStream.makeStream(of: Void.self)
        let api = try APIServer(service: adapter, socketPath: socketPath, logger: logger) { listens.finish() }
        let notifier = SystemdNotifier(environment: CommandEnvironment.all)
        if EarlyStop.wasAsked { return await server.stop() }
        greet(server, socketPath)
        // Stopped in reverse order: the watch drains while the socket still answers, and followers see the last entries.
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: api), .init(service: ReloadService(server: server, logger: logger)),
                .init(service: StateSheetService(server: server, adapter: adapter, logger: logger)),
                .init(
                    service: WatchService(server: server, listening: listening, notifier: notifier, logger: logger),
                    successTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(60)
        try await ServiceGroup(configuration: group).run()
    }

    private func greet(_ server: TocsinServer, _ socketPath: String) {
        let language = options.language
        let name = server.city.name[language]
        let exercise = server.configuration.clock.isExercise ? Vocabulary.exerciseMark + "  " : ""
        let broker = server.configuration.broker ?? server.city.broker.url
        Output.note(
            language == .chinese
                ? "\(exercise)tocsin \(Version.text)：\(name)，消息代理 \(broker)，套接字 \(socketPath)"
                : "\(exercise)tocsin \(Version.text): \(name), broker \(broker), socket \(socketPath)")
    }
}

/// The watch as a service: starts it, says when it is ready, drains it.
struct WatchService: Service {
    let server: TocsinServer
    /// Ends when commands can reach the server.
    let listening: AsyncStream<Void>
    let notifier: SystemdNotifier
    let logger: Logger

    func run() async throws {
        // Asked between the last look and the group's own handlers.
        if EarlyStop.wasAsked { return await server.stop() }
        server.start()
        switch await server.waitUntilReady() {
        case .ready: logger.info("watching")
        case .brokerFailed(let detail):
            logger.warning("broker not reached, trying on", metadata: ["detail": "\(DisplayText.safe(detail))"])
        }
        // Whoever is told that it is ready may give it a command at once.
        _ = await listening.cancelOnGracefulShutdown().first { _ in true }
        notifier.notify("READY=1")
        await withTaskGroup { group in
            group.addTask { await watchdog() }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
        notifier.notify("STOPPING=1")
        await server.stop()
        logger.info("stopped")
    }

    /// Tells systemd that we live; without a watchdog only waits for the shutdown.
    private func watchdog() async {
        guard let interval = notifier.watchdogIntervalNanoseconds else {
            try? await gracefulShutdown()
            return
        }
        // The watch turns at least once a second while it lives: a watch that stands still is not vouched for.
        var turns: UInt64?
        while !Task.isCancelled {
            let now = server.live.turns
            if now != turns { notifier.notify("WATCHDOG=1") }
            turns = now
            try? await Task.sleep(for: .nanoseconds(interval))
        }
    }
}
