import Configuration
import Foundation
import Recordings
import Views

/// Reads people to be taken in: `id,name,numbers` as a table, or YAML with the same fields.
enum PeopleFile {
    /// - Throws: every mistake of the file at once, with its line.
    static func read(_ path: String) throws -> [PeopleRequest.Entry] {
        try InputFile.require(path)
        let isTable = path.lowercased().hasSuffix(".csv")
        let people = try isTable ? table(path) : yaml(path)
        guard people.isEmpty else { return people }
        throw ConfigurationProblems([problem(path, 1, "The file has no people.", "Write id, name and numbers of each.")]
        )
    }

    private static func table(_ path: String) throws -> [PeopleRequest.Entry] {
        var rows = try CSVRows(path: path)
        let header = try rows.next()?.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? []
        guard Set(header) == ["id", "name", "numbers"] else {
            throw ConfigurationProblems([
                problem(
                    path, 1, "The table's columns are not id, name and numbers.",
                    "Write “id,name,numbers” as its first line.")
            ])
        }
        var people: [PeopleRequest.Entry] = []
        var problems: [ConfigurationProblem] = []
        while let row = try rows.next() {
            if row.allSatisfy({ $0.isBlank }) { continue }
            let line = rows.place.split(separator: ":").last.flatMap { Int($0) } ?? 0
            guard row.count == header.count else {
                problems.append(
                    problem(
                        path, line, "The line has \(row.count) fields, not \(header.count).",
                        "Quote fields that hold commas."))
                continue
            }
            let cells = Dictionary(
                uniqueKeysWithValues: zip(header, row.map { $0.trimmingCharacters(in: .whitespaces) }))
            let numbers = (cells["numbers"] ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            add(
                PeopleRequest.Entry(id: cells["id"] ?? "", name: cells["name"] ?? "", numbers: numbers), to: &people,
                &problems
            ) { problem(path, line, $0, $1) }
        }
        if !problems.isEmpty { throw ConfigurationProblems(problems) }
        return people
    }

    private static func yaml(_ path: String) throws -> [PeopleRequest.Entry] {
        guard let text = String(validating: try InputFile.contents(path), as: UTF8.self) else {
            throw ConfigurationProblems([problem(path, 1, "The file is not UTF-8.", "Save it as UTF-8.")])
        }
        let collector = ProblemCollector()
        let file = ConfigurationFile(path: path, text: text)
        var people: [PeopleRequest.Entry] = []
        var problems: [ConfigurationProblem] = []
        if var root = ConfigurationNode.root(of: file, collector: collector)?.mapping("A file of people") {
            for node in root.required("people")?.elements ?? [] {
                guard var fields = node.mapping("A person") else { continue }
                let id = fields.string("id")
                let name = fields.string("name")
                let numbers = fields.strings("numbers")
                fields.finish()
                guard let id, let name else { continue }
                add(PeopleRequest.Entry(id: id, name: name, numbers: numbers), to: &people, &problems) {
                    node.finding($0, remedy: $1)
                }
            }
            root.finish()
        }
        for problem in problems { collector.add(problem) }
        try collector.throwIfAny()
        return people
    }

    private static func add(
        _ entry: PeopleRequest.Entry, to people: inout [PeopleRequest.Entry], _ problems: inout [ConfigurationProblem],
        _ problem: (String, String) -> ConfigurationProblem
    ) {
        if people.contains(where: { $0.id == entry.id }) {
            problems.append(problem("“\(entry.id)” is written twice.", "Keep one of them."))
        } else if !entry.isPlausible {
            problems.append(
                problem(
                    "The name or a number of “\(entry.id)” can't be used.",
                    "Names have 1 to 100 characters; numbers digits, spaces, + and -, at most 8."))
        } else {
            people.append(entry)
        }
    }

    private static func problem(_ path: String, _ line: Int, _ message: String, _ remedy: String)
        -> ConfigurationProblem
    {
        // The line itself is not repeated: what stands there would come into a terminal's history.
        ConfigurationProblem(path: path, line: line, column: 1, message: message, remedy: remedy, sourceLine: "")
    }
}
