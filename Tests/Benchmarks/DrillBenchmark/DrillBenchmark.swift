import ArgumentParser

/// What a drill costs: `generate` makes a city of gauges and a day of readings, `run` plays it, `diff` plays it through two
/// configurations at once.
@main
struct DrillBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill-benchmark", abstract: "What a drill costs.",
        subcommands: [GenerateCommand.self, RunCommand.self, DiffCommand.self])
}
