/// A person of the people's store. Masked unless reading it was asked for with a reason, and logged.
package struct PersonView: Hashable, Sendable, Codable {
    package var id: String
    @Nullable package var name: String?
    package var numbers: [String]
    @Nullable package var role: String?
    @Nullable package var organisation: String?
    package var masked: Bool

    package init(
        id: String, name: String?, numbers: [String], role: String? = nil, organisation: String? = nil, masked: Bool
    ) {
        self.id = id
        self.name = name
        self.numbers = numbers
        self.role = role
        self.organisation = organisation
        self.masked = masked
    }

    /// Enough to tell one from another, not to ring or to find anyone: 李*, 138****1234.
    package var asMasked: PersonView {
        PersonView(
            id: id, name: name.map(PersonView.masked(name:)), numbers: numbers.map(PersonView.masked(number:)),
            role: role, organisation: organisation, masked: true)
    }

    /// The first character of the name, and a star for each other.
    package static func masked(name: String) -> String {
        let characters = Array(name)
        guard let first = characters.first else { return "" }
        return String(first) + String(repeating: "*", count: max(1, min(characters.count - 1, 8)))
    }

    /// The first three and the last four digits of a long number, the last two of a short one.
    package static func masked(number: String) -> String {
        let digits = Array(number.filter { $0.isASCII && $0.isNumber })
        guard digits.count >= 10 else { return "****" + (digits.count >= 6 ? String(digits.suffix(2)) : "") }
        return String(digits.prefix(3)) + "****" + String(digits.suffix(4))
    }
}
