/// Escapes and classes.
extension RegexParser {
    mutating func escape() throws(EvaluationError) -> RegexNode {
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
        while let scalar = current, scalar < 0x80, let digit = Lexer.hexDigit(UInt8(scalar)), digits < (isLong ? 8 : 2)
        {
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

    mutating func bracket() throws(EvaluationError) -> ScalarSet {
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
        ("alnum", ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])),
        ("alpha", ScalarSet([0x41...0x5A, 0x61...0x7A])),
        ("ascii", ScalarSet([0...0x7F])), ("blank", ScalarSet([0x09...0x09, 0x20...0x20])),
        ("cntrl", ScalarSet([0...0x1F, 0x7F...0x7F])), ("digit", .digit), ("graph", ScalarSet([0x21...0x7E])),
        ("lower", ScalarSet([0x61...0x7A])), ("print", ScalarSet([0x20...0x7E])),
        ("punct", ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])),
        ("space", ScalarSet([0x09...0x0D, 0x20...0x20])), ("upper", ScalarSet([0x41...0x5A])), ("word", .word),
        ("xdigit", ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])),
    ]
}
