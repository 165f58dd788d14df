import Telemetry

/// Writes log values as JSON, the same bytes for the same value in every process: members in their given order, numbers
/// by the shortest text that reads back the same, no spaces.
package enum LogJSON {
    package static func text(_ value: LogValue) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func append(_ value: LogValue, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text): append(text: text, to: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .number(let number): append(number: number, to: &bytes)
        case .boolean(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .time(let time): append(text: time.iso8601, to: &bytes)
        case .interval(let interval): append(seconds: interval, to: &bytes)
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let fields):
            bytes.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(name: field.name, field.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .null: bytes.append(contentsOf: "null".utf8)
        }
    }

    /// `"name":value`
    package static func append(name: String, _ value: LogValue, to bytes: inout [UInt8]) {
        append(text: name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(value, to: &bytes)
    }

    /// A JSON string. Control, bidirectional, zero-width and line-separating characters are written as `\u` escapes, so
    /// that an exported line can be printed on a terminal as it is.
    package static func append(text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: bytes.append(contentsOf: "\\\"".utf8)
            case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
                append(escape: scalar.value, to: &bytes)
            case 0x20...0x7E: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// JSON has no way to write infinity or NaN; nothing in the fold yields them, and `null` is what they would mean.
    private static func append(number: Double, to bytes: inout [UInt8]) {
        guard number.isFinite else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        let text = number.description
        bytes.append(contentsOf: text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8)
    }

    /// Decimal seconds, exact to the nanosecond: `900`, `0.25`, `-1.5`.
    private static func append(seconds interval: Interval, to bytes: inout [UInt8]) {
        let magnitude = interval.nanoseconds.magnitude
        if interval.nanoseconds < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: String(magnitude / 1_000_000_000).utf8)
        let rest = magnitude % 1_000_000_000
        guard rest > 0 else { return }
        let digits = String(rest)
        var fraction = Array(repeating: UInt8(ascii: "0"), count: 9 - digits.utf8.count) + Array(digits.utf8)
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: fraction)
    }

    private static func append(escape value: UInt32, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u".utf8)
        for shift in stride(from: 12, through: 0, by: -4) {
            bytes.append(digits[Int(value >> UInt32(shift) & 15)])
        }
    }
}
