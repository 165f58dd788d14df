import ArgumentParser
import Glibc
import Telemetry
import Views

@main
struct Tocsin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin",
        abstract: "Urban emergency linkage: from a sensor's message to a department's answer, with nothing lost.",
        discussion: "Commands reach a running “tocsin serve” through the socket in its data folder.",
        version: Version.text,
        subcommands: [ExitCodesCommand.self],
        groupedSubcommands: [
            CommandGroup(name: "Server", subcommands: [ServeCommand.self, StatusCommand.self, DoctorCommand.self]),
            CommandGroup(
                name: "Incidents",
                subcommands: [
                    WatchCommand.self, AlarmsCommand.self, ReportCommand.self, IncidentsCommand.self,
                    ShowIncidentCommand.self,
                    AcknowledgeCommand.self,
                    ApproveCommand.self, RejectCommand.self, AnswerCommand.self, CallsCommand.self, CalledCommand.self,
                    RecallCommand.self, VerifyCommand.self, FalseAlarmCommand.self, NoteCommand.self,
                    FigureCommand.self, GradeCommand.self, ResponseCommand.self,
                    ReassignCommand.self, StandDownCommand.self,
                    MergeCommand.self, SplitCommand.self, UndoCommand.self, LinkCommand.self, UnlinkCommand.self,
                    ParentCommand.self,
                    ResetCommand.self, DeclareClearedCommand.self, CloseCommand.self,
                ]),
            CommandGroup(name: "Roster", subcommands: [RosterCommand.self]),
            CommandGroup(
                name: "Records",
                subcommands: [
                    ReadingsCommand.self, StationsCommand.self, QuarantineCommand.self, LogCommand.self,
                    WhyCommand.self, WhyNotCommand.self,
                    BackupCommand.self, RestoreCommand.self,
                ]),
            CommandGroup(
                name: "Rules and drills",
                subcommands: [RulesCommand.self, DrillCommand.self, BenchCommand.self, CELCommand.self]),
        ])

    static func main() async {
        // A reader that goes away is an error of its write, and a full disk an error of its write: neither is a signal.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let language = CommandEnvironment.language(arguments: Array(CommandLine.arguments.dropFirst()))
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Glibc.exit(CommandExit.success.rawValue)
        } catch let exit as SilentExit {
            Glibc.exit(exit.status.rawValue)
        } catch {
            guard let failure = CommandFailure.of(error) else { Tocsin.exit(withError: error) }
            report(failure, language)
        }
    }

    /// Place, cause and remedy on stderr.
    private static func report(_ failure: CommandFailure, _ language: Language) -> Never {
        let head = language == .chinese ? "tocsin：" : "tocsin: "
        let place = failure.place.map { DisplayText.safe($0) + ": " } ?? ""
        Output.error(head + place + failure.problem.rendered(language))
        Glibc.exit(failure.status.rawValue)
    }
}

/// The version that `--version` and `status` tell.
enum Version {
    static let text = "0.1.0"
}
