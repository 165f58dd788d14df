import ArgumentParser

@main
struct TocsinSimulator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin-simulator",
        abstract: "The simulated city: what its sensors, departments and watchers say over MQTT.",
        subcommands: [
            CityCommand.self, RecordCommand.self, DepartmentCommand.self, DepartmentsCommand.self, WatcherCommand.self,
            DemoCommand.self,
        ])
}
