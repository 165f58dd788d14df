import Telemetry

/// Who stands for a party in a stretch of time: a line of `tocsin roster now`, `next` and `at`.
package struct DutyView: Hashable, Sendable, Codable {
    package var party: String
    /// Id of the person; nil: nobody.
    @Nullable package var person: String?
    /// As the people's store shows it to whoever may list it; nil where it has nobody of that id.
    @Nullable package var contact: PersonView?
    /// Nil where the shift has no name.
    @Nullable package var shift: Bilingual?
    /// Id of the layer, `override`, or nil where nobody is on duty.
    @Nullable package var layer: String?
    package var from: Timestamp
    /// Exclusive; nil: farther than the roster is followed.
    @Nullable package var to: Timestamp?
    /// Of an override.
    @Nullable package var reason: String?
    /// Name of the holiday on which the stretch begins.
    @Nullable package var holiday: Bilingual?
    /// `files`, or `journal`: the configuration that was in force.
    package var source: String
    /// First 16 hex digits of the configuration's SHA-256.
    package var configuration: String

    package init(
        party: String, person: String?, contact: PersonView? = nil, shift: Bilingual?, layer: String?, from: Timestamp,
        to: Timestamp?, reason: String?, holiday: Bilingual?, source: String, configuration: String
    ) {
        self.party = party
        self.person = person
        self.contact = contact
        self.shift = shift
        self.layer = layer
        self.from = from
        self.to = to
        self.reason = reason
        self.holiday = holiday
        self.source = source
        self.configuration = configuration
    }
}

/// A time in which nobody is on duty: a line of `tocsin roster gaps`.
package struct RosterGapView: Hashable, Sendable, Codable {
    package var party: String
    package var from: Timestamp
    /// Nil: it goes on beyond what was looked at.
    @Nullable package var to: Timestamp?

    package init(party: String, from: Timestamp, to: Timestamp?) {
        self.party = party
        self.from = from
        self.to = to
    }
}

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
