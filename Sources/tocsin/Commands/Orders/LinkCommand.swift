import ArgumentParser
import Views

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Say that two incidents have to do with one another.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var link: LinkOptions

    func run() async throws {
        try await sendOrder(
            CommandRequest(.link, by: officer.officer, reason: link.reason, other: link.other), on: link.id, options)
    }
}
