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
        case .time(let time):
            bytes.append(UInt8(ascii: "\""))
            time.appendISO8601(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
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
        var text = text
        text.withUTF8 { append(utf8: $0, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies what stands for itself in runs: an entry is mostly such text.
    private static func append(utf8 text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var runStart = 0
        var position = 0
        while position < text.count {
            guard let special = special(in: text, at: position) else {
                position += 1
                continue
            }
            bytes.append(contentsOf: text[runStart..<position])
            switch special.scalar {
            case 0x22: bytes.append(contentsOf: "\\\"".utf8)
            case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            default: append(escape: special.scalar, to: &bytes)
            }
            position += special.length
            runStart = position
        }
        bytes.append(contentsOf: text[runStart...])
    }

    /// The character at a position where it must be escaped, with its length in bytes; nil where it stands for itself. The
    /// text is a string's, so that no character is cut off.
    private static func special(
        in text: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (scalar: UInt32, length: Int)? {
        let first = text[position]
        switch first {
        case 0x20, 0x21, 0x23...0x5B, 0x5D...0x7E: return nil
        case 0x00...0x7F: return (UInt32(first), 1)
        // U+0080 … U+009F and U+061C.
        case 0xC2: return text[position + 1] < 0xA0 ? (UInt32(text[position + 1]), 2) : nil
        case 0xD8: return text[position + 1] == 0x9C ? (0x061C, 2) : nil
        case 0xE2:
            // U+200B … U+200F, U+2028 … U+202E, U+2060 … U+206F.
            let scalar = 0x2000 | UInt32(text[position + 1] & 0x3F) << 6 | UInt32(text[position + 2] & 0x3F)
            switch scalar {
            case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: return (scalar, 3)
            default: return nil
            }
        case 0xEF: return text[position + 1] == 0xBB && text[position + 2] == 0xBF ? (0xFEFF, 3) : nil
        default: return nil
        }
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
