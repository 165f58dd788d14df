extension Lexer {
    // MARK: Numbers

    /// Numbers are checked by the parser, which knows about a sign before them.
    mutating func number(_ start: Int) -> Token {
        var kind = Token.Kind.int
        if byte() == UInt8(ascii: "0"), byte(1) == UInt8(ascii: "x"), Self.hexDigit(byte(2)) != nil {
            offset += 2
            while Self.hexDigit(byte()) != nil { offset += 1 }
        } else {
            skipDigits()
            if byte() == UInt8(ascii: "."), Self.isDigit(byte(1)) {
                kind = .double
                offset += 1
                skipDigits()
            }
            let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
            if byte() | 0x20 == UInt8(ascii: "e"), Self.isDigit(byte(1 + sign)) {
                kind = .double
                offset += 1 + sign
                skipDigits()
            }
        }
        let text = String(decoding: source.bytes[start..<offset], as: UTF8.self)
        if kind == .int, byte() | 0x20 == UInt8(ascii: "u") {
            kind = .uint
            offset += 1
        }
        return Token(kind: kind, range: SourceRange(start, offset), text: text)
    }

    private mutating func skipDigits() {
        while Self.isDigit(byte()) { offset += 1 }
    }

    // MARK: Strings

    /// A string with a prefix r, b or br; nil if there is none here.
    mutating func prefixedString(_ start: Int) -> Token? {
        func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
        let first = byte() | 0x20
        if first == UInt8(ascii: "r"), isQuote(byte(1)) {
            offset += 1
            return string(start, raw: true, bytes: false)
        }
        guard first == UInt8(ascii: "b") else { return nil }
        if isQuote(byte(1)) {
            offset += 1
            return string(start, raw: false, bytes: true)
        }
        if byte(1) | 0x20 == UInt8(ascii: "r"), isQuote(byte(2)) {
            offset += 2
            return string(start, raw: true, bytes: true)
        }
        return nil
    }

    mutating func string(_ start: Int, raw: Bool, bytes: Bool) -> Token {
        let quote = byte()
        let triple = byte(1) == quote && byte(2) == quote
        offset += triple ? 3 : 1
        var octets: [UInt8] = []
        var valid = true
        while true {
            guard offset < source.bytes.count, triple || (byte() != 0x0A && byte() != 0x0D) else {
                report(
                    "the string is not closed", start, offset,
                    remedy: triple ? nil : "close it on its line, or use three quotes for several lines")
                return Token(kind: .invalid, range: SourceRange(start, offset))
            }
            let current = byte()
            if current == quote, !triple || (byte(1) == quote && byte(2) == quote) {
                offset += triple ? 3 : 1
                break
            }
            if current == UInt8(ascii: "\\"), !raw {
                valid = escape(into: &octets, bytes: bytes) && valid
            } else if current == 0x0D {
                // A line end inside a string is one line feed, whatever the editor wrote (as cel-go).
                octets.append(0x0A)
                offset += byte(1) == 0x0A ? 2 : 1
            } else {
                octets.append(current)
                offset += 1
            }
        }
        let range = SourceRange(start, offset)
        guard valid else { return Token(kind: .invalid, range: range) }
        if bytes { return Token(kind: .bytes, range: range, octets: octets) }
        return Token(kind: .string, range: range, text: String(decoding: octets, as: UTF8.self))
    }

    private mutating func escape(into octets: inout [UInt8], bytes: Bool) -> Bool {
        let start = offset
        let letter = byte(1)
        offset += 2
        if let simple = Self.simpleEscapes[letter] {
            octets.append(simple)
            return true
        }
        let digits: Int
        let code: UInt32?
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            digits = 2
            code = digitRun(2, radix: 16)
        case UInt8(ascii: "u") where !bytes:
            digits = 4
            code = digitRun(4, radix: 16)
        case UInt8(ascii: "U") where !bytes:
            digits = 8
            code = digitRun(8, radix: 16)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            offset -= 1
            digits = 3
            code = digitRun(3, radix: 8)
        default:
            offset = min(offset, source.bytes.count)
            while offset < source.bytes.count, byte() & 0xC0 == 0x80 { offset += 1 }
            report(
                "unknown escape", start, offset,
                remedy: "write \\\\ for a back-slash, or use a raw string: r'…'")
            return false
        }
        guard let code else {
            report("the escape needs \(digits) digits", start, min(offset, source.bytes.count))
            return false
        }
        if bytes {
            octets.append(UInt8(truncatingIfNeeded: code))
            return true
        }
        guard let scalar = Unicode.Scalar(code) else {
            report("the escape is no Unicode scalar value", start, offset, remedy: "surrogates are not allowed")
            return false
        }
        octets.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        return true
    }

    private mutating func digitRun(_ count: Int, radix: UInt32) -> UInt32? {
        var code: UInt32 = 0
        for _ in 0..<count {
            guard let digit = Self.hexDigit(byte()), digit < radix, offset < source.bytes.count else { return nil }
            code = code << (radix == 16 ? 4 : 3) | digit
            offset += 1
        }
        return code
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 92,
        UInt8(ascii: "?"): 63, UInt8(ascii: "\""): 34, UInt8(ascii: "'"): 39, UInt8(ascii: "`"): 96,
    ]
}
