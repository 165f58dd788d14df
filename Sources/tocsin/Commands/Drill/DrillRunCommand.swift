import ArgumentParser
import Drills
import Operations
import Views

struct DrillRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Play a recording (mosquitto_sub -F '%J', one message a line) on its own clock.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording.")
    var file: String
    @Option(help: "max, or so many times as fast as it was recorded.")
    var speed: DrillSpeed = .max
    @Flag(help: "Only the summary, no line for each log entry.")
    var quiet = false

    func run() throws {
        try InputFile.require(file)
        let loaded = try CityLoader.load(folder: options.city)
        let names = NameBook(loaded, exercise: true)
        // Only a folder that was named is kept: the server's own must never hold a drill.
        let drill = DrillRun(recordingPath: file, city: loaded, dataFolder: options.data, speed: speed.speed)
        let report = try drill.run { number, line in
            if quiet || options.json { return }
            try Output.line(
                LogLine.render(LogEntryView(number: number, line: line), names: names, language: options.language))
        }
        let view = try DrillView(report, recording: file)
        if options.json { return try Output.line(ViewJSON.line(view)) }
        try Output.write(DrillSheet.render(view, names: names, language: options.language))
    }
}
