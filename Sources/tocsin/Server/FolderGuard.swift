import Glibc
import Telemetry
import Views

/// Keeps a server from starting on a data folder while a command reads it: the server's own lock file, held shared.
final class FolderGuard: Sendable {
    /// -1 where there is no lock file, as in a copy of a folder.
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Throws: `no_data` where there is no such folder, `locked` where a server holds it.
    static func hold(folder: String) throws(CommandFailure) -> FolderGuard {
        let path = folder + "/tocsin.lock"
        // An auditor may read a copy without the right to write there.
        var descriptor = open(path, O_RDWR | O_CLOEXEC)
        if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
        if descriptor < 0 {
            let error = errno
            guard error == ENOENT, access(folder + "/tocsin.sqlite", F_OK) == 0 else { throw failure(error, folder) }
            return FolderGuard(descriptor: -1)
        }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(
                ProblemView(
                    code: "locked",
                    message: Bilingual(
                        chinese: "数据目录正被服务占用，但服务没有应答（正在启动或停止）。",
                        english: "A server holds the data folder and does not answer: it is starting or stopping."),
                    remedy: Bilingual(chinese: "稍后再试。", english: "Try again in a moment.")),
                place: folder)
        }
        return FolderGuard(descriptor: descriptor)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private static func failure(_ error: Int32, _ folder: String) -> CommandFailure {
        if error == EACCES || error == EPERM {
            return CommandFailure(
                ProblemView(
                    code: "forbidden",
                    message: Bilingual(chinese: "无权读取数据目录。", english: "You may not read the data folder."),
                    remedy: Bilingual(
                        chinese: "以运行服务的用户身份执行（例如 sudo -u tocsin）。",
                        english: "Run the command as the server's user, for example with “sudo -u tocsin”.")),
                place: folder)
        }
        return CommandFailure(
            ProblemView(
                code: "no_data",
                message: Bilingual(
                    chinese: "该处没有数据，也没有运行中的服务。", english: "There is no data, and no server runs there."),
                remedy: Bilingual(
                    chinese: "用 --data 指明服务的数据目录，或先启动“tocsin serve --data \(folder)”。",
                    english:
                        "Name the server's data folder with --data, or start “tocsin serve --data \(folder)” first.")),
            place: folder)
    }
}
