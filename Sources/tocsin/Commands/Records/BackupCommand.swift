import ArgumentParser
import Views

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a verified copy of the data into a new folder, while the server runs.")

    @OptionGroup var options: GlobalOptions
    @Argument(help: ArgumentHelp("A folder that does not exist yet, or is empty.", valueName: "dir"))
    var directory: String

    func run() async throws {
        let path = AbsolutePath.of(directory)
        let view: BackupView
        switch try SocketProbe.check(path: SocketProbe.path(dataFolder: options.dataFolder)) {
        case .running, .forbidden:
            view = try await withServer(options) { client in
                try await client.post(BackupView.self, "backup", ["directory": path])
            }
        case .notRunning: view = try LocalFolder.backup(options, to: path)
        }
        if options.json { return try Output.line(ViewJSON.line(view)) }
        try Output.write(BackupSheet.render(view, restored: false, language: options.language))
    }
}
