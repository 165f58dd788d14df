import ArgumentParser
import Operations
import Telemetry
import Views

struct LogVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Recompute the log's chain; names the entry that was changed, removed, inserted or reordered, or a cut-off tail."
    )

    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The head kept outside the data folder, to compare with.", valueName: "file"))
    var head: String?
    @Flag(help: "Also derive the log again from the journal and compare every entry (the server must be stopped).")
    var replay = false

    func run() async throws {
        let outside = try head.map { try HeadReader.read($0) }
        if replay { try refuseRunningServer() }
        var result = try await verification(outside)
        if replay, result.verified { try derive(&result) }
        if options.json {
            try Output.line(ViewJSON.line(result))
        } else {
            try Output.write(VerificationSheet.render(result, language: options.language))
        }
        if !result.verified { throw SilentExit(status: .negative) }
    }

    /// The folder's lock is free again when this returns: deriving takes it for itself.
    private func verification(_ outside: VerificationView.Head?) async throws -> VerificationView {
        try await withAccess(options) { try await $0.verify(head: outside) }
    }

    private func derive(_ result: inout VerificationView) throws {
        let report = try Replay.verify(folder: options.dataFolder)
        result.replayed = true
        guard let difference = report.difference else { return }
        result.verified = false
        result.findings.append(
            .init(code: "differs_from_journal", entry: nil, message: Bilingual(difference)))
    }

    private func refuseRunningServer() throws {
        let path = SocketProbe.path(dataFolder: options.dataFolder)
        guard case .running = try SocketProbe.check(path: path) else { return }
        throw CommandFailure(
            ProblemView(
                code: "locked",
                message: Bilingual(
                    chinese: "服务正在运行，其输入流水不断增长，无法重新推导。",
                    english: "A server runs there and its journal grows: the log can't be derived from it now."),
                remedy: Bilingual(
                    chinese: "先用“tocsin backup”备份并恢复到新目录，对其执行；或先停止服务。",
                    english:
                        "Back it up with “tocsin backup”, restore that into a new folder and verify there; or stop the server first."
                )),
            place: options.dataFolder)
    }
}
