import Foundation
import Glibc
import Synchronization
import Views

/// Writes the state sheet into its folder, on a thread of its own: a network share that hangs holds nothing else up.
final class StateSheetWriter: Sendable {
    private let isWriting = Mutex(false)

    /// Why a sheet was not written, as a sentence.
    struct Failure: Error, Hashable {
        var message: String
    }

    /// Replaces both files, each in one step: a reader sees the old one or the new one, whole.
    func write(_ sheet: StateSheet, to folder: String) async throws(Failure) {
        let hasBegun = isWriting.withLock { writing in
            if writing { return false }
            writing = true
            return true
        }
        guard hasBegun else { throw Failure(message: "\(folder): the last sheet is still being written.") }
        let failure: Failure? = await withCheckedContinuation { continuation in
            let thread = Thread { [self] in
                let failure = StateSheetWriter.replace(sheet, folder)
                isWriting.withLock { $0 = false }
                continuation.resume(returning: failure)
            }
            thread.name = "tocsin.sheet"
            thread.start()
        }
        if let failure { throw failure }
    }

    private static func replace(_ sheet: StateSheet, _ folder: String) -> Failure? {
        for (name, text) in [("state.txt", sheet.text), ("state.html", sheet.html)] {
            if let failure = replace(folder + "/" + name, Array(text.utf8)) { return failure }
        }
        return nil
    }

    private static func replace(_ path: String, _ bytes: [UInt8]) -> Failure? {
        let new = path + ".new"
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return failure(path) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return giveUp(file, new, path) }
            written += count
        }
        // On the medium before it takes the old one's name: a sheet that is cut off is none.
        guard fsync(file) == 0 else { return giveUp(file, new, path) }
        guard close(file) == 0, rename(new, path) == 0 else {
            defer { unlink(new) }
            return failure(path)
        }
        return nil
    }

    private static func giveUp(_ file: Int32, _ new: String, _ path: String) -> Failure {
        let failure = failure(path)
        close(file)
        unlink(new)
        return failure
    }

    private static func failure(_ path: String) -> Failure {
        Failure(message: "\(path): \(String(cString: strerror(errno)))")
    }
}
