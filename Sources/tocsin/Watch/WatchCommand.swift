import ArgumentParser
import Telemetry
import UnixSignals
import Views

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "One terminal for the person on duty: what needs a person first, with countdowns and a bell.",
        discussion: """
            The bell rings until every open incident is acknowledged. A banner stands on top while the server or the broker is \
            gone, with the age of what is shown. Ctrl-C ends the watch on this terminal, never the server's.
            """)

    @OptionGroup var options: GlobalOptions
    @Flag(help: "Show the board once and end; so it is where the output is no terminal.")
    var once = false
    @Flag(help: "No bell on this terminal.")
    var silent = false

    func validate() throws {
        if options.json {
            throw ValidationError(
                "For programs there are “tocsin incidents --json” and “tocsin log show --follow --json”.")
        }
    }

    func run() async throws {
        let screen = WatchScreen(language: options.language, rings: !silent)
        try await withServer(options) { client in
            let keeper = BoardKeeper(client: client, language: options.language)
            if once || !WatchScreen.isTerminal {
                try await keeper.ask()
                try await screen.print(keeper.boardNow())
            } else {
                try await watch(keeper, screen)
            }
        }
    }

    /// Draws once a second, whatever the server does, until a signal comes.
    private func watch(_ keeper: BoardKeeper, _ screen: WatchScreen) async throws {
        // A first answer tells a wrong folder from a server that is gone.
        try await keeper.ask()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        try screen.enter()
        defer { screen.leave() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { return } }
            group.addTask { await keeper.keepAsking() }
            group.addTask {
                while !Task.isCancelled {
                    try await screen.draw(keeper.boardNow())
                    try await Task.sleep(for: .seconds(1))
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
