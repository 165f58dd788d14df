import Telemetry

/// What somebody told by telephone or in person, as an officer took it down. Who called is not in it: only a digest, by which
/// two calls of one caller are known to be of one.
package struct PublicReport: Hashable, Sendable, Codable {
    /// Id of a hazard of the linkage.
    package var hazard: String
    /// Where it may be, the likeliest first: the report joins the first of these where the hazard has an open incident, else
    /// it opens one at the first.
    package var spots: [Spot]
    /// Places of the district or area that was named: where exactly one of them has an open incident of the hazard, the report
    /// joins it; two could be confused, and then it opens its own.
    package var region: [Spot]
    /// Where a position was given; nil for a place by name.
    package var position: GeoPosition?
    /// From the position to the station that is nearest, in whole metres.
    package var metres: Int?
    /// What was said.
    package var text: String
    /// `110`, `119`, `120`, `122`, `12345`, `in_person`.
    package var via: String
    /// Salted digest of the caller's number; nil where it is not known.
    package var caller: String?
    package var lifeSafety: Bool

    package struct Spot: Hashable, Sendable, Codable {
        package var place: String
        package var district: String

        package init(place: String, district: String) {
            self.place = place
            self.district = district
        }
    }

    package init(
        hazard: String, spots: [Spot], region: [Spot] = [], position: GeoPosition? = nil, metres: Int? = nil,
        text: String, via: String, caller: String? = nil, lifeSafety: Bool = false
    ) {
        self.hazard = hazard
        self.spots = spots
        self.region = region
        self.position = position
        self.metres = metres
        self.text = text
        self.via = via
        self.caller = caller
        self.lifeSafety = lifeSafety
    }
}
