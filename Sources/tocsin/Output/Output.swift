import Glibc
import Telemetry
import Views

/// Standard output and error. What goes to people has passed `DisplayText.safe` before; JSON is written as it is.
enum Output {
    /// Writes all bytes; a reader that went away ends the command quietly, as `head` expects.
    static func write(_ text: String) throws {
        try write(bytes: Array(text.utf8), to: STDOUT_FILENO)
    }

    static func line(_ text: String) throws {
        try write(text + "\n")
    }

    static func write(bytes: [UInt8]) throws {
        try write(bytes: bytes, to: STDOUT_FILENO)
    }

    /// For people, on stderr: never mixed with the JSON lines of stdout.
    static func note(_ text: String) {
        try? write(bytes: Array((DisplayText.safe(text) + "\n").utf8), to: STDERR_FILENO)
    }

    static func error(_ text: String) {
        try? write(bytes: Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    private static func write(bytes: [UInt8], to descriptor: Int32) throws {
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: position), buffer.count - position)
            }
            if count > 0 {
                position += count
            } else if errno == EPIPE {
                throw SilentExit(status: .success)
            } else if errno != EINTR && errno != EAGAIN {
                throw CommandFailure(
                    ProblemView(
                        code: "io", message: "Writing the output failed: \(String(cString: strerror(errno))).",
                        remedy: "Make room where the output goes, or send it elsewhere."))
            }
        }
    }
}
