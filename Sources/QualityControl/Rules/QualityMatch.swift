import CEL
import Telemetry

/// Which series an entry is about: every field that is named must match one of its patterns. The same forms as in rule
/// files.
struct QualityMatch: Sendable {
    enum Field: String, CaseIterable, Sendable {
        case station
        case district
        case domain
        case quantity
        case place
        case unit
    }

    enum Pattern: Sendable {
        /// Equality.
        case text(String)
        /// `*` stands for any characters, `?` for one.
        case glob([UInt8])
        /// `/…/`: RE2 syntax, the whole text must match.
        case expression(Program)

        func matches(_ text: String) -> Bool {
            switch self {
            case .text(let expected): return text == expected
            case .glob(let pattern): return Pattern.glob(pattern[...], matches: Array(text.utf8)[...])
            case .expression(let program):
                let frame = Frame(slotCount: max(1, program.requiredSlotCount))
                frame.setString(text, at: 0)
                return program.evaluateCondition(frame) == .yes
            }
        }

        /// Backtracks to the last star only, so the time is bounded by the product of the lengths.
        private static func glob(_ pattern: ArraySlice<UInt8>, matches text: ArraySlice<UInt8>) -> Bool {
            var position = pattern.startIndex
            var index = text.startIndex
            var star: (pattern: Int, text: Int)?
            while index < text.endIndex {
                if position < pattern.endIndex, pattern[position] == UInt8(ascii: "*") {
                    star = (position, index)
                    position += 1
                } else if position < pattern.endIndex,
                    pattern[position] == UInt8(ascii: "?") || pattern[position] == text[index]
                {
                    position += 1
                    index += 1
                } else if let last = star {
                    star = (last.pattern, last.text + 1)
                    position = last.pattern + 1
                    index = last.text + 1
                } else {
                    return false
                }
            }
            return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
        }
    }

    var conditions: [(field: Field, patterns: [Pattern])]

    func matches(_ series: SeriesDescription, registry: Registry) -> Bool {
        conditions.allSatisfy { condition in
            let text = QualityMatch.text(condition.field, series, registry)
            return condition.patterns.contains { $0.matches(text) }
        }
    }

    private static func text(_ field: Field, _ series: SeriesDescription, _ registry: Registry) -> String {
        switch field {
        case .station: series.station
        case .district: series.district
        case .domain: series.domain
        case .quantity: series.quantity
        case .place: series.registered.map { registry.stations[$0].place } ?? series.station
        case .unit: series.unit
        }
    }
}
