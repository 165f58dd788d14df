import ArgumentParser
import Drills
import RuleEngine
import Views

struct BenchEngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract:
            "Run a recording through parser, intake and rules in event-time order, without storage, on one thread.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: "The recording: one message a line.")
    var file: String
    @Option(help: ArgumentHelp("Rule file, or folder of rule files.", valueName: "path"))
    var rules: String

    func run() throws {
        try InputFile.require(file)
        let report: BenchReport
        do {
            let compiled = try CompiledRules.compile(
                files: try BenchEngine.ruleFiles(at: rules), registry: .empty)
            report = try BenchEngine.run(recording: file, rules: compiled)
        } catch let fault as BenchFault {
            throw CommandFailure(ProblemView(storeMessage: fault.description, code: "bad_recording"))
        }
        let view = BenchEngineView(
            readings: Int64(report.readings), seconds: report.seconds, cpuSeconds: report.cpuSeconds,
            readingsPerSecond: report.readingsPerSecond, peakMemoryBytes: Int64(report.peakMemoryBytes),
            raised: Dictionary(report.raised.map { ($0.alert, Int64($0.count)) }, uniquingKeysWith: +))
        if options.json { return try Output.line(ViewJSON.line(view)) }
        try Output.write(BenchEngineSheet.render(view, language: options.language))
    }
}
