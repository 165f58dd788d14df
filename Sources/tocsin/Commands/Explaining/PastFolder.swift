import CityNames
import Operations
import Store
import Telemetry
import Views

/// A data folder whose past is asked about, beside a server that runs on it or without one. Only reads.
struct PastFolder {
    let past: Past
    let reader: StoreReader
    /// Until when a running server has watched; nil where none runs.
    let watchedThrough: Timestamp?
    private let guardian: FolderGuard?

    static func open(_ options: GlobalOptions) async throws -> PastFolder {
        var watchedThrough: Timestamp?
        var guardian: FolderGuard?
        switch try SocketProbe.check(path: SocketProbe.path(dataFolder: options.dataFolder)) {
        case .running:
            watchedThrough = try await withAccess(options) { try? await $0.status().now }
        case .notRunning: guardian = try FolderGuard.hold(folder: options.dataFolder)
        case .forbidden: break
        }
        let reader = try translated { () throws(StoreError) in try StoreReader.open(folder: options.dataFolder) }
        return PastFolder(
            past: Past(reader: reader), reader: reader, watchedThrough: watchedThrough, guardian: guardian)
    }

    /// Names of the configuration of that time.
    static func names(_ loaded: LoadedCity?, exercise: Bool) -> NameBook {
        loaded.map { NameBook($0, exercise: exercise) } ?? NameBook(exercise: exercise)
    }
}
