import ArgumentParser
import CommandLog
import Drills
import Foundation
import IncidentCommand
import Operations
import Views

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Play recordings through the real rules, without a broker or anybody being told.",
        subcommands: [
            DrillRunCommand.self, DrillRecordCommand.self, DrillPublishCommand.self, DrillExportCommand.self,
            DrillImportCommand.self, DrillEditCommand.self,
            DrillMergeCommand.self, DrillInfoCommand.self, DrillDiffCommand.self,
            DrillSuiteCommand.self,
        ])
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
            },
            answers: report.answers, answeredBy: report.isAnsweredByScript ? .script : .recording,
            expectations: report.verdicts.count, findings: report.findings,
            damage: report.damage?.description)
    }
}
