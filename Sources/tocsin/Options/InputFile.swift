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

/// Files that a command makes.
enum OutputFile {
    /// - Throws: `cannot_create`.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                ProblemView(
                    code: "cannot_create",
                    message: Bilingual(chinese: "无法写入该文件。", english: "The file can't be written."),
                    remedy: Bilingual(chinese: "检查文件夹和权限。", english: "Check its folder and rights.")),
                place: path)
        }
    }

    /// - Throws: `cannot_create` where something of that name is there: what was recorded is never written over by mistake.
    static func requireAbsent(_ path: String) throws(CommandFailure) {
        guard path != "-", FileManager.default.fileExists(atPath: path) else { return }
        throw CommandFailure(
            ProblemView(
                code: "cannot_create",
                message: Bilingual(chinese: "文件已存在。", english: "The file is there already."),
                remedy: Bilingual(
                    chinese: "换一个文件名，或加 --force 覆盖。", english: "Take another name, or write over it with --force.")),
            place: path)
    }
}
