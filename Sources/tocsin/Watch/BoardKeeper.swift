import Foundation
import NIOCore
import Telemetry
import Views

/// Asks the server once a second and holds what it said last, so that the screen can be drawn while the server is silent.
actor BoardKeeper {
    private let client: SocketClient
    private let language: Language
    private(set) var board = DutyBoard()
    private var lastAnswer = ContinuousClock.now
    private var namesAskedAt = ContinuousClock.now
    /// Number of the log entry to ask for next.
    private var nextEntry: Int64 = 0
    private var seenEntries: Int64 = -1

    /// How long one question may take: a server that is stopped keeps its socket open.
    private static let patience = TimeAmount.seconds(3)
    /// Silence that is no more than a slow commit or a lost packet of SSH.
    private static let grace = Duration.seconds(3)
    /// Who is on duty changes without anything in the log.
    private static let namesAge = Duration.seconds(30)
    /// Log lines kept for tall screens.
    private static let recentLimit = 100
    private static let incidentLimit = 1_000

    init(client: SocketClient, language: Language) {
        self.client = client
        self.language = language
    }

    /// The board with the age of the data, as of this moment.
    func boardNow() -> DutyBoard {
        var result = board
        let age = ContinuousClock.now - lastAnswer
        result.silence = age > BoardKeeper.grace ? Interval(seconds: age.components.seconds) : nil
        return result
    }

    /// One round of questions. Incidents are asked for only when the log has grown: nothing else changes them.
    func ask() async throws {
        let status = try await client.get(StatusView.self, "status", within: BoardKeeper.patience)
        if board.names == NameBook() || status.configuration != board.status?.configuration
            || .now - namesAskedAt > BoardKeeper.namesAge
        {
            board.names = try await client.get(NameBook.self, "names", within: BoardKeeper.patience)
            namesAskedAt = .now
        }
        if status.logEntries != seenEntries {
            let query = [
                URLQueryItem(name: "open", value: "true"),
                URLQueryItem(name: "limit", value: String(BoardKeeper.incidentLimit)),
            ]
            board.incidents = try await client.list(
                IncidentView.self, "incidents", query: query, within: BoardKeeper.patience)
            try await readLog(through: status.logEntries)
            seenEntries = status.logEntries
        }
        board.status = status
        lastAnswer = .now
    }

    /// A server that was restored from a backup has fewer entries than before: then its end is read anew.
    private func readLog(through last: Int64) async throws {
        if last < nextEntry - 1 { board.recent = [] }
        let newest = last - Int64(BoardKeeper.recentLimit) + 1
        let first = max(1, nextEntry <= last ? max(nextEntry, newest) : newest)
        guard first <= last, nextEntry != last + 1 else { return }
        let lines = try await BoardKeeper.lines(
            from: first, through: last, client: client, names: board.names, language: language)
        board.recent = Array((board.recent + lines).suffix(BoardKeeper.recentLimit))
        nextEntry = first + Int64(lines.count)
    }

    private static func lines(
        from first: Int64, through last: Int64, client: SocketClient, names: NameBook, language: Language
    ) async throws -> [String] {
        let query = [
            URLQueryItem(name: "from", value: String(first)),
            URLQueryItem(name: "limit", value: String(last - first + 1)),
        ]
        var lines: [String] = []
        try await client.lines("log", query: query, within: BoardKeeper.patience) { line in
            let entry = LogEntryView(number: first + Int64(lines.count), line: line)
            lines.append(LogLine.render(entry, names: names, language: language))
            return true
        }
        return lines
    }

    /// Until it is cancelled. What fails is shown by the age of the data.
    func keepAsking() async {
        while !Task.isCancelled {
            try? await ask()
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
