import Telemetry

/// What `match` looks at and what `by` and `distinct` name: one word about where a series comes from.
package enum RuleField: String, Sendable, CaseIterable {
    case station
    case district
    case domain
    case quantity
    case place
    case unit

    /// `kind` is another word for `domain`.
    init?(word: String) {
        if word == "kind" {
            self = .domain
        } else if let field = RuleField(rawValue: word) {
            self = field
        } else {
            return nil
        }
    }

    /// Fields that an alarm's identity may be made of.
    static let identity: [RuleField] = [.station, .district, .domain, .quantity, .place]
}

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

    subscript(_ field: RuleField) -> String {
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
    func key(by fields: [RuleField]) -> String {
        if fields.count == 1 { return self[fields[0]] }
        return fields.map { self[$0] }.joined(separator: "/")
    }
}
