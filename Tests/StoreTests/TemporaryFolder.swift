import Foundation
import Store
import Telemetry

/// A folder that goes away with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func open(_ options: StoreOptions = .test) throws -> Store {
        try Store.open(folder: path, newToken: "token-1", at: Timestamp(seconds: 1_000), options: options)
    }

    /// Runs SQL with the `sqlite3` API as somebody would who tampers with the file.
    func path(_ name: String) -> String { path + "/" + name }
}
