import Telemetry
import Views

/// What the tools for recordings say when they are done.
enum RecordingReport {
    /// - Parameter lines: inputs that were written. notes: what a person should know of them.
    static func write(_ path: String, lines: Int, _ options: GlobalOptions, notes: [Bilingual] = []) throws {
        // The recording itself may be on standard output.
        if path == "-" {
            for note in notes { Output.note(note[options.language]) }
            return
        }
        if options.json {
            return try Output.line(
                ViewJSON.line(RecordingWrittenView(recording: path, lines: lines, notes: notes.map(\.english))))
        }
        let count = NumberText.count(Int64(lines))
        try Output.line(
            Bilingual(
                chinese: "已写入 \(DisplayText.safe(path))：\(count) 条",
                english: "Wrote \(DisplayText.safe(path)): \(count) lines")[
                    options.language])
        for note in notes { try Output.line("  " + DisplayText.safe(note[options.language])) }
    }
}
