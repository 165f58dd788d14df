/// `POST /v1/roster/people/{action}`: what is done with names and numbers, by whom and why.
package struct PeopleRequest: Hashable, Sendable, Codable {
    package var by: String
    package var reason: String
    /// `show`, `erase`: the person.
    @Nullable package var id: String?
    /// `import`: the people, with their names and numbers.
    @Listed package var people: [Entry]

    package enum Action: String, Hashable, Sendable, CaseIterable {
        case take = "import"
        case show
        case erase
    }

    package struct Entry: Hashable, Sendable, Codable {
        package var id: String
        package var name: String
        package var numbers: [String]

        package init(id: String, name: String, numbers: [String]) {
            self.id = id
            self.name = name
            self.numbers = numbers
        }
    }

    package init(by: String, reason: String, id: String? = nil, people: [Entry] = []) {
        self.by = by
        self.reason = reason
        self.id = id
        self.people = people
    }
}

/// What became of it: the people concerned – in full after `show`, else masked.
package struct PeopleView: Hashable, Sendable, Codable {
    package var action: String
    package var people: [PersonView]

    package init(action: String, people: [PersonView]) {
        self.action = action
        self.people = people
    }
}
