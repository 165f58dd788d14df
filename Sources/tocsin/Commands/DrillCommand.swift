import ArgumentParser
import CommandLog
import Drills
import Foundation
import IncidentCommand
import Operations
import Telemetry
import Views

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill", abstract: "Play recordings through the real rules, without a broker or anybody being told.",
        subcommands: [DrillRunCommand.self])
}

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

/// `max` or a factor.
struct DrillSpeed: ExpressibleByArgument {
    var speed: DrillRun.Speed

    static let max = DrillSpeed(speed: .max)

    init(speed: DrillRun.Speed) {
        self.speed = speed
    }

    init?(argument: String) {
        if argument == "max" {
            self.init(speed: .max)
        } else if let factor = Double(argument), factor > 0, factor.isFinite {
            self.init(speed: .factor(factor))
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch speed {
        case .max: "max"
        case .factor(let factor): NumberText.value(factor)
        }
    }
}

extension DrillView {
    init(_ report: DrillReport, recording: String) throws {
        self.init(
            recording: recording, lines: report.lines, readingsCommitted: report.counters.readings,
            duplicates: report.counters.duplicates, quarantined: report.counters.quarantined,
            logEntries: report.logEntries, logHead: report.logHead,
            alarms: report.alarms.map {
                Alarm(
                    alert: $0.alert, key: $0.key, incident: $0.incident, raisedAt: $0.raisedAt, clearedAt: $0.clearedAt)
            },
            incidents: try report.incidents.map { incident in
                let json = LogJSON.text(.object(IncidentRecord.fields(incident)))
                var view = try ViewJSON.decode(IncidentView.self, from: Data(json.utf8))
                view.exercise = true
                return view
            })
    }
}
