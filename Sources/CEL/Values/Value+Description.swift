extension Value: CustomStringConvertible {
    /// The value as the language would write it.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): Self.literal(value)
        case .duration(let value): "duration(\"\(DurationText.format(value))\")"
        case .string(let value): Self.quoted(value)
        case .bytes(let value): "b\"\(value.map(Self.octet).joined())\""
        case .list(let elements): "[\(elements.map(\.description).joined(separator: ", "))]"
        case .map(let map):
            "{\(zip(map.keys, map.values).map { "\($0): \($1)" }.joined(separator: ", "))}"
        case .type(let type): type.name
        case .timestamp(let value): "timestamp(\"\(TimestampText.format(value))\")"
        case .optional(let value): value.map { "optional.of(\($0))" } ?? "optional.none()"
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
