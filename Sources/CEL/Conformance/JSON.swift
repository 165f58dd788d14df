/// A JSON document (RFC 8259). Numbers keep their text, members their order.
public indirect enum JSON: Sendable {
    /// null
    case null
    /// true, false
    case bool(Bool)
    /// A number as it was written.
    case number(String)
    /// A string.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object; a repeated name is kept twice.
    case object([(name: String, value: JSON)])

    /// Why a text is no JSON.
    public struct ParseError: Error, Sendable, CustomStringConvertible {
        /// Offset of the byte that is wrong.
        public let offset: Int
        /// The offset in a sentence.
        public var description: String { "no JSON at byte \(offset)" }
    }

    /// Reads a document; nesting beyond 200 is refused.
    public static func parse(_ bytes: [UInt8]) throws(ParseError) -> JSON {
        var parser = JSONParser(bytes: bytes)
        return try parser.document()
    }

    /// A member of an object.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    var elements: [JSON]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    var isTrue: Bool {
        if case .bool(true) = self { return true }
        return false
    }

    /// As a value of the language: whole numbers without point or exponent are ints, other numbers doubles.
    public var value: Value {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let text): Int64(text).map(Value.int) ?? .double(Double(text) ?? .nan)
        case .string(let text): .string(text)
        case .array(let elements): .list(elements.map(\.value))
        case .object(let members):
            // Of a repeated name the last counts.
            Value.Map(
                members.enumerated().filter { index, member in
                    !members[(index + 1)...].contains { CodePoints.equal($0.name, member.name) }
                }.map { ($0.element.name, $0.element.value.value) }
            ).map(Value.map) ?? .null
        }
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    var offset = 0
    var depth = 0

    mutating func document() throws(JSON.ParseError) -> JSON {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw JSON.ParseError(offset: offset) }
        return value
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(JSON.ParseError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard offset < bytes.count, bytes[offset] == text.utf8Start[index] else {
                throw JSON.ParseError(offset: offset)
            }
            offset += 1
        }
        return value
    }

    private mutating func value() throws(JSON.ParseError) -> JSON {
        skipSpace()
        guard offset < bytes.count, depth < 200 else { throw JSON.ParseError(offset: offset) }
        depth += 1
        defer { depth -= 1 }
        switch bytes[offset] {
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "{"): return try object()
        default: return try number()
        }
    }

    private mutating func array() throws(JSON.ParseError) -> JSON {
        offset += 1
        var elements: [JSON] = []
        if take("]") { return .array([]) }
        repeat { elements.append(try value()) } while take(",")
        guard take("]") else { throw JSON.ParseError(offset: offset) }
        return .array(elements)
    }

    private mutating func object() throws(JSON.ParseError) -> JSON {
        offset += 1
        var members: [(name: String, value: JSON)] = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                throw JSON.ParseError(offset: offset)
            }
            let name = try string()
            guard take(":") else { throw JSON.ParseError(offset: offset) }
            members.append((name, try value()))
        } while take(",")
        guard take("}") else { throw JSON.ParseError(offset: offset) }
        return .object(members)
    }

    private mutating func number() throws(JSON.ParseError) -> JSON {
        let start = offset
        while offset < bytes.count, Lexer.isDigit(bytes[offset]) || "+-.eE".utf8.contains(bytes[offset]) { offset += 1 }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard offset > start, Double(text) != nil else { throw JSON.ParseError(offset: start) }
        return .number(text)
    }

    private mutating func string() throws(JSON.ParseError) -> String {
        offset += 1
        var octets: [UInt8] = []
        while true {
            guard offset < bytes.count, bytes[offset] >= 0x20 else { throw JSON.ParseError(offset: offset) }
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\"") { break }
            guard byte == UInt8(ascii: "\\") else {
                octets.append(byte)
                continue
            }
            octets += try escape()
        }
        guard let text = String(validating: octets, as: UTF8.self) else { throw JSON.ParseError(offset: offset) }
        return text
    }

    private mutating func escape() throws(JSON.ParseError) -> [UInt8] {
        guard offset < bytes.count else { throw JSON.ParseError(offset: offset) }
        let letter = bytes[offset]
        offset += 1
        switch letter {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "u"):
            var code = try unit()
            if code & 0xFC00 == 0xD800 {
                guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
                    bytes[offset + 1] == UInt8(ascii: "u")
                else { throw JSON.ParseError(offset: offset) }
                offset += 2
                let low = try unit()
                guard low & 0xFC00 == 0xDC00 else { throw JSON.ParseError(offset: offset) }
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSON.ParseError(offset: offset) }
            return Array(String(scalar).utf8)
        default: throw JSON.ParseError(offset: offset)
        }
    }

    private mutating func unit() throws(JSON.ParseError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count, let digit = Lexer.hexDigit(bytes[offset]) else {
                throw JSON.ParseError(offset: offset)
            }
            code = code << 4 | digit
            offset += 1
        }
        return code
    }
}
