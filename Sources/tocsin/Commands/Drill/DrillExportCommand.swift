import ArgumentParser
import Drills
import Store
import Telemetry
import Views

struct DrillExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Make a recording of all that a server lived through, while it runs: played as recorded it gives its log.")

    @OptionGroup var options: GlobalOptions
    @Option(
        name: .shortAndLong, help: ArgumentHelp("The recording; compressed where it ends in .zst.", valueName: "file"))
    var output: String
    @Option(help: "What the recording is called.")
    var title = ""

    func run() throws {
        let reader = try StoreReader.open(folder: options.dataFolder)
        let count = try JournalExport(reader: reader).write(to: output, title: Bilingual(title))
        try RecordingReport.write(output, lines: count, options)
    }
}
