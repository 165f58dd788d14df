import ArgumentParser
import Recordings
import Telemetry
import Views

struct DrillMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Make one recording of several, in the order of their times.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recordings.")
    var files: [String]
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The new recording; compressed where it ends in .zst.", valueName: "file"))
    var output: String
    @Option(help: "What the recording is called.")
    var title = ""

    func validate() throws {
        guard files.count >= 2 else { throw ValidationError("Name two recordings or more.") }
    }

    func run() throws {
        for file in files { try InputFile.require(file) }
        var merge = try RecordingMerge(paths: files)
        guard let start = merge.start else {
            throw RecordingFailure(.format, place: files.joined(separator: ", "), "There is nothing in them.")
        }
        // Several runs are no run: what is merged meets the city's rules.
        let writer = try RecordingWriter(
            path: output, header: RecordingHeader(title: Bilingual(title), start: start, source: "merge"))
        while let item = try merge.next() { try writer.append(item) }
        try writer.finish()
        try RecordingReport.write(output, lines: writer.count, options)
    }
}
