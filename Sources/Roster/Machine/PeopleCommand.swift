import Telemetry

/// What was done with people's names and numbers, which are outside the log: the log says who looked at whose and why, never
/// what was seen.
package struct PeopleCommand: Hashable, Sendable, Codable {
    package var by: String
    package var reason: String
    package var kind: Kind

    package enum Kind: Hashable, Sendable, Codable {
        /// Somebody reads a person's name and number.
        case read(person: String)
        /// A person was erased; false: there was nothing of that id any more.
        case erase(person: String, found: Bool)
        /// People came in from a file, by their ids.
        case take(people: [String])
    }

    package init(by: String, reason: String, kind: Kind) {
        self.by = by
        self.reason = reason
        self.kind = kind
    }

    /// The log's entry for it.
    package var fact: LogFact {
        let head = [LogFact.Field("by", .text(by)), LogFact.Field("reason", .text(reason))]
        switch kind {
        case .read(let person): return LogFact("person_read", fields: [LogFact.Field("person", .text(person))] + head)
        case .erase(let person, let found):
            return LogFact(
                "person_erased",
                fields: [LogFact.Field("person", .text(person)), LogFact.Field("found", .boolean(found))] + head)
        case .take(let people):
            return LogFact(
                "people_imported",
                fields: [
                    LogFact.Field("count", .integer(Int64(people.count))),
                    LogFact.Field("people", .list(people.map(LogValue.text))),
                ] + head)
        }
    }
}
