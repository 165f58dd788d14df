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
