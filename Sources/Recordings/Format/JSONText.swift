/// JSON as bytes, where a recording must keep them as they are: what stands in a member is handed on unread.
package enum JSONText {
    /// One member of an object: its name, unescaped, and its value's bytes as written.
    package struct Member {
        package var name: String
        package var value: Slice<UnsafeRawBufferPointer>
    }

    /// The members of the object that `text` is, in their order.
    ///
    /// - Returns: nil where it is no object, or is broken where this looks: names, separators, strings and the nesting of
    ///   values; what stands inside values is not checked.
    package static func members(of text: UnsafeRawBufferPointer) -> [Member]? {
        var scan = Scan(text: text)
        scan.skipSpace()
        guard scan.take("{") else { return nil }
        var result: [Member] = []
        scan.skipSpace()
        if scan.take("}") { return scan.isFinished ? result : nil }
        while true {
            scan.skipSpace()
            guard let name = scan.string(), let unescaped = string(Slice(base: text, bounds: name)) else { return nil }
            scan.skipSpace()
            guard scan.take(":") else { return nil }
            scan.skipSpace()
            guard let value = scan.value() else { return nil }
            result.append(Member(name: String(decoding: unescaped, as: UTF8.self), value: text[value]))
            scan.skipSpace()
            if scan.take(",") { continue }
            guard scan.take("}") else { return nil }
            return scan.isFinished ? result : nil
        }
    }

    /// The bytes of a JSON string with its quotes, unescaped; nil where it is none.
    package static func string(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        return unescape(text, into: &result) ? result : nil
    }

    /// Appends the bytes of a JSON string with its quotes, unescaped.
    ///
    /// - Returns: false where it is no string.
    package static func unescape(_ text: Slice<UnsafeRawBufferPointer>, into result: inout [UInt8]) -> Bool {
        guard text.count >= 2, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else { return false }
        var position = text.startIndex + 1
        let end = text.endIndex - 1
        while position < end {
            let byte = text[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard position < end else { return false }
            let escape = text[position]
            position += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "u"):
                guard let scalar = scalar(text, &position, end) else { return false }
                result.append(contentsOf: String(Character(scalar)).utf8)
            default: return false
            }
        }
        return true
    }

    /// The scalar after `\u`; a pair of surrogates counts as one, half a pair as U+FFFD.
    private static func scalar(
        _ text: Slice<UnsafeRawBufferPointer>, _ position: inout Int, _ end: Int
    ) -> Unicode.Scalar? {
        guard let high = hex(text, &position, end) else { return nil }
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), position + 1 < end, text[position] == UInt8(ascii: "\\"),
            text[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        position += 2
        guard let low = hex(text, &position, end) else { return nil }
        guard (0xDC00..<0xE000).contains(low) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private static func hex(_ text: Slice<UnsafeRawBufferPointer>, _ position: inout Int, _ end: Int) -> UInt32? {
        guard position + 4 <= end else { return nil }
        var result: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else { return nil }
            result = result << 4 | UInt32(digit)
            position += 1
        }
        return result
    }

    /// Appends `bytes`, which are UTF-8, as a JSON string with its quotes. Nothing but what must be is escaped.
    package static func append(_ bytes: some Collection<UInt8>, to result: inout [UInt8]) {
        result.append(UInt8(ascii: "\""))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                result.append(UInt8(ascii: "\\"))
                result.append(byte)
            case 0x0A: result.append(contentsOf: "\\n".utf8)
            case 0x0D: result.append(contentsOf: "\\r".utf8)
            case 0x09: result.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F:
                result.append(contentsOf: "\\u00".utf8)
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            default: result.append(byte)
            }
        }
        result.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)
}

extension JSONText {
    /// Walks over JSON without reading values.
    private struct Scan {
        let text: UnsafeRawBufferPointer
        var position = 0

        init(text: UnsafeRawBufferPointer) {
            self.text = text
        }

        var isFinished: Bool {
            var rest = self
            rest.skipSpace()
            return rest.position == text.count
        }

        mutating func skipSpace() {
            while position < text.count {
                switch text[position] {
                case 0x20, 0x09, 0x0A, 0x0D: position += 1
                default: return
                }
            }
        }

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
            position += 1
            return true
        }

        /// A string's range with its quotes.
        mutating func string() -> Range<Int>? {
            let start = position
            guard take("\"") else { return nil }
            while position < text.count {
                let byte = text[position]
                position += 1
                if byte == UInt8(ascii: "\\") {
                    position += 1
                } else if byte == UInt8(ascii: "\"") {
                    return start..<position
                }
            }
            return nil
        }

        /// A value's range.
        mutating func value() -> Range<Int>? {
            let start = position
            guard position < text.count else { return nil }
            switch text[position] {
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "{"), UInt8(ascii: "["): return nested() ? start..<position : nil
            default:
                while position < text.count, !JSONText.endsScalar(text[position]) { position += 1 }
                return position > start ? start..<position : nil
            }
        }

        private mutating func nested() -> Bool {
            var depth = 0
            while position < text.count {
                switch text[position] {
                case UInt8(ascii: "\""):
                    guard string() != nil else { return false }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                position += 1
                if depth == 0 { return true }
            }
            return false
        }
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
