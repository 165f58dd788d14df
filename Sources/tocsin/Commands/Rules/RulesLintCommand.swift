import ArgumentParser
import City
import Configuration
import Drills
import Operations
import QualityControl
import RuleEngine
import RuleLint
import Telemetry
import Views

struct RulesLintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract:
            "Look for rules that load but don't do what was meant: conditions that never hold, alarms that never end.",
        discussion: """
            Ends with 0, with 1 where a finding is as bad as --fail-on says, and with 66 where the recording or the git \
            revision is not there, and with 78 where the city's folder is not. A comment suppresses a finding with a reason: # lint disable=expr/fragile contacts \
            give 0 or 1; for a whole file # lint file/disable=… . Policies of the city are read from lint.yaml.
            """)

    /// How findings are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case sarif
    }

    @OptionGroup var options: GlobalOptions
    @Option(help: "text, json, or sarif (2.1.0) for code hosts.")
    var format: Format?
    @Option(
        help: ArgumentHelp(
            "Only rules that differ from a git revision, in their text, parameters or their stations' thresholds.",
            valueName: "ref"))
    var changed: String?
    @Option(help: "The mildest finding that ends the command with 1: error, warning or policy.")
    var failOn: LintSeverity = .error
    @Option(
        help: ArgumentHelp("A recording to count the incidents of each alert in (alerts/count).", valueName: "file"))
    var recording: String?
    @Flag(help: "Also what comments suppress, with their reasons.")
    var suppressed = false

    func run() async throws {
        let report = try await report()
        let view = LintView(report)
        switch format ?? (options.json ? .json : .text) {
        case .json: try Output.line(ViewJSON.line(view))
        case .sarif:
            let sarif = LintSARIF(
                view, checks: LintView.checks, toolVersion: Version.text, language: options.language)
            try Output.line(ViewJSON.line(sarif))
        case .text:
            try Output.write(LintSheet.render(view, language: options.language, showsSuppressed: suppressed))
        }
        if let worst = report.worst, worst >= failOn { throw SilentExit(status: .negative) }
    }

    /// Whatever can be read is looked at: a broken file is a finding of its own.
    private func report() async throws -> LintReport {
        let bundle: ConfigurationBundle
        do {
            bundle = try CityFolder.read(options.city)
        } catch let error as ConfigurationProblems {
            return RuleLint.run(LintInput(files: [], registry: .empty, problems: error.problems))
        }
        let files = CompiledRules.ruleFiles(of: bundle)
        var input = LintInput(files: files, registry: .empty, policy: LintPolicy(bundle: bundle))
        do {
            let city = try City.load(from: bundle)
            input.registry = city.registry
            input.retention = city.store.retention
        } catch {
            input.problems += error.problems
        }
        do {
            input.quality = try QualityRules.load(bundle: bundle, registry: input.registry)
        } catch {
            input.problems += error.problems
        }
        if let recording { input.incidentCounts = try counts(recording) }
        if input.policy.opensLinks { input.deadLinks = await LinkProbe.deadLinks(RuleLint.links(of: input)) }
        let before = try changed.map { try GitRevision($0, folder: options.city).bundle() }
        return RuleLint.run(input, changed: before.map { RulesLintCommand.changed(since: $0, files) })
    }

    /// A registry that can't be read any more counts as one of which nothing is known.
    private static func changed(since before: ConfigurationBundle, _ files: [ConfigurationFile]) -> ChangedRules {
        ChangedRules(
            old: CompiledRules.ruleFiles(of: before), new: files, registry: try? City.load(from: before).registry)
    }

    /// How often each alert was raised when the recording was played through today's rules.
    private func counts(_ recording: String) throws -> [String: Int] {
        try InputFile.require(recording)
        let loaded = try CityLoader.load(folder: options.city)
        let drill = DrillRun(recordingPath: recording, configuration: .city(loaded, allowsChanged: true))
        let report = try drill.run { _, _ in }
        return report.alarms.reduce(into: [:]) { $0[$1.alert, default: 0] += 1 }
    }
}

extension LintSeverity: ExpressibleByArgument {}

extension LintView {
    /// What linting found, for people and programs.
    init(_ report: LintReport) {
        self.init(
            rules: report.rules, findings: report.findings.map(Finding.init),
            suppressed: report.suppressed.map { Suppressed(finding: Finding($0.finding), reason: $0.reason) },
            thresholds: report.thresholds.map {
                Threshold(
                    station: $0.station, quantity: $0.quantity, name: $0.name, unit: $0.unit, before: $0.before,
                    after: $0.after, alerts: $0.alerts)
            })
    }

    /// Every check that there is.
    static var checks: [LintSARIF.Check] {
        LintID.allCases.map { LintSARIF.Check(id: $0.rawValue, severity: Severity($0.severity), title: $0.title) }
    }
}

extension LintView.Finding {
    init(_ finding: LintFinding) {
        self.init(
            id: finding.id.rawValue, severity: LintView.Severity(finding.severity), path: finding.path,
            line: finding.line, column: finding.column, length: finding.length, source: finding.sourceLine,
            alert: finding.alert, message: finding.message, remedy: finding.remedy)
    }
}

extension LintView.Severity {
    init(_ severity: LintSeverity) {
        switch severity {
        case .error: self = .error
        case .warning: self = .warning
        case .policy: self = .policy
        }
    }
}
