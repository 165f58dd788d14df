/// A recording that can't be read, written or used.
package struct RecordingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The file can't be opened, read or written.
        case file
        /// A line is not what the format says.
        case format
        /// The recording ends before its last line.
        case truncated
        /// Lines are not in the order of their times.
        case order
        /// Something is larger than its limit.
        case limit
        /// The compressed data is damaged, or grows beyond reason.
        case compression
        /// A mapping of columns is wrong.
        case mapping
    }

    package var code: Code
    /// Path and line, `drill.jsonl:17`; empty where no file is concerned.
    package var place: String
    /// Full sentences: cause and remedy.
    package var message: String

    package init(_ code: Code, place: String, _ message: String) {
        self.code = code
        self.place = place
        self.message = message
    }

    package var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
