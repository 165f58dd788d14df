/// Reads RE2's syntax. What needs backtracking (back-references, look-around) does not exist in it.
struct RegexParser {
    private struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    private static let maximumRepeats = 1000
    private static let maximumDepth = 100
    private static let maximumScalars = 10_000

    private let scalars: [UInt32]
    private var offset = 0
    private var flags = Flags()
    private var depth = 0

    static func parse(_ pattern: String) throws(EvaluationError) -> RegexNode {
        let scalars = pattern.unicodeScalars.map(\.value)
        guard scalars.count <= maximumScalars else { throw error("longer than \(maximumScalars) code points") }
        var parser = RegexParser(scalars: scalars)
        let node = try parser.alternatives()
        guard parser.offset == scalars.count else { throw error("an unexpected ')' at \(parser.offset + 1)") }
        guard repeats(node) <= maximumRepeats else { throw error("repeats something more than \(maximumRepeats) times") }
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

    private var current: UInt32? { offset < scalars.count ? scalars[offset] : nil }

    private func at(_ character: Unicode.Scalar, _ ahead: Int = 0) -> Bool {
        offset + ahead < scalars.count && scalars[offset + ahead] == character.value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at(character) else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ text: String) -> Bool {
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

    private func literal(_ scalar: UInt32) -> RegexNode { .set(folded(ScalarSet(scalar))) }

    private func folded(_ set: ScalarSet) -> ScalarSet { flags.ignoresCase ? set.caseFolded : set }

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

    private func isNameByte(_ byte: UInt8) -> Bool { Lexer.isLetter(byte) || Lexer.isDigit(byte) }

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

    private mutating func escape() throws(EvaluationError) -> RegexNode {
        guard let scalar = current else { throw Self.error("a '\\' at the end") }
        switch Unicode.Scalar(scalar) {
        case "A":
            offset += 1
            return .assertion(.textStart)
        case "z":
            offset += 1
            return .assertion(.textEnd)
        case "b":
            offset += 1
            return .assertion(.wordBoundary)
        case "B":
            offset += 1
            return .assertion(.noWordBoundary)
        default:
            if let set = try classEscape() { return .set(folded(set)) }
            return literal(try scalarEscape())
        }
    }

    /// `\d`, `\pL`, …; the back-slash is behind us.
    private mutating func classEscape() throws(EvaluationError) -> ScalarSet? {
        guard let scalar = current else { return nil }
        let set: ScalarSet
        switch Unicode.Scalar(scalar) {
        case "d": set = .digit
        case "D": set = ScalarSet.digit.inverted
        case "w": set = .word
        case "W": set = ScalarSet.word.inverted
        case "s": set = .space
        case "S": set = ScalarSet.space.inverted
        case "p", "P":
            offset += 1
            return try unicodeClass(negated: scalar == 0x50)
        default: return nil
        }
        offset += 1
        return set
    }

    private mutating func unicodeClass(negated: Bool) throws(EvaluationError) -> ScalarSet {
        var isNegated = negated
        var name = ""
        if take("{") {
            if take("^") { isNegated.toggle() }
            while let scalar = current, scalar != 0x7D, name.utf8.count < 40 {
                if let character = Unicode.Scalar(scalar) { name.unicodeScalars.append(character) }
                offset += 1
            }
            guard take("}") else { throw Self.error("a '\\p{' without '}'") }
        } else if let scalar = current.flatMap(Unicode.Scalar.init) {
            name.unicodeScalars.append(scalar)
            offset += 1
        }
        guard let set = UnicodeSets.named(name) else { throw Self.error("unknown class \\p{\(name)}") }
        return isNegated ? set.inverted : set
    }

    private mutating func scalarEscape() throws(EvaluationError) -> UInt32 {
        guard let scalar = current else { throw Self.error("a '\\' at the end") }
        offset += 1
        switch Unicode.Scalar(scalar) {
        case "a": return 7
        case "f": return 12
        case "t": return 9
        case "n": return 10
        case "r": return 13
        case "v": return 11
        case "x": return try hexEscape()
        case "0": return octal(0, digits: 2)
        case "1", "2", "3", "4", "5", "6", "7":
            guard let next = current, (0x30...0x37).contains(next) else {
                throw Self.error("back-references are not part of RE2")
            }
            return octal(scalar - 0x30, digits: 2)
        default:
            guard scalar < 0x80, !isNameByte(UInt8(scalar)) else {
                throw Self.error("unknown escape '\\\(Unicode.Scalar(scalar).map(String.init) ?? "")'")
            }
            return scalar
        }
    }

    private mutating func octal(_ first: UInt32, digits: Int) -> UInt32 {
        var value = first
        for _ in 0..<digits {
            guard let next = current, (0x30...0x37).contains(next) else { break }
            value = value * 8 + next - 0x30
            offset += 1
        }
        return value
    }

    private mutating func hexEscape() throws(EvaluationError) -> UInt32 {
        let isLong = take("{")
        var value: UInt32 = 0
        var digits = 0
        while let scalar = current, scalar < 0x80, let digit = Lexer.hexDigit(UInt8(scalar)), digits < (isLong ? 8 : 2) {
            value = value << 4 | digit
            digits += 1
            offset += 1
        }
        guard digits > 0, isLong ? take("}") : digits == 2, value <= ScalarSet.maximum else {
            throw Self.error("a '\\x' without its digits")
        }
        return value
    }

    // MARK: Classes

    private mutating func bracket() throws(EvaluationError) -> ScalarSet {
        let isNegated = take("^")
        var result = ScalarSet()
        var isFirst = true
        while !at("]") || isFirst {
            isFirst = false
            guard current != nil else { throw Self.error("a '[' without ']'") }
            if at("["), at(":", 1) {
                result = result.union(try posixClass())
                continue
            }
            if take("\\") {
                if let set = try classEscape() {
                    result = result.union(set)
                    continue
                }
                offset -= 1
            }
            let low = try classScalar()
            var high = low
            if at("-"), !at("]", 1), offset + 1 < scalars.count {
                offset += 1
                high = try classScalar()
            }
            guard low <= high else { throw Self.error("a range that runs backwards") }
            result = result.union(ScalarSet([low...high]))
        }
        offset += 1
        if flags.ignoresCase { result = result.caseFolded }
        return isNegated ? result.inverted : result
    }

    private mutating func classScalar() throws(EvaluationError) -> UInt32 {
        if take("\\") { return try scalarEscape() }
        guard let scalar = current else { throw Self.error("a '[' without ']'") }
        offset += 1
        return scalar
    }

    private mutating func posixClass() throws(EvaluationError) -> ScalarSet {
        offset += 2
        let isNegated = take("^")
        for (name, set) in Self.posixClasses where take(name + ":]") { return isNegated ? set.inverted : set }
        throw Self.error("unknown class [: at \(offset)")
    }

    private static let posixClasses: [(String, ScalarSet)] = [
        ("alnum", ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])), ("alpha", ScalarSet([0x41...0x5A, 0x61...0x7A])),
        ("ascii", ScalarSet([0...0x7F])), ("blank", ScalarSet([0x09...0x09, 0x20...0x20])),
        ("cntrl", ScalarSet([0...0x1F, 0x7F...0x7F])), ("digit", .digit), ("graph", ScalarSet([0x21...0x7E])),
        ("lower", ScalarSet([0x61...0x7A])), ("print", ScalarSet([0x20...0x7E])),
        ("punct", ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])),
        ("space", ScalarSet([0x09...0x0D, 0x20...0x20])), ("upper", ScalarSet([0x41...0x5A])), ("word", .word),
        ("xdigit", ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])),
    ]
}
