import ArgumentParser
import Roster
import Telemetry
import Views

struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "Who is on duty now, next, and was then; holes that come; people's names and numbers.",
        discussion: "Rotations are in the city's folder roster/, people's names and numbers in the data folder only.",
        subcommands: [
            RosterNowCommand.self, RosterNextCommand.self, RosterAtCommand.self, RosterGapsCommand.self,
            RosterCheckCommand.self, RosterPeopleCommand.self,
        ],
        defaultSubcommand: RosterNowCommand.self)
}

/// Which parties are asked about.
struct PartyArguments: ParsableArguments {
    @Argument(help: "Officers or departments, such as duty-leader (default: all that have a schedule).")
    var parties: [String] = []
}

struct RosterNowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now", abstract: "Who is on duty now.",
        discussion: "By the roster and clock of the server that runs on the data folder, else by the files.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var wanted: PartyArguments

    func run() async throws {
        try await showPresent(wanted, options) { $0.duty(of: $1, at: $2) }
    }
}

struct RosterNextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Who comes next: it begins when the present stretch ends, and may be a hole.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var wanted: PartyArguments

    func run() async throws {
        try await showPresent(wanted, options) { $0.next(of: $1, at: $2) }
    }
}

/// By a running server's roster and clock, else by the files and the machine's clock.
private func showPresent(
    _ wanted: PartyArguments, _ options: GlobalOptions, _ duty: (Roster, String, Timestamp) -> Duty?
) async throws {
    let server = try await RosterSource.server(options)
    let source = try server?.source ?? RosterSource.files(options)
    let now = server?.now ?? WallClock.now
    try source.show(try source.parties(wanted.parties).map { duty(source.loaded.roster, $0, now) }, options)
}

struct RosterAtCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "at",
        abstract: "Who was, or will be, on duty at a time.",
        discussion: """
            By the configuration that the data folder's journal has for that time; where it has none, by the files as they are \
            now, which is said. What the log says of an entry (“on duty”) is the proof of who was meant.
            """)

    @OptionGroup var options: GlobalOptions
    @Argument(help: "Such as 2026-07-01T18:00:00+08:00.")
    var time: Timestamp
    @OptionGroup var wanted: PartyArguments

    func run() async throws {
        let source = try RosterSource.inForce(at: time, options)
        try source.show(try source.parties(wanted.parties).map { source.loaded.roster.duty(of: $0, at: time) }, options)
    }
}

struct RosterGapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps", abstract: "Times in which nobody is on duty, by the files as they are now.",
        discussion: "Ends with 1 where there are any.")

    @OptionGroup var options: GlobalOptions
    @Option(help: "How many days are looked at, 1 to 500.")
    var days = 30
    @Option(help: ArgumentHelp("From when (default: now).", valueName: "time"))
    var from: Timestamp?

    func validate() throws {
        guard (1...500).contains(days) else { throw ValidationError("--days is a number from 1 to 500.") }
    }

    func run() throws {
        let source = try RosterSource.files(options)
        let begin = from ?? WallClock.now
        let end = begin + Interval(seconds: Int64(days) * 86_400)
        let gaps = source.loaded.roster.gaps(from: begin, through: end).map {
            RosterGapView(party: $0.party, from: $0.from, to: $0.to < end ? $0.to : nil)
        }
        if options.json {
            for gap in gaps { try Output.line(ViewJSON.line(gap)) }
        } else {
            try Output.write(RosterSheet.render(gaps, days: days, names: source.names, language: options.language))
        }
        if !gaps.isEmpty { throw SilentExit(status: .negative) }
    }
}

struct RosterCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read the roster as the server would: every problem with file, line, column, caret and remedy.",
        discussion: "Also says where a time zone's rule is not the one of this machine's zone database.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let source = try RosterSource.files(options)
        let view = RosterCheckView(source.loaded.roster, now: WallClock.now)
        if options.json { return try Output.line(ViewJSON.line(view)) }
        for zone in view.differentZones {
            Output.note(
                options.language == .chinese
                    ? "时区 \(zone) 的规则与本机时区数据库不同；核对 time_zones。"
                    : "The rule of \(zone) is not the one of this machine's zone database; check time_zones.")
        }
        try Output.line(
            options.language == .chinese
                ? "值班表无误：人员 \(view.people) 名，排班 \(view.schedules) 个，节假日 \(view.holidays) 天，今后 30 天空缺 \(view.gaps) 处"
                : "No problems: \(view.people) people, \(view.schedules) schedules, \(view.holidays) holidays, "
                    + "\(view.gaps) holes in the next 30 days")
    }
}
