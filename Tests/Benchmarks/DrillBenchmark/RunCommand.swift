import ArgumentParser
import Drills
import Foundation
import Operations

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Plays a recording and measures it.")

    @Argument(help: "The recording.") var recording: String
    @Option(help: "The city's folder.") var city: String
    @Option(help: "Inputs in one transaction.") var batch = 10_000
    @Option(help: "Keep the database here, with a row for every reading.") var data: String?

    func run() throws {
        let loaded = try CityLoader.load(folder: city)
        var drill = DrillRun(recordingPath: recording, city: loaded, dataFolder: data)
        drill.batchInputs = batch
        let meter = Meter()
        let report = try drill.run { _, _ in }
        let used = meter.stop()
        let readings = Double(report.counters.readings)
        print(
            "readings: \(report.counters.readings), late \(report.counters.late), twice \(report.counters.duplicates)")
        print("alarms: \(report.alarms.count), log entries: \(report.logEntries), head: \(report.logHead)")
        print(used.description(of: readings))
    }
}

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Plays a recording through two configurations at once and measures it.")

    @Argument(help: "The recording.") var recording: String
    @Option(help: "The first city's folder.") var a: String
    @Option(help: "The second city's folder.") var b: String

    func run() throws {
        let drill = ComparisonRun(
            recordingPath: recording, first: .city(try CityLoader.load(folder: a)),
            second: .city(try CityLoader.load(folder: b)))
        let meter = Meter()
        let result = try drill.run()
        let used = meter.stop()
        let comparison = result.comparison
        print(
            "alarms: \(comparison.firstAlarmCount) and \(comparison.secondAlarmCount), "
                + "\(comparison.alarms.count) differ, \(comparison.incidents.count) incidents differ")
        print(used.description(of: Double(result.lines)))
    }
}
