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
    @Option(
        help: ArgumentHelp(
            "Who answers orders in both, after how long and how, YAML; what departments answered in the recording is "
                + "left out. Needs --a.",
            valueName: "file"))
    var departments: String?
    @Flag(help: "Play a damaged recording up to its damage.")
    var upToDamage = false

    func validate() throws {
        guard departments == nil || a != nil else {
            throw ValidationError(
                "--departments needs --a: without it the first run is as recorded, and its answers with it.")
        }
    }

    func run() throws {
        try InputFile.require(file)
        let second = b ?? options.city
        let city = try CityLoader.load(folder: second)
        var run = ComparisonRun(
            recordingPath: file,
            first: try a.map { .city(try CityLoader.load(folder: $0)) } ?? .asRecorded, second: .city(city))
        run.playsUpToDamage = upToDamage
        run.departments = try departments.map { try DepartmentScript(file: $0, linkage: city.linkage) }
        let result = try run.run()
        let view = DrillDiffView(
            result, recording: file, first: a ?? "as_recorded", second: second)
        if let html { try OutputFile.write(DrillDiffSheet.html(view, language: options.language), to: html) }
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(DrillDiffSheet.render(view, language: options.language))
        }
        if result.damage != nil { throw SilentExit(status: .data) }
        if view.hasDifferences { throw SilentExit(status: .negative) }
    }
}

extension DrillDiffView {
    init(_ result: ComparisonRun.Result, recording: String, first: String, second: String) {
        let comparison = result.comparison
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
            }, firstLogHead: result.firstLogHead, secondLogHead: result.secondLogHead,
            damage: result.damage?.description)
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
