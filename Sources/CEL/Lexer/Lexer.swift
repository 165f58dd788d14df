/// Turns the bytes of a source into tokens, one at a time.
struct Lexer {
    let source: Source
    private(set) var diagnostics: [Diagnostic] = []
    var offset = 0

    static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    init(_ source: Source) { self.source = source }

    mutating func report(_ message: String, _ start: Int, _ end: Int, remedy: String? = nil) {
        guard diagnostics.count < 20 else { return }
        diagnostics.append(Diagnostic(message, at: SourceRange(start, end), in: source, remedy: remedy))
    }

    func byte(_ ahead: Int = 0) -> UInt8 {
        let index = offset + ahead
        return index < source.bytes.count ? source.bytes[index] : 0
    }

    mutating func next() -> Token {
        skipSpace()
        let start = offset
        guard start < source.bytes.count else { return Token(kind: .end, range: SourceRange(start, start)) }
        let current = byte()
        if Self.isLetter(current) {
            if let literal = prefixedString(start) { return literal }
            return word(start)
        }
        if Self.isDigit(current) || (current == UInt8(ascii: ".") && Self.isDigit(byte(1))) { return number(start) }
        if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
            return string(start, raw: false, bytes: false)
        }
        if current == UInt8(ascii: "`") { return escapedIdentifier(start) }
        return symbol(start)
    }

    private mutating func skipSpace() {
        while offset < source.bytes.count {
            switch byte() {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: offset += 1
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
                while offset < source.bytes.count, byte() != 0x0A { offset += 1 }
            default: return
            }
        }
    }

    private mutating func word(_ start: Int) -> Token {
        while Self.isLetter(byte()) || Self.isDigit(byte()) { offset += 1 }
        let range = SourceRange(start, offset)
        let text = String(decoding: source.bytes[start..<offset], as: UTF8.self)
        switch text {
        case "true": return Token(kind: .yes, range: range, text: text)
        case "false": return Token(kind: .no, range: range, text: text)
        case "null": return Token(kind: .null, range: range, text: text)
        case "in": return Token(kind: .symbol(.contained), range: range, text: text)
        default:
            return Token(kind: Self.reservedWords.contains(text) ? .reserved : .identifier, range: range, text: text)
        }
    }

    private mutating func escapedIdentifier(_ start: Int) -> Token {
        offset += 1
        while Self.isEscapedNameByte(byte()), offset < source.bytes.count { offset += 1 }
        guard byte() == UInt8(ascii: "`"), offset > start + 1 else {
            if offset < source.bytes.count { offset += 1 }
            report(
                "an escaped name is not closed or holds a character that it may not", start, offset,
                remedy: "between back-quotes write letters, digits and _ . - / or a space")
            return Token(kind: .invalid, range: SourceRange(start, offset))
        }
        let text = String(decoding: source.bytes[start + 1..<offset], as: UTF8.self)
        offset += 1
        return Token(kind: .escaped, range: SourceRange(start, offset), text: text)
    }

    private mutating func symbol(_ start: Int) -> Token {
        let pair: Token.Symbol? =
            switch (byte(), byte(1)) {
            case (UInt8(ascii: "|"), UInt8(ascii: "|")): .or
            case (UInt8(ascii: "&"), UInt8(ascii: "&")): .and
            case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
            case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
            case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
            case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
            default: nil
            }
        if let pair {
            offset += 2
            return Token(kind: .symbol(pair), range: SourceRange(start, offset))
        }
        if byte() < 0x80, let single = Token.Symbol(rawValue: String(UnicodeScalar(byte()))) {
            offset += 1
            return Token(kind: .symbol(single), range: SourceRange(start, offset))
        }
        return unexpected(start)
    }

    private mutating func unexpected(_ start: Int) -> Token {
        let first = byte()
        offset += 1
        while offset < source.bytes.count, byte() & 0xC0 == 0x80 { offset += 1 }
        // What was meant is known: the parser goes on with it.
        let (remedy, meant): (String?, Token.Symbol?) =
            switch first {
            case UInt8(ascii: "="): ("compare with ==", .equal)
            case UInt8(ascii: "&"): ("write &&", .and)
            case UInt8(ascii: "|"): ("write ||", .or)
            default: (nil, nil)
            }
        let scalar = String(decoding: source.bytes[start..<offset], as: UTF8.self).unicodeScalars.first
        let shown = scalar.map { $0.isShowable ? "'\($0)'" : "U+\(String($0.value, radix: 16, uppercase: true))" }
        report("unexpected character \(shown ?? "")", start, offset, remedy: remedy)
        return Token(kind: meant.map(Token.Kind.symbol) ?? .invalid, range: SourceRange(start, offset))
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    static func isEscapedNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x20 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "/")
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

extension Unicode.Scalar {
    /// Whether it can be shown in a message without changing the lines around it.
    var isShowable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
