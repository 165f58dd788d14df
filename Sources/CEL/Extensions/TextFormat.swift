#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `"%s is %.2f".format([name, number])`.
enum TextFormat {
    private static let maximumPrecision = 1000

    static func format(_ format: String, _ arguments: [Value]) throws(EvaluationError) -> String {
        let scalars = Array(format.unicodeScalars)
        var result = ""
        var index = 0
        var next = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if index < scalars.count, scalars[index] == "%" {
                result += "%"
                index += 1
                continue
            }
            let precision = try precision(scalars, &index)
            guard index < scalars.count else { throw error("unexpected end of the format after '%'") }
            let clause = scalars[index]
            index += 1
            guard "sdfexXob".unicodeScalars.contains(clause) else {
                throw error("unrecognized formatting clause \"\(clause)\"")
            }
            guard next < arguments.count else { throw error("index \(next) out of range") }
            result += try text(arguments[next], clause, precision)
            next += 1
            guard result.utf8.count <= Operators.maximumBytes else { throw Operators.tooLarge }
        }
        return result
    }

    private static func error(_ message: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "format: \(message)")
    }

    private static func precision(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(EvaluationError) -> Int? {
        guard index < scalars.count, scalars[index] == "." else { return nil }
        index += 1
        var value: Int?
        while index < scalars.count, let digit = Int(String(scalars[index])), scalars[index].isASCII {
            value = (value ?? 0) * 10 + digit
            guard value ?? 0 <= maximumPrecision else { throw error("a precision beyond \(maximumPrecision)") }
            index += 1
        }
        guard value != nil else { throw error("a '.' without a precision") }
        return value
    }

    private static func text(
        _ value: Value, _ clause: Unicode.Scalar, _ precision: Int?
    ) throws(EvaluationError) -> String {
        switch clause {
        case "s": return try string(value)
        case "d":
            switch value {
            case .int(let number): return String(number)
            case .uint(let number): return String(number)
            case .double(let number): return plain(number)
            default: throw error("decimal clause can only be used on numbers, was given \(value.typeName)")
            }
        case "f", "e":
            let name = clause == "f" ? "fixed-point" : "scientific"
            switch value {
            case .double(let number): return fraction(number, clause, precision ?? 6)
            case .int(let number): return fraction(Double(number), clause, precision ?? 6)
            case .uint(let number): return fraction(Double(number), clause, precision ?? 6)
            default: throw error("\(name) clause can only be used on numbers, was given \(value.typeName)")
            }
        case "x", "X": return try hexadecimal(value, isUpper: clause == "X")
        case "o":
            switch value {
            case .int(let number): return String(number, radix: 8)
            case .uint(let number): return String(number, radix: 8)
            default: throw error("octal clause can only be used on integers, was given \(value.typeName)")
            }
        default:
            switch value {
            case .int(let number): return String(number, radix: 2)
            case .uint(let number): return String(number, radix: 2)
            case .bool(let flag): return flag ? "1" : "0"
            default: throw error("only integers and bools can be formatted as binary, was given \(value.typeName)")
            }
        }
    }

    private static func plain(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return DoubleText.plain(number)
    }

    private static func fraction(_ number: Double, _ clause: Unicode.Scalar, _ precision: Int) -> String {
        guard number.isFinite else { return plain(number) }
        // At most 309 digits before the point and `maximumPrecision` behind it.
        var buffer = [CChar](repeating: 0, count: 330 + precision)
        let format = clause == "f" ? "%.*f" : "%.*e"
        let count = withVaList([Int32(precision), number]) { vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func hexadecimal(_ value: Value, isUpper: Bool) throws(EvaluationError) -> String {
        func octets(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
        }
        switch value {
        case .int(let number): return String(number, radix: 16, uppercase: isUpper)
        case .uint(let number): return String(number, radix: 16, uppercase: isUpper)
        case .string(let text): return octets(text.utf8)
        case .bytes(let bytes): return octets(bytes)
        default:
            throw error("only integers, byte buffers, and strings can be formatted as hex, was given \(value.typeName)")
        }
    }

    /// The text of any value for `%s`; a map's entries are in the order of their keys' texts.
    private static func string(_ value: Value) throws(EvaluationError) -> String {
        switch value {
        case .string(let text): return text
        case .double(let number): return plain(number)
        case .null: return "null"
        case .type(let type): return type.name
        case .list(let elements):
            var parts: [String] = []
            var count = 0
            for element in elements {
                parts.append(try string(element))
                count += parts[parts.count - 1].utf8.count
                guard count <= Operators.maximumBytes else { throw Operators.tooLarge }
            }
            return "[\(parts.joined(separator: ", "))]"
        case .map(let map):
            var parts: [(key: String, text: String)] = []
            var count = 0
            for (key, value) in zip(map.keys, map.values) {
                let name = try string(key)
                parts.append((name, "\(name): \(try string(value))"))
                count += parts[parts.count - 1].text.utf8.count
                guard count <= Operators.maximumBytes else { throw Operators.tooLarge }
            }
            parts.sort { CodePoints.less($0.key, $1.key) }
            return "{\(parts.map(\.text).joined(separator: ", "))}"
        case .bytes(let octets): return String(decoding: octets, as: UTF8.self)
        case .optional: throw error("string clause cannot be used on \(value.typeName)")
        case .bool, .int, .uint, .duration, .timestamp, .opaque:
            guard case .string(let text) = try Conversions.string(value) else { return "" }
            return text
        }
    }
}
