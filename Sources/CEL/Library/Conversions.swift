/// `int(x)`, `string(x)`, … on values of any types.
enum Conversions {
    static func int(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int: return value
        case .uint(let number):
            guard let result = Int64(exactly: number) else { throw range("int", value) }
            return .int(result)
        case .double(let number):
            // As cel-go: strictly inside, so that the conversion to double and back cannot leave the range.
            guard number > -0x1p63, number < 0x1p63 else { throw range("int", value) }
            return .int(Int64(number))
        case .string(let text):
            guard let result = decimal(text, signed: true).flatMap({ Int64($0) }) else { throw bad("int", value) }
            return .int(result)
        case .timestamp(let time): return .int(time.seconds)
        default: throw .noOverload("int", value)
        }
    }

    static func uint(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .uint: return value
        case .int(let number):
            guard let result = UInt64(exactly: number) else { throw range("uint", value) }
            return .uint(result)
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw range("uint", value) }
            return .uint(UInt64(number))
        case .string(let text):
            guard let result = decimal(text, signed: false).flatMap({ UInt64($0) }) else { throw bad("uint", value) }
            return .uint(result)
        default: throw .noOverload("uint", value)
        }
    }

    static func double(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .double: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let result = parseDouble(text) else { throw bad("double", value) }
            return .double(result)
        default: throw .noOverload("double", value)
        }
    }

    static func bool(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .bool: return value
        case .string(let text):
            switch text {
            case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
            case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
            default: throw bad("bool", value)
            }
        default: throw .noOverload("bool", value)
        }
    }

    static func string(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .string: return value
        case .int(let number): return .string(String(number))
        case .uint(let number): return .string(String(number))
        case .double(let number): return .string(DoubleText.shortest(number))
        case .bool(let flag): return .string(flag ? "true" : "false")
        case .bytes(let octets):
            guard let text = String(validating: octets, as: UTF8.self) else {
                throw EvaluationError(.conversion, "the bytes are not UTF-8")
            }
            return .string(text)
        case .timestamp(let time): return .string(TimestampText.format(time))
        case .duration(let span): return .string(DurationText.format(span))
        case .opaque(let host):
            guard let text = host.text else { throw .noOverload("string", value) }
            return .string(text)
        default: throw .noOverload("string", value)
        }
    }

    static func bytes(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .bytes: return value
        case .string(let text): return .bytes(Array(text.utf8))
        default: throw .noOverload("bytes", value)
        }
    }

    static func timestamp(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .timestamp: return value
        case .int(let seconds):
            guard let time = Value.Timestamp(seconds: seconds) else { throw Operators.timestampOverflow }
            return .timestamp(time)
        case .string(let text):
            guard let time = TimestampText.parse(text) else {
                throw EvaluationError(.conversion, "\(value) is no RFC 3339 time such as '2026-03-29T00:30:00Z'")
            }
            return .timestamp(time)
        default: throw .noOverload("timestamp", value)
        }
    }

    static func duration(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .duration: return value
        case .string(let text):
            guard let span = DurationText.parse(text) else {
                throw EvaluationError(.conversion, "\(value) is no duration such as '1h30m' within ±292 years")
            }
            return .duration(span)
        default: throw .noOverload("duration", value)
        }
    }

    /// Digits with an optional sign, nothing else.
    private static func decimal(_ text: String, signed: Bool) -> String? {
        var digits = text.utf8[...]
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), signed {
            digits = digits.dropFirst()
        }
        guard !digits.isEmpty, digits.allSatisfy(Lexer.isDigit) else { return nil }
        return text
    }

    private static func parseDouble(_ text: String) -> Double? {
        var letters = text.utf8[...]
        var negative = false
        if let sign = letters.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            letters = letters.dropFirst()
        }
        switch String(decoding: letters, as: UTF8.self).lowercased() {
        case "nan": return letters.count == text.utf8.count ? .nan : nil
        case "infinity", "inf": return negative ? -.infinity : .infinity
        default: break
        }
        let allowed = letters.allSatisfy {
            Lexer.isDigit($0) || $0 | 0x20 == UInt8(ascii: "e") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: "+")
        }
        guard allowed, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func range(_ type: String, _ value: Value) -> EvaluationError {
        EvaluationError(.overflow, "\(value) is out of the range of \(type)")
    }

    private static func bad(_ type: String, _ value: Value) -> EvaluationError {
        EvaluationError(.conversion, "\(value) cannot be converted to \(type)")
    }
}
