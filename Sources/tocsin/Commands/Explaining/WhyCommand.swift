import ArgumentParser
import Operations
import Telemetry
import Views

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Why an alarm rang, and why it ended: readings, thresholds with their source, every value, hashes.",
        discussion: """
            The moment of the decision is found again from the journal, with the rules of that time, and compared with the \
            log. Ends with 66 where the log tells of no such alarm.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(
        help: "Alarm, such as RiverWarning/river-7; an incident, such as I-2026-000001; or a log entry, such as #17.")
    var alarm: String
    @Option(
        help: ArgumentHelp(
            "The newest raise by this time, such as 2026-07-01T18:00:00+08:00 (default: the newest of all).",
            valueName: "time"))
    var at: Timestamp?

    func run() async throws {
        let folder = try await PastFolder.open(options)
        for step in try steps(folder) {
            if options.json {
                try Output.line(ViewJSON.line(WhyView(step)))
            } else {
                let names = PastFolder.names(step.loaded, exercise: step.isExercise)
                try Output.write(WhySheet.render(WhyView(step), names: names, language: options.language) + "\n")
            }
        }
    }

    private func steps(_ folder: PastFolder) throws -> [WhyStep] {
        let moment = at ?? .distantFuture
        if alarm.hasPrefix("#"), let number = Int64(alarm.dropFirst()) { return [try folder.past.why(entry: number)] }
        if let slash = alarm.firstIndex(of: "/") {
            let id = AlarmID(alert: String(alarm[..<slash]), key: String(alarm[alarm.index(after: slash)...]))
            return try folder.past.why(id, notAfter: moment)
        }
        let alarms = try folder.past.alarms(ofIncident: alarm)
        if alarms.isEmpty { throw ExplanationFailure.unknownAlarm(alarm) }
        return try alarms.flatMap { try folder.past.why($0, notAfter: moment) }
    }
}
