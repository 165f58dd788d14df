/// One word about where a series comes from: what `match` looks at, and what `by` and `distinct` name.
package enum SourceField: String, Sendable, CaseIterable {
    case station
    case district
    case domain
    case quantity
    case place
    case unit

    /// - Parameter word: as files write it; `kind` is another word for `domain`. Nil for any other word.
    package init?(word: String) {
        if word == "kind" {
            self = .domain
        } else if let field = SourceField(rawValue: word) {
            self = field
        } else {
            return nil
        }
    }

    /// Fields that an alarm's identity may be made of.
    package static let identity: [SourceField] = [.station, .district, .domain, .quantity, .place]
}
