import CEL
import Telemetry

/// Which series a group of rules is about: every field that is named must match one of its patterns.
struct RuleMatch: Sendable {
    struct Condition: Sendable {
        var field: RuleField
        var patterns: [RulePattern]
    }

    /// In the order of `RuleField.allCases`.
    var conditions: [Condition]

    func matches(_ words: SourceWords) -> Bool {
        conditions.allSatisfy { condition in
            let text = words[condition.field]
            return condition.patterns.contains { $0.matches(text) }
        }
    }

    /// Everything but the station and unit, which differ from series to series of one kind.
    func matchesKind(_ words: SourceWords) -> Bool {
        conditions.allSatisfy { condition in
            if condition.field == .station || condition.field == .unit || condition.field == .place { return true }
            let text = words[condition.field]
            return condition.patterns.contains { $0.matches(text) }
        }
    }

    /// The exact texts that a field may have; nil where it is free or given by a pattern.
    func exactTexts(of field: RuleField) -> [String]? {
        guard let condition = conditions.first(where: { $0.field == field }) else { return nil }
        var texts: [String] = []
        for pattern in condition.patterns {
            guard case .text(let text) = pattern else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// Whether no series can match both: some field's exact texts share none.
    func excludes(_ other: RuleMatch) -> Bool {
        RuleField.allCases.contains { field in
            guard let mine = exactTexts(of: field), let theirs = other.exactTexts(of: field) else { return false }
            return Set(mine).isDisjoint(with: theirs)
        }
    }
}

/// One pattern of a field.
enum RulePattern: Sendable {
    /// Equality.
    case text(String)
    /// `*` stands for any characters, `?` for one.
    case glob([UInt8])
    /// `/…/`: a condition over `text` that CEL's own regular expressions decide; the whole text must match.
    case expression(Program)

    func matches(_ text: String) -> Bool {
        switch self {
        case .text(let expected): return text == expected
        case .glob(let pattern): return RulePattern.glob(pattern[...], matches: Array(text.utf8)[...])
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
