/// What somebody told, as an officer took it down: the body of `POST /v1/reports`.
package struct ReportRequest: Hashable, Sendable, Codable {
    /// The officer who took it.
    package var by: String
    /// Id or name of a hazard of the linkage.
    package var hazard: String
    /// Id or name of a place or station; or a position instead.
    package var place: String?
    /// WGS 84, degrees.
    package var latitude: Double?
    package var longitude: Double?
    package var text: String
    /// One of `lines`.
    package var via: String
    package var lifeSafety: Bool?
    /// Stays outside the log and the journal.
    package var caller: Caller?

    /// Where a report may come in: police, fire, ambulance, traffic police, the city's hotline, somebody who came.
    package static let lines = ["110", "119", "120", "122", "12345", "in_person"]

    package struct Caller: Hashable, Sendable, Codable {
        package var name: String?
        package var phone: String?

        package init(name: String? = nil, phone: String? = nil) {
            self.name = name
            self.phone = phone
        }
    }

    package init(
        by: String, hazard: String, place: String? = nil, latitude: Double? = nil, longitude: Double? = nil,
        text: String, via: String, lifeSafety: Bool? = nil, caller: Caller? = nil
    ) {
        self.by = by
        self.hazard = hazard
        self.place = place
        self.latitude = latitude
        self.longitude = longitude
        self.text = text
        self.via = via
        self.lifeSafety = lifeSafety
        self.caller = caller
    }

    private enum CodingKeys: String, CodingKey {
        case by, hazard, place, latitude, longitude, text, via
        case lifeSafety = "life_safety"
        case caller
    }
}
