/// The four-colour warning scale of Chinese public warnings; red is the gravest. One of three separate scales (incident
/// grade and response level are the others). A gauge yields a *proposal* of a colour: issuing it is its authority's.
package enum WarningColour: UInt8, Sendable, CaseIterable, Comparable, Codable {
    case blue = 1
    case yellow = 2
    case orange = 3
    case red = 4

    package static func < (left: WarningColour, right: WarningColour) -> Bool { left.rawValue < right.rawValue }

    /// `blue`, `yellow`, `orange`, `red`: the spelling in rule files, log and JSON.
    package var code: String {
        switch self {
        case .blue: "blue"
        case .yellow: "yellow"
        case .orange: "orange"
        case .red: "red"
        }
    }

    package init?(code: String) {
        guard let match = WarningColour.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let code = try container.decode(String.self)
        guard let value = WarningColour(code: code) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(code)” is not a warning colour.")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
