import ArgumentParser
import Views

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
    @Option(help: "What it said: acknowledged, accepted, declined, en_route, on_scene, under_way, progress, done.")
    var state: AnswerWord = .acknowledged
    @Option(help: "Who answered there.")
    var person: String?
    @Option(help: "Why, for example when it declined.")
    var reason: String?
    @Option(help: "Only this order, such as O-2026-000001.")
    var order: String?

    func run() async throws {
        try await sendOrder(
            CommandRequest(
                .answer, by: officer.officer, reason: reason, order: order, department: department,
                state: state.rawValue, person: person, via: via), on: id, options)
    }
}
