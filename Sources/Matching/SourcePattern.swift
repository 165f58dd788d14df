import CEL

/// One pattern of a field.
package enum SourcePattern: Sendable {
    /// Equality.
    case text(String)
    /// `*` stands for any characters, `?` for one.
    case glob([UInt8])
    /// `/…/`: a condition over `text` that CEL's own regular expressions decide; the whole text must match.
    case expression(Program)

    /// As a person wrote it, or nearly.
    package var text: String {
        switch self {
        case .text(let text): text
        case .glob(let pattern): String(decoding: pattern, as: UTF8.self)
        case .expression(let program): "/\(program.source)/"
        }
    }

    package func matches(_ text: String) -> Bool {
        switch self {
        case .text(let expected): return text == expected
        case .glob(let pattern): return SourcePattern.glob(pattern[...], matches: Array(text.utf8)[...])
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
