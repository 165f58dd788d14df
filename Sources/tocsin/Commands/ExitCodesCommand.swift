import ArgumentParser

/// `tocsin help exit-codes`, `tocsin exit-codes`.
struct ExitCodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit-codes", abstract: "What the exit codes mean.",
        discussion: ExitStatus.allCases.map { "\($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n"))

    func run() throws {
        for status in ExitStatus.allCases { try Output.line("\(status.rawValue)\t\(status.meaning)") }
    }
}
