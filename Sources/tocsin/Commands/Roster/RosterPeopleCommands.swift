import ArgumentParser
import Telemetry
import Views

struct RosterPeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "Names and numbers of people, outside the log: masked, erasable, and whoever reads one is logged.",
        subcommands: [
            RosterPeopleListCommand.self, RosterPeopleImportCommand.self, RosterPeopleShowCommand.self,
            RosterPeopleEraseCommand.self,
        ],
        defaultSubcommand: RosterPeopleListCommand.self)
}

struct RosterPeopleListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Everyone on file, masked: people of the roster, and callers as caller-….")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await withServer(options) { client in
            let people = try await client.list(PersonView.self, "roster/people")
            if options.json {
                for person in people { try Output.line(ViewJSON.line(person)) }
                return
            }
            let names = try await client.get(NameBook.self, "names")
            try Output.write(RosterSheet.render(people, names: names, language: options.language))
        }
    }
}

struct RosterPeopleImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Take in names and numbers from a table (id,name,numbers) or a YAML file; whoever is there is replaced.",
        discussion: """
            CSV has the columns id, name and numbers, several numbers with “;” between them; YAML is a list “people” with the same \
            fields. All or nobody is taken in. Remove the file afterwards: it holds names and numbers.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "people.csv or people.yaml.")
    var file: String
    @Option(help: "Why.")
    var reason: String

    func run() async throws {
        let people = try PeopleFile.read(file)
        let request = PeopleRequest(by: officer.officer, reason: reason, people: people)
        try await ask(.take, request, options) { view, _ in
            try Output.line(
                options.language == .chinese
                    ? "已导入 \(view.people.count) 人。请删除文件 \(file)：其中有姓名和号码。"
                    : "\(view.people.count) people taken in. Remove \(file): it holds names and numbers.")
        }
    }
}

/// One person, by whose order, and why.
struct WhoseOptions: ParsableArguments {
    @OptionGroup var officer: OfficerOptions
    @Argument(help: "The person's id.")
    var id: String
    @Option(help: "Why.")
    var reason: String

    var request: PeopleRequest { PeopleRequest(by: officer.officer, reason: reason, id: id) }
}

struct RosterPeopleShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One person's name and numbers in full. Who looked at whose, and why, is logged."
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var whose: WhoseOptions

    func run() async throws {
        try await ask(.show, whose.request, options) { view, names in
            try Output.write(RosterSheet.render(view.people, names: names, language: options.language))
        }
    }
}

struct RosterPeopleEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase one person's name and numbers. The log keeps the id, which is nobody's any more.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var whose: WhoseOptions

    func run() async throws {
        try await ask(.erase, whose.request, options) { _, _ in
            let shown = DisplayText.safe(whose.id, limit: 100)
            try Output.line(options.language == .chinese ? "已删除 \(shown)。" : "\(shown) is erased.")
        }
    }
}

private func ask(
    _ action: PeopleRequest.Action, _ request: PeopleRequest, _ options: GlobalOptions,
    _ show: (PeopleView, NameBook) throws -> Void
) async throws {
    try await withServer(options) { client in
        let view = try await client.post(PeopleView.self, "roster/people/\(action.rawValue)", request)
        if options.json { return try Output.line(ViewJSON.line(view)) }
        try show(view, try await client.get(NameBook.self, "names"))
    }
}
