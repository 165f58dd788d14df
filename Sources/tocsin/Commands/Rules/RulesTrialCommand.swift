import ArgumentParser
import CityNames
import Configuration
import Drills
import Foundation
import Operations
import Telemetry
import Views

struct RulesTrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial",
        abstract: "What rule files would have done: over the last hours of a server's journal, or over a recording.",
        discussion: """
            Alarms a day by rule and station, more and fewer than the rules in force, and CPU time for a reading. Nothing is \
            stored, and a running server is not disturbed. Over a journal the other rules, the registry and the linkage are \
            those in force there; over a recording those of --city.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Rule files; they stand in for the city's that hold alerts of the same names.")
    var files: [String]
    @Option(help: ArgumentHelp("Over so much of the end of the data folder's journal.", valueName: "length"))
    var last: TrialSpan?
    @Option(help: ArgumentHelp("Over this recording.", valueName: "file"))
    var recording: String?
    @Option(help: "At most so many onsets are listed.")
    var limit = 50
    @Flag(help: "Play a damaged recording up to its damage.")
    var upToDamage = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name a rule file.") }
        guard last == nil || recording == nil else {
            throw ValidationError("--last and --recording exclude each other.")
        }
        guard limit >= 0 else { throw ValidationError("--limit must be 0 or more.") }
    }

    func run() async throws {
        let rules = try files.map { path in
            let data = try InputFile.contents(path)
            guard let text = String(validating: data, as: UTF8.self) else {
                throw ConfigurationProblems([
                    ConfigurationProblem(
                        path: path, line: 1, column: 1, message: "The file is not UTF-8.", remedy: "Save it as UTF-8.",
                        sourceLine: "")
                ])
            }
            return ConfigurationFile(path: path, text: text)
        }
        let report: TrialReport
        let names: NameBook
        if let recording {
            try InputFile.require(recording)
            let city = try TrialCity(base: try CityLoader.load(folder: options.city), files: rules)
            names = NameBook(city.base, exercise: true)
            report = try RuleTrial(city: city).run(recording: recording, playsUpToDamage: upToDamage)
        } else {
            let folder = try await PastFolder.open(options)
            let state = try folder.past.state(at: .distantFuture)
            guard let base = state.fold.loaded else { throw ExplanationFailure.beforeBeginning(nil) }
            let city = try TrialCity(base: base, files: rules)
            names = NameBook(base, exercise: state.fold.isExercise)
            report = try RuleTrial(city: city).run(
                over: last?.interval ?? Interval(seconds: 86_400), of: folder.past)
        }
        let view = TrialView(report, limit: limit)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            try Output.write(TrialSheet.render(view, names: names, language: options.language))
        }
        if report.damage != nil { throw SilentExit(status: .data) }
    }
}

/// A length of time on the command line: `24h`, `90m`.
struct TrialSpan: ExpressibleByArgument {
    var interval: Interval

    init?(argument: String) {
        guard let interval = Interval(text: argument), interval > .zero else { return nil }
        self.interval = interval
    }
}

extension TrialView {
    init(_ report: TrialReport, limit: Int) {
        self.init(
            from: report.from, to: report.to, days: report.days, inputs: report.inputs, readings: report.readings)
        replaced = report.replaced
        rules = report.rules.map { rule in
            Rule(
                alert: rule.alert, inForce: rule.isInForce, alarms: rule.count,
                perDay: Double(rule.count) / report.days,
                alarmsInForce: rule.countInForce, perDayInForce: Double(rule.countInForce) / report.days,
                gained: rule.gained, lost: rule.lost, latching: rule.latching, celCost: rule.celCost,
                keys: rule.keys.map { Key(key: $0.key, alarms: $0.count) })
        }
        onsets = report.alarms.prefix(limit).map {
            Onset(alert: $0.alert, key: $0.key, raisedAt: $0.raisedAt, clearedAt: $0.clearedAt, summary: $0.summary)
        }
        onsetsInAll = report.alarms.count
        cost = report.cost.map {
            Cost(
                readings: $0.readings, withNanoseconds: $0.withRules, withoutNanoseconds: $0.withoutRules)
        }
        damage = report.damage
    }
}
