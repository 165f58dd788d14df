/// Where a series, an event or an alarm comes from, in words.
package struct SourceWords: Hashable, Sendable {
    package var station: String
    package var district: String
    package var domain: String
    package var quantity: String
    package var place: String
    package var unit: String

    package init(station: String, district: String, domain: String, quantity: String, place: String, unit: String) {
        self.station = station
        self.district = district
        self.domain = domain
        self.quantity = quantity
        self.place = place
        self.unit = unit
    }

    package subscript(_ field: SourceField) -> String {
        switch field {
        case .station: station
        case .district: district
        case .domain: domain
        case .quantity: quantity
        case .place: place
        case .unit: unit
        }
    }

    /// An alarm's key: the values of `by`, joined with `/`.
    package func key(by fields: [SourceField]) -> String {
        if fields.count == 1 { return self[fields[0]] }
        return fields.map { self[$0] }.joined(separator: "/")
    }
}
