import ArgumentParser

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Work on the city's rules.",
        subcommands: [
            RulesCheckCommand.self, RulesLintCommand.self, RulesTestCommand.self, RulesTrialCommand.self,
            RulesUnknownCommand.self,
        ])
}
