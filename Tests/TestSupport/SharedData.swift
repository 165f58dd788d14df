import Foundation

/// Real recordings that lie beside the repository, not in it. Tests that need them say that they were skipped where they
/// are missing.
package enum SharedData {
    /// The folder `../shared` beside the repository's root; nil where there is none.
    package static var folder: String? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.deletingLastPathComponent().appendingPathComponent("shared").path
        return FileManager.default.fileExists(atPath: path + "/data/tools/rec.py") ? path : nil
    }

    /// Whether the recordings and Python, which makes recordings of them, are here; says what is skipped where not.
    package static func isAvailable(for test: String) -> Bool {
        if folder != nil, Processes.isInstalled("python3") { return true }
        print("skipped: \(test) needs ../shared/data and python3")
        return false
    }

    /// Makes a recording of a data set with its own tool.
    ///
    /// - Returns: path of the recording, in a temporary folder that the caller removes.
    package static func recording(_ name: String, options: [String] = [], in directory: String) throws -> String {
        guard let folder else { throw TestSupportError("There is no ../shared/data.") }
        let output = directory + "/" + name + ".jsonl"
        let result = try Processes.run(
            "/usr/bin/env",
            ["python3", folder + "/data/tools/rec.py", folder + "/data/" + name + ".csv", "-o", output] + options)
        guard result.status == 0 else { throw TestSupportError("rec.py failed: \(result.errors)") }
        return output
    }
}

package struct TestSupportError: Error, CustomStringConvertible {
    package var description: String

    package init(_ text: String) {
        description = text
    }
}
