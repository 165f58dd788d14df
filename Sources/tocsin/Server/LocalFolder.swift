import API
import CityNames
import CommandLog
import Configuration
import Foundation
import LiveServer
import Operations
import Store
import Telemetry
import Views

/// The data folder without a server.
enum LocalFolder {
    /// For questions. The configuration that was in use gives the names.
    static func open(_ options: GlobalOptions) throws -> any QuerySource {
        let guardian = try FolderGuard.hold(folder: options.dataFolder)
        let reader = try translated { () throws(StoreError) in try StoreReader.open(folder: options.dataFolder) }
        let loaded = configuration(options, reader)
        let book = loaded.map { NameBook($0, exercise: false) } ?? NameBook()
        let registry = loaded?.city.registry ?? .empty
        return GuardedQueries(
            guardian: guardian,
            queries: StoreQueries(reader: reader, book: { book }, registry: { registry }, live: nil))
    }

    /// The city's folder where it is the one that was in use; else what the log says was loaded last; nil: ids are shown.
    private static func configuration(_ options: GlobalOptions, _ reader: StoreReader) -> LoadedCity? {
        let today = try? CityLoader.load(folder: options.city)
        if let today, let hash = LogHash(hex: today.sha256), (try? reader.configuration(sha256: hash)) != nil {
            return today
        }
        var newest: LogHash?
        let mark = Array("\"code\":\"configuration_loaded\"".utf8)
        try? reader.forEachLogEntry { row throws(StoreError) in
            // The code stands right after number, time and format: only few entries are looked at whole.
            if row.entry.line.prefix(160).contains(mark), let record = LogRecord(line: row.entry.line) {
                newest = record.text("sha256").flatMap { LogHash(hex: $0) } ?? newest
            }
            return true
        }
        guard let newest, let stored = try? reader.configuration(sha256: newest),
            let bundle = ConfigurationBundle(canonicalBytes: stored)
        else { return today }
        return (try? LoadedCity(bundle: bundle)) ?? today
    }

    static func backup(_ options: GlobalOptions, to directory: String) throws -> BackupView {
        // The lock file tells a folder without data from a server that is starting, in better words than the store's.
        _ = try FolderGuard.hold(folder: options.dataFolder)
        do throws(StoreError) {
            let store = try Store.open(folder: options.dataFolder, newToken: RandomToken.make(), at: WallClock.now)
            defer { store.close() }
            return BackupView(try store.backup(to: directory, at: WallClock.now))
        } catch {
            var problem = ProblemView(error)
            if error.kind == .misuse { problem.code = "cannot_create" }
            throw problem
        }
    }

    static func restore(_ options: GlobalOptions, from directory: String) throws -> BackupView {
        do throws(StoreError) {
            return BackupView(
                try Store.restore(
                    from: directory, to: options.dataFolder, newToken: RandomToken.make(), at: WallClock.now))
        } catch {
            var problem = ProblemView(error)
            // What the store calls misuse is here a person's: a folder in use, or one that holds no backup.
            if error.kind == .misuse { problem.code = "cannot_create" }
            throw problem
        }
    }
}

/// Holds the folder's lock for as long as questions are asked.
private struct GuardedQueries: QuerySource {
    let guardian: FolderGuard
    let queries: StoreQueries

    func names() throws(ProblemView) -> NameBook { try queries.names() }
    func status() throws(ProblemView) -> StatusView { try queries.status() }
    func incidents(_ query: IncidentQuery) throws(ProblemView) -> [IncidentView] { try queries.incidents(query) }
    func incident(_ id: String) throws(ProblemView) -> IncidentView? { try queries.incident(id) }
    func stations() throws(ProblemView) -> [StationView] { try queries.stations() }
    func readings(_ query: ReadingQuery) throws(ProblemView) -> [ReadingView] { try queries.readings(query) }
    func quarantine(limit: Int) throws(ProblemView) -> [QuarantineView] { try queries.quarantine(limit: limit) }
    func log(from number: Int64, limit: Int) throws(ProblemView) -> [LogEntryView] {
        try queries.log(from: number, limit: limit)
    }
    func verify(head: VerificationView.Head?) throws(ProblemView) -> VerificationView { try queries.verify(head: head) }
}

extension BackupView {
    init(_ report: BackupReport) {
        self.init(
            directory: report.directory, takenAt: report.takenAt, bytes: report.bytes, logEntries: report.entries,
            logHead: report.head.hex, readings: report.readings)
    }
}

/// The machine's clock, at the edge only.
enum WallClock {
    static var now: Timestamp {
        let seconds = Date().timeIntervalSince1970
        return Timestamp(nanoseconds: Int64(seconds * 1e6) * 1_000)
    }
}

/// Random text for a new database's client id.
enum RandomToken {
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }.joined()
    }
}
