extension Value: CustomStringConvertible {
    /// The value as the language would write it; beyond about 100 000 elements the rest is left out (…).
    public var description: String {
        var elementsLeft = 100_000
        return text(&elementsLeft)
    }

    private func text(_ elementsLeft: inout Int) -> String {
        elementsLeft -= 1
        guard elementsLeft >= 0 else { return "…" }
        switch self {
        case .list(let elements):
            var parts: [String] = []
            for element in elements where elementsLeft >= 0 { parts.append(element.text(&elementsLeft)) }
            return "[\(parts.joined(separator: ", "))]"
        case .map(let map):
            var parts: [String] = []
            for (key, value) in zip(map.keys, map.values) where elementsLeft >= 0 {
                parts.append("\(key.text(&elementsLeft)): \(value.text(&elementsLeft))")
            }
            return "{\(parts.joined(separator: ", "))}"
        case .optional(let held?): return "optional.of(\(held.text(&elementsLeft)))"
        default: return scalarText
        }
    }

    private var scalarText: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): Self.literal(value)
        case .duration(let value): "duration(\"\(DurationText.format(value))\")"
        case .string(let value): Self.quoted(value)
        case .bytes(let value): "b\"\(value.map(Self.octet).joined())\""
        case .list, .map: ""
        case .type(let type): type.name
        case .timestamp(let value): "timestamp(\"\(TimestampText.format(value))\")"
        case .optional: "optional.none()"
        case .opaque(let value): value.text.map { "\(value.typeName)(\(Self.quoted($0)))" } ?? value.typeName
        }
    }

    /// The text of a double that reads back as a double: with a point or an exponent.
    static func literal(_ value: Double) -> String {
        if value.isNaN { return "double(\"NaN\")" }
        if value.isInfinite { return value < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")" }
        return value.description
    }

    /// A string literal with everything escaped that could disturb a line.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{7}": result += "\\a"
            case "\u{8}": result += "\\b"
            case "\u{B}": result += "\\v"
            case "\u{C}": result += "\\f"
            default:
                if scalar.isShowable {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
                }
            }
        }
        return result + "\""
    }

    private static func octet(_ byte: UInt8) -> String {
        if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            return String(UnicodeScalar(byte))
        }
        let digits = String(byte, radix: 16)
        return "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
}
