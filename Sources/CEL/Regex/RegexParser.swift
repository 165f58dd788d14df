/// Reads RE2's syntax. What needs backtracking (back-references, look-around) does not exist in it.
struct RegexParser {
    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    private static let maximumRepeats = 1000
    private static let maximumDepth = 100
    private static let maximumScalars = 10_000

    let scalars: [UInt32]
    var offset = 0
    var flags = Flags()
    private var depth = 0

    static func parse(_ pattern: String) throws(EvaluationError) -> RegexNode {
        let scalars = pattern.unicodeScalars.map(\.value)
        guard scalars.count <= maximumScalars else { throw error("longer than \(maximumScalars) code points") }
        var parser = RegexParser(scalars: scalars)
        let node = try parser.alternatives()
        guard parser.offset == scalars.count else { throw error("an unexpected ')' at \(parser.offset + 1)") }
        guard repeats(node) <= maximumRepeats else {
            throw error("repeats something more than \(maximumRepeats) times")
        }
        return node
    }

    private init(scalars: [UInt32]) { self.scalars = scalars }

    static func error(_ message: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "regular expression: \(message)")
    }

    /// The product of nested counted repetitions, as Go bounds it.
    private static func repeats(_ node: RegexNode) -> Int {
        switch node {
        case .empty, .set, .assertion: return 1
        case .sequence(let parts), .alternatives(let parts): return parts.map(repeats).max() ?? 1
        case .repeated(let inner, let minimum, let maximum):
            let inside = repeats(inner)
            let own = max(maximum ?? minimum, 1)
            return min(inside, 1_000_000) * own
        }
    }

    // MARK: Reading

    var current: UInt32? { offset < scalars.count ? scalars[offset] : nil }

    func at(_ character: Unicode.Scalar, _ ahead: Int = 0) -> Bool {
        offset + ahead < scalars.count && scalars[offset + ahead] == character.value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at(character) else { return false }
        offset += 1
        return true
    }

    mutating func take(_ text: String) -> Bool {
        let wanted = text.unicodeScalars.map(\.value)
        guard scalars[offset...].starts(with: wanted) else { return false }
        offset += wanted.count
        return true
    }

    // MARK: Structure

    private mutating func alternatives() throws(EvaluationError) -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw Self.error("nested deeper than \(Self.maximumDepth)") }
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws(EvaluationError) -> RegexNode {
        var parts: [RegexNode] = []
        while let scalar = current, scalar != 0x7C, scalar != 0x29 {
            if take("\\Q") {
                while offset < scalars.count, !take("\\E") {
                    parts.append(try repetition(literal(scalars[offset]), advancing: 1))
                }
                continue
            }
            guard let atom = try atom() else { continue }
            parts.append(try repetition(atom, advancing: 0))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetition(
        _ atom: RegexNode, advancing: Int
    ) throws(EvaluationError) -> RegexNode {
        offset += advancing
        var node = atom
        var isRepeated = false
        while let (minimum, maximum) = try quantifier() {
            if isRepeated { throw Self.error("two repetitions behind each other at \(offset)") }
            isRepeated = true
            _ = take("?")  // lazy: the same strings match
            node = .repeated(node, minimum: minimum, maximum: maximum)
        }
        return node
    }

    private mutating func quantifier() throws(EvaluationError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard at("{") else { return nil }
        let start = offset
        offset += 1
        guard let minimum = number() else {
            offset = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = at("}") ? nil : number() ?? -1 }
        guard maximum != -1, take("}") else {
            offset = start
            return nil
        }
        if minimum > Self.maximumRepeats || maximum ?? 0 > Self.maximumRepeats {
            throw Self.error("a repetition beyond \(Self.maximumRepeats)")
        }
        if let maximum, maximum < minimum { throw Self.error("a repetition {\(minimum),\(maximum)}") }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = current, (0x30...0x39).contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar - 0x30), 1_000_000)
            offset += 1
        }
        return value
    }

    // MARK: Atoms

    /// Nil for flags that stand alone.
    private mutating func atom() throws(EvaluationError) -> RegexNode? {
        guard let scalar = current else { return nil }
        offset += 1
        switch Unicode.Scalar(scalar) {
        case "(": return try group()
        case "[": return .set(folded(try bracket()))
        case ".": return .set(flags.dotMatchesNewline ? .all : ScalarSet.newline.inverted)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw Self.error("nothing to repeat at \(offset)")
        case "\\": return try escape()
        case "{":
            let start = offset
            offset -= 1
            if try quantifier() != nil { throw Self.error("nothing to repeat at \(start)") }
            offset = start
            return literal(scalar)
        default: return literal(scalar)
        }
    }

    func literal(_ scalar: UInt32) -> RegexNode { .set(folded(ScalarSet(scalar))) }

    func folded(_ set: ScalarSet) -> ScalarSet { flags.ignoresCase ? set.caseFolded : set }

    private mutating func group() throws(EvaluationError) -> RegexNode? {
        let outer = flags
        if take("?") {
            if take("P<") || take("<") {
                if at("=") || at("!") { throw Self.error("look-behind is not part of RE2") }
                let start = offset
                while let scalar = current, scalar < 0x80, isNameByte(UInt8(scalar)) { offset += 1 }
                guard offset > start, take(">") else { throw Self.error("a group's name at \(start)") }
            } else if try setFlags() {
                return nil
            }
        }
        let inner = try alternatives()
        guard take(")") else { throw Self.error("a '(' without ')'") }
        flags = outer
        return inner
    }

    func isNameByte(_ byte: UInt8) -> Bool { Lexer.isLetter(byte) || Lexer.isDigit(byte) }

    /// `i-s:` or `i)`; true when the flags hold for the rest of the surrounding group.
    private mutating func setFlags() throws(EvaluationError) -> Bool {
        var on = true
        while let scalar = current {
            offset += 1
            switch Unicode.Scalar(scalar) {
            case "i": flags.ignoresCase = on
            case "m": flags.isMultiline = on
            case "s": flags.dotMatchesNewline = on
            case "U": break  // greediness does not change which strings match
            case "-" where on: on = false
            case ":": return false
            case ")": return true
            default: throw Self.error("'(?\(Unicode.Scalar(scalar).map(String.init) ?? "")' is not part of RE2")
            }
        }
        throw Self.error("a '(' without ')'")
    }
}
