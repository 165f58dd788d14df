import ArgumentParser
import Telemetry
import Views

/// Whoever gives the order.
struct OfficerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who orders it (default: TOCSIN_OFFICER, else your login name).", valueName: "person"))
    var by: String?

    var officer: String { by ?? CommandEnvironment.officer }
}

/// Sends an order to the server and shows the incident after it.
private func order(_ command: CommandRequest, on incident: String, _ options: GlobalOptions) async throws {
    let client = try Access.server(options)
    let path = command.action == .answer ? "answers" : command.action.rawValue
    do {
        let view = try await client.post(CommandView.self, "incidents/\(incident)/\(path)", command)
        if options.json {
            try Output.line(ViewJSON.line(view))
        } else {
            let names = try await client.get(NameBook.self, "names")
            try Output.write(IncidentSheet.render(view.incident, names: names, language: options.language))
        }
    } catch {
        await client.shutdown()
        throw error
    }
    await client.shutdown()
}

struct AcknowledgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "The officer on duty has seen the incident; stops only the officer's own clock.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String

    func run() async throws {
        try await order(CommandRequest(.acknowledge, by: officer.officer), on: id, options)
    }
}

struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "End an incident that is cleared and whose orders are finished; everyone told is told the end.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Why it is over.")
    var reason: String

    func run() async throws {
        try await order(CommandRequest(.close, by: officer.officer, reason: reason), on: id, options)
    }
}

struct ResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Reset an incident's latching alarms (panic) after someone has looked on site.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Only this alert …")
    var alarm: String?
    @Option(help: "… of this key.")
    var key: String?

    func run() async throws {
        try await order(CommandRequest(.reset, by: officer.officer, alarm: alarm, key: key), on: id, options)
    }
}

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Decide that proposed orders are issued (evacuation, power cut-off, …).")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Only this order, such as O-2026-000001.")
    var order: String?

    func run() async throws {
        try await tocsin.order(CommandRequest(.approve, by: officer.officer, order: order), on: id, options)
    }
}

struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Decide that a proposed order is not issued.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Order, such as O-2026-000001.")
    var order: String
    @Option(help: "Why not.")
    var reason: String

    func run() async throws {
        try await tocsin.order(
            CommandRequest(.reject, by: officer.officer, reason: reason, order: order), on: id, options)
    }
}

struct StandDownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stand-down", abstract: "End orders before the incident is closed; the departments are told.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "Only this order, such as O-2026-000001.")
    var order: String?
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await tocsin.order(
            CommandRequest(.standDown, by: officer.officer, reason: reason, order: order), on: id, options)
    }
}

struct ReassignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reassign", abstract: "Give an order's tasks to another department; the first is told.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Order, such as O-2026-000001.")
    var order: String
    @Argument(help: "The department that takes it.")
    var department: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        try await tocsin.order(
            CommandRequest(.reassign, by: officer.officer, reason: reason, order: order, department: department),
            on: id, options)
    }
}

struct DeclareClearedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "declare-cleared",
        abstract: "Alarms whose source is lost are over, as a person saw on site. Silence never says so.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Option(help: "What was seen.")
    var reason: String

    func run() async throws {
        try await order(CommandRequest(.declareCleared, by: officer.officer, reason: reason), on: id, options)
    }
}

struct AnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Record a department's answer given by telephone or by word, on its behalf.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Department, such as water.")
    var department: String
    @Option(help: "How it answered: phone, radio, in_person.")
    var via = "phone"
    @Option(help: "What it said: acknowledged, accepted, declined, under_way, done.")
    var state: AnswerWord = .acknowledged
    @Option(help: "Who answered there.")
    var person: String?
    @Option(help: "Why, for example when it declined.")
    var reason: String?
    @Option(help: "Only this order, such as O-2026-000001.")
    var order: String?

    func run() async throws {
        try await tocsin.order(
            CommandRequest(
                .answer, by: officer.officer, reason: reason, order: order, department: department,
                state: state.rawValue, person: person, via: via), on: id, options)
    }
}

/// What a department can say of its order.
enum AnswerWord: String, ExpressibleByArgument, CaseIterable {
    case acknowledged
    case accepted
    case declined
    case underWay = "under_way"
    case done
}
