import ArgumentParser
import Drills
import Operations
import Telemetry
import Views

struct DrillDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "Play a recording through two versions of a city and tell what differs; exit code 1 where anything does.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording.")
    var file: String
    @Option(help: ArgumentHelp("The first city's folder (default: as the recording holds it).", valueName: "dir"))
    var a: String?
    @Option(help: ArgumentHelp("The second city's folder (default: --city).", valueName: "dir"))
    var b: String?
    @Option(help: ArgumentHelp("Also write a page that opens offline.", valueName: "file"))
    var html: String?
    @Flag(help: "Play a damaged recording up to its damage.")
    var upToDamage = false

    func run() throws {
        try InputFile.require(file)
        let second = b ?? options.city
        var run = ComparisonRun(
            recordingPath: file,
            first: try a.map { .city(try CityLoader.load(folder: $0)) } ?? .asRecorded,
            second: .city(try CityLoader.load(folder: second)))
        run.playsUpToDamage = upToDamage
        let result = try run.run()
        let view = DrillDiffView(
            result.comparison, recording: file, first: a ?? "as_recorded", second: second,
            damage: result.damage?.description)
        if let html { try OutputFile.write(DrillDiffSheet.html(view, language: options.language), to: html) }
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(DrillDiffSheet.render(view, language: options.language))
        }
        if view.hasDifferences { throw SilentExit(status: .negative) }
    }
}

extension DrillDiffView {
    init(_ comparison: DrillComparison, recording: String, first: String, second: String, damage: String?) {
        self.init(
            recording: recording, first: first, second: second, firstAlarms: comparison.firstAlarmCount,
            secondAlarms: comparison.secondAlarmCount, firstPeakPerTenMinutes: comparison.firstRate.peak,
            secondPeakPerTenMinutes: comparison.secondRate.peak,
            alarms: comparison.alarms.map { Alarm($0) },
            incidents: comparison.incidents.map {
                Incident(
                    change: $0.change.rawValue, hazard: $0.first?.hazard ?? $0.second?.hazard ?? "",
                    place: $0.first?.place ?? $0.second?.place ?? "", firstRaisedAt: $0.first?.raisedAt,
                    secondRaisedAt: $0.second?.raisedAt, raisedLaterSeconds: $0.raisedLater?.seconds,
                    clearedLaterSeconds: $0.clearedLater?.seconds)
            },
            notices: comparison.notices.map {
                Notice(
                    code: $0.code, hazard: $0.hazard, place: $0.place, party: $0.party, firstCount: $0.firstCount,
                    secondCount: $0.secondCount, laterSeconds: $0.later?.seconds)
            }, damage: damage)
    }
}

extension DrillDiffView.Alarm {
    fileprivate init(_ difference: DrillComparison.AlarmDifference) {
        func evidence(_ alarm: RunTrace.Alarm?) -> [String: String] {
            guard let alarm else { return [:] }
            return alarm.evidence.merging(["rule": alarm.rule]) { known, _ in known }
        }
        self.init(
            change: difference.change.rawValue, alert: difference.first?.alert ?? difference.second?.alert ?? "",
            key: difference.first?.key ?? difference.second?.key ?? "", firstRaisedAt: difference.first?.raisedAt,
            secondRaisedAt: difference.second?.raisedAt, raisedLaterSeconds: difference.raisedLater?.seconds,
            firstClearedAt: difference.first?.clearedAt, secondClearedAt: difference.second?.clearedAt,
            clearedLaterSeconds: difference.clearedLater?.seconds, firstEvidence: evidence(difference.first),
            secondEvidence: evidence(difference.second))
    }
}
