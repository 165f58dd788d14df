import Foundation
import TestSupport

/// `tocsin drill record` of everything below `city/`, beside a test.
enum Recorder {
    /// Starts recording; back when the broker has taken the subscriptions.
    ///
    /// - Parameter options: `--broker`, `-o` and what else a test wants.
    static func start(_ options: [String], folder: TemporaryFolder) throws -> Process {
        let errors = folder.path + "/record-\(UUID().uuidString).err"
        let process = try Processes.start(
            Processes.built("tocsin"), ["drill", "record", "--topic", "city/#"] + options,
            environment: ["LC_ALL": "en_GB.UTF-8"], output: errors + ".out", errors: errors)
        guard Waiting.until({ Processes.text(ofFile: errors).contains("Ctrl-C ends it") || !process.isRunning }),
            process.isRunning
        else { throw TestSupportError("drill record: \(Processes.text(ofFile: errors))") }
        return process
    }
}
