/// A person as the roster knows one: an id, never a name or a number.
package struct RosterPerson: Hashable, Sendable {
    package var id: String
    /// What the person does, such as `duty-officer` or `dispatcher`.
    package var role: String
    /// A department of the linkage, or `watch` for the command centre's own people.
    package var organisation: String

    package init(id: String, role: String, organisation: String) {
        self.id = id
        self.role = role
        self.organisation = organisation
    }

    /// Lower-case letters, digits and hyphens, a letter first, at most 64: neither a name nor a number, and part of a file's name.
    package static func isID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, (97...122).contains(first), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }

    /// The command centre itself.
    package static let watch = "watch"
}
