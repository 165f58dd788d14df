import ArgumentParser
import Views

struct CalledCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "called",
        abstract: "Record that a department or officer was rung, or did not answer the telephone.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "Incident, such as I-2026-000001.")
    var id: String
    @Argument(help: "Department or officer that was rung, such as water.")
    var party: String
    @Flag(inversion: .prefixedNo, help: "Whether somebody answered.")
    var reached = true
    @Option(help: "Who answered there.")
    var person: String?
    @Option(help: "What is worth noting.")
    var note: String?
    @Option(help: "Only the call about this order, such as O-2026-000001.")
    var order: String?

    func run() async throws {
        try await sendOrder(
            CommandRequest(
                .called, by: officer.officer, reason: note, order: order, department: party, person: person,
                reached: reached), on: id, options)
    }
}
