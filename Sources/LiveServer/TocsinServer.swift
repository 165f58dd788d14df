import AlarmManagement
import CScheduler
import City
import CommandLog
import Configuration
import Delivery
import Foundation
import IncidentCommand
import MQTT
import Operations
import Roster
import Store
import Telemetry
import Views

/// How a server is to run.
package struct ServerConfiguration: Sendable {
    package var cityFolder: String
    package var dataFolder: String
    /// `mqtt[s]://HOST:PORT` over the city's.
    package var broker: String?
    package var clock: ClockMode
    /// The environment, for secrets only: the broker's password and those of channels.
    package var environment: [String: String]
    /// Somebody of the roster in full, by id, for channels that name whoever is on duty; nil where nobody is on file.
    package var people: @Sendable (String) -> PersonView?
    package var version: String

    package init(
        cityFolder: String, dataFolder: String, broker: String? = nil, clock: ClockMode = .wall,
        environment: [String: String] = [:], people: @escaping @Sendable (String) -> PersonView? = { _ in nil },
        version: String = "0.1.0"
    ) {
        self.cityFolder = cityFolder
        self.dataFolder = dataFolder
        self.broker = broker
        self.clock = clock
        self.environment = environment
        self.people = people
        self.version = version
    }
}

/// The running server. Everything that changes state goes through the watch's mailbox and returns after its commit.
///
/// `@unchecked Sendable`: `prepared` is handed over to the watch thread once, under `handOver`; all else is immutable or
/// has its own lock.
package final class TocsinServer: @unchecked Sendable {
    package let configuration: ServerConfiguration
    /// Queries, on a connection of its own.
    package let reader: StoreReader
    let shared: WatchShared
    private let handOver = NSLock()
    private var prepared: Watch?

    init(configuration: ServerConfiguration, reader: StoreReader, shared: WatchShared, watch: Watch) {
        self.configuration = configuration
        self.reader = reader
        self.shared = shared
        self.prepared = watch
    }

    package var feed: Feed { shared.feed }
    package var city: City { shared.city.city }
    package var loadedCity: LoadedCity { shared.city }
    package var live: LiveStatus { shared.live }
    /// By channel, since the server began.
    package var channelTallies: [String: ChannelTally] { shared.tallies.all }

    /// The shortest that Linux takes. On a busy machine a thread that wakes for an alarm would else wait for others' slices,
    /// some milliseconds each, once for every message and twice for every commit.
    private static let sliceNanoseconds: UInt64 = 100_000

    /// Starts the watch thread. A second call does nothing.
    package func start() {
        guard let watch = takePrepared() else { return }
        let box = WatchBox(watch: watch)
        let thread = Thread {
            // Refused or unknown, it watches all the same.
            _ = tocsin_request_slice(TocsinServer.sliceNanoseconds)
            box.watch.run()
        }
        thread.name = "tocsin.watch"
        thread.stackSize = 16 << 20
        thread.start()
    }

    private func takePrepared() -> Watch? {
        handOver.withLock {
            defer { prepared = nil }
            return prepared
        }
    }

    /// Returns when the broker is connected and every filter subscribed, or when the first attempt failed.
    package func waitUntilReady() async -> ReadyOutcome {
        await withCheckedContinuation { continuation in
            shared.whenReady { continuation.resume(returning: $0) }
        }
    }

    /// Drains and ends: intake first, store last. A server that was never started is put away as it is.
    package func stop() async {
        if let watch = takePrepared() {
            watch.store.close()
            watch.putAway()
        }
        _ = shared.mailbox.put(.stop, evenIfFull: true)
        await withCheckedContinuation { continuation in
            shared.whenStopped { continuation.resume() }
        }
    }

    /// - Throws: `ServerError`.
    package func submit(_ command: OfficerCommand) async throws -> CommandOutcome {
        try await ask { .command(command, reply: $0) }
    }

    /// - Throws: `ServerError`.
    package func submit(_ command: AlarmCommand) async throws -> AlarmCommandOutcome {
        try await ask { .alarmCommand(command, reply: $0) }
    }

    /// Returns after the commit that holds it: what was not recorded is not done.
    ///
    /// - Throws: `ServerError`.
    package func submit(_ command: PeopleCommand) async throws {
        try await ask { .peopleCommand(command, reply: $0) }
    }

    /// Alarms that are on or chatter, and what stands of suppressions.
    ///
    /// - Throws: `ServerError`.
    package func alarms(limit: Int) async throws -> AlarmOverview {
        try await ask { .alarms(limit: limit, reply: $0) }
    }

    /// Reads the city's folder again. A wrong file is refused and the old rules go on.
    package func reload() async -> ReloadOutcome {
        let city: LoadedCity
        do {
            city = try CityLoader.load(folder: configuration.cityFolder)
        } catch let problems as ConfigurationProblems {
            return .refused(problems)
        } catch {
            return .failed("\(error)")
        }
        do {
            let changed: Bool = try await ask { .reload(city, reply: $0) }
            return changed ? .reloaded(sha256: city.sha256) : .unchanged(sha256: city.sha256)
        } catch {
            return .failed("\(error)")
        }
    }

    /// - Throws: `ServerError`.
    package func backup(to directory: String) async throws -> BackupReport {
        try await ask { .backup(directory: directory, reply: $0) }
    }

    /// Asks the thread that decides: rules are nowhere else.
    ///
    /// - Throws: `ServerError`.
    package func unknownRules(limit: Int) async throws -> UnknownRules {
        try await ask { .unknownRules(limit: limit, reply: $0) }
    }

    /// Tells the watch whether the state sheet can be written, once for each change.
    ///
    /// - Parameter failure: why it can't, a sentence; nil when it can again.
    package func reportStateSheet(failure: String?) {
        _ = shared.mailbox.put(.stateSheet(failure: failure), evenIfFull: true)
    }

    private func ask<Value: Sendable>(
        _ request: (@escaping @Sendable (Result<Value, ServerError>) -> Void) -> WatchRequest
    ) async throws -> Value {
        let result: Result<Value, ServerError> = await withCheckedContinuation { continuation in
            let made = request { continuation.resume(returning: $0) }
            if shared.live.isStopping {
                continuation.resume(returning: .failure(.stopping))
                return
            }
            switch shared.mailbox.put(made) {
            case .accepted: break
            case .full: continuation.resume(returning: .failure(.queueFull))
            case .closed: continuation.resume(returning: .failure(.stopping))
            }
        }
        return try result.get()
    }
}

/// Carries the watch into its thread.
/// `@unchecked Sendable`: the watch is made before the thread starts and touched by nobody else afterwards.
private struct WatchBox: @unchecked Sendable {
    let watch: Watch
}
