import ArgumentParser
import Views

struct UnlinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlink", abstract: "Say that two incidents have nothing to do with one another after all.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var link: LinkOptions

    func run() async throws {
        try await sendOrder(
            CommandRequest(.unlink, by: officer.officer, reason: link.reason, other: link.other), on: link.id, options)
    }
}
