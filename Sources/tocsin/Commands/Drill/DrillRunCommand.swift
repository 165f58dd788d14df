import ArgumentParser
import CityNames
import Configuration
import Drills
import Foundation
import IncidentCommand
import Operations
import Telemetry
import Views

struct DrillRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play a recording on its own clock: one of ours, or what mosquitto_sub -F '%J' wrote.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording.")
    var file: String
    @Option(help: "max, or so many times as fast as it was recorded, or step: an input each time Enter is pressed.")
    var speed: DrillSpeed = .max
    @Flag(help: "Only the summary, no line for each log entry.")
    var quiet = false
    @Flag(help: "With the rules, registry and linkage that the recording holds: its run again, byte for byte.")
    var asRecorded = false
    @Flag(help: "Play it though the city's rules, registry or linkage are not those it was recorded with.")
    var allowChanged = false
    @Flag(help: "Play a damaged recording up to its damage.")
    var upToDamage = false
    @Option(
        help: ArgumentHelp(
            "Who answers orders, after how long and how, YAML; what departments answered in the recording is left out.",
            valueName: "file"))
    var departments: String?
    @Option(help: "Begin at this time, as a server that was started then.")
    var from: Timestamp?
    @Option(help: "Inputs in one transaction; the log does not depend on it.")
    var batch = 10_000

    func validate() throws {
        guard batch >= 1 else { throw ValidationError("--batch must be 1 or more.") }
        guard !asRecorded || from == nil else {
            throw ValidationError("--as-recorded and --from exclude each other: the log is that of the whole run.")
        }
        guard !asRecorded || departments == nil else {
            throw ValidationError("--as-recorded and --departments exclude each other: the answers are recorded.")
        }
        guard !asRecorded || !allowChanged else {
            throw ValidationError("--as-recorded and --allow-changed exclude each other.")
        }
    }

    func run() throws {
        try InputFile.require(file)
        let loaded = try CityLoader.load(folder: options.city)
        let names = NameBook(loaded, exercise: true)
        // Only a folder that was named is kept: the server's own must never hold a drill.
        var drill = DrillRun(
            recordingPath: file, configuration: asRecorded ? .asRecorded : .city(loaded, allowsChanged: allowChanged),
            dataFolder: options.data, speed: speed.speed)
        drill.playsUpToDamage = upToDamage
        drill.batchInputs = batch
        drill.from = from
        drill.departments = try departments.map { try DepartmentScript(file: $0, linkage: loaded.linkage) }
        let report = try drill.run(pause: DrillRunCommand.wait) { number, line in
            if quiet || options.json { return }
            try Output.line(
                LogLine.render(LogEntryView(number: number, line: line), names: names, language: options.language))
        }
        let view = try DrillView(report, recording: file)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(DrillSheet.render(view, names: names, language: options.language))
        }
        // What a damaged recording did not meet, it may have met beyond its damage.
        if report.damage != nil { throw SilentExit(status: .data) }
        if !report.findings.isEmpty { throw SilentExit(status: .negative) }
    }

    /// Waits real seconds; 0 is a step, which a person takes.
    private static func wait(seconds: Double) {
        if seconds > 0 {
            Thread.sleep(forTimeInterval: seconds)
        } else {
            _ = readLine()
        }
    }
}

extension DepartmentScript {
    /// - Parameter linkage: departments and hazards that the script may name.
    init(file path: String, linkage: Linkage) throws {
        let text = String(decoding: try InputFile.contents(path), as: UTF8.self)
        self = try DepartmentScriptReader.read(ConfigurationFile(path: path, text: text), linkage: linkage)
    }
}
