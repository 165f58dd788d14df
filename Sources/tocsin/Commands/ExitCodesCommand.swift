import ArgumentParser

/// `tocsin help exit-codes`, `tocsin exit-codes`.
struct ExitCodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit-codes", abstract: "What the exit codes mean.",
        discussion: CommandExit.allCases.map { "\($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n"))

    func run() throws {
        for status in CommandExit.allCases { try Output.line("\(status.rawValue)\t\(status.meaning)") }
    }
}
