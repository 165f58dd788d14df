import CSQLite
import Foundation
import IncidentCommand
import Synchronization
import Telemetry
import TestSupport

@testable import LiveServer
@testable import Operations
@testable import Store

/// A watch on a real store, turned by hand: no thread, by default no broker, and a clock that only the test moves.
final class WatchBench {
    let folder: TemporaryFolder
    let machine: FakeMachine
    /// Nil after `kill`.
    private(set) var watch: Watch!

    private let readings: ClockReadings
    private let port: UInt16

    /// - Parameter port: the broker's; with one, time is the machine's own. Nobody listens on port 1.
    init(port: UInt16 = 1) throws {
        folder = try TemporaryFolder()
        machine = FakeMachine()
        readings = port == 1 ? machine.readings : .machine
        self.port = port
        try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
        watch = try prepare(.wall)
    }

    private func prepare(_ clock: ClockMode) throws -> Watch {
        let configuration = ServerConfiguration(
            cityFolder: folder.path + "/city", dataFolder: folder.path + "/data", broker: "mqtt://127.0.0.1:\(port)",
            clock: clock)
        return try TocsinServer.prepareWatch(configuration, readings: readings) { _, _ in }
    }

    /// The process is gone.
    func kill() {
        watch.store.close()
        // The lock goes with it.
        watch = nil
    }

    /// The process is gone and a new one begins.
    func killAndStart(clock: ClockMode = .wall) throws {
        kill()
        watch = try prepare(clock)
    }

    func read(_ text: String, on topic: String) throws {
        try watch.take(.other(.message(topic: Array(topic.utf8), payload: Array(text.utf8), qos: 1, retained: false)))
    }

    /// Puts a command in; its reply comes with a turn.
    func order(_ kind: OfficerCommand.Kind) -> Replies<CommandOutcome> {
        let replies = Replies<CommandOutcome>()
        _ = watch.shared.mailbox.put(
            .command(OfficerCommand(by: "duty-officer", kind: kind)) { replies.add($0) })
        return replies
    }

    /// From here on the database can't grow, or may again.
    func fillDisk(_ full: Bool) throws {
        try watch.store.connection().execute(
            "PRAGMA max_page_count = \(full ? 1 : 1_000_000)", operation: "limit the file")
    }

    /// From here on every COMMIT fails, or may hold again.
    func failCommits(_ fail: Bool) throws {
        let handle = try watch.store.connection().handle
        if fail { sqlite3_commit_hook(handle, { _ in 1 }, nil) } else { sqlite3_commit_hook(handle, nil, nil) }
    }

    /// A message whose journal row does not fit into the pages that are there.
    func readTooMuch() {
        do {
            try read(String(repeating: "x", count: 250_000), on: SmallCity.upper)
        } catch {
            watch.failure = error
        }
    }

    func countReadings() throws -> Int64 { try StoreReader.open(folder: folder.path + "/data").countReadings() }

    func codes() throws -> [String] {
        try StoreReader.open(folder: folder.path + "/data").log(from: 1, limit: 10_000)
            .map { GatheringSink.code($0.entry) }
    }
}

/// What was replied, from whichever thread.
final class Replies<Value: Sendable>: Sendable {
    private let all = Mutex<[Result<Value, ServerError>]>([])

    func add(_ reply: Result<Value, ServerError>) { all.withLock { $0.append(reply) } }

    var results: [Result<Value, ServerError>] { all.withLock { $0 } }
}
