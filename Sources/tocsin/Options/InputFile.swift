import Foundation
import Telemetry
import Views

/// Files that a command line names.
enum InputFile {
    /// - Throws: `no_file` where it can't be read.
    static func require(_ path: String) throws(CommandFailure) {
        guard !FileManager.default.isReadableFile(atPath: path) else { return }
        throw CommandFailure(
            ProblemView(
                code: "no_file",
                message: Bilingual(chinese: "文件不存在或无法读取。", english: "There is no such file, or it can't be read."),
                remedy: Bilingual(chinese: "检查文件名和权限。", english: "Check its name and rights.")),
            place: path)
    }

    static func contents(_ path: String) throws(CommandFailure) -> Data {
        try require(path)
        return FileManager.default.contents(atPath: path) ?? Data()
    }
}
