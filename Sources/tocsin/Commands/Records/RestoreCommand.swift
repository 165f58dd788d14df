import ArgumentParser
import Views

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup into the data folder, which must hold no data; a new epoch begins.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: ArgumentHelp("A folder that “tocsin backup” made.", valueName: "dir"))
    var directory: String

    func run() async throws {
        let view = try LocalFolder.restore(options, from: AbsolutePath.of(directory))
        if options.json { return try Output.line(ViewJSON.line(view)) }
        try Output.write(BackupSheet.render(view, restored: true, language: options.language))
    }
}
