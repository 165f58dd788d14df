import Telemetry

extension IncidentView {
    /// An incident that is a part of this one.
    package struct Child: Hashable, Sendable, Codable {
        package var id: String
        /// What it is and how it stands; nil in lists, and as it was known at a moment.
        @Nullable package var hazard: String?
        @Nullable package var place: String?
        @Nullable package var status: Status?

        package init(id: String, hazard: String? = nil, place: String? = nil, status: Status? = nil) {
            self.id = id
            self.hazard = hazard
            self.place = place
            self.status = status
        }
    }
}
