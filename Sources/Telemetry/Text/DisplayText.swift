/// The one gate that text from the world passes before a person sees it.
package enum DisplayText {
    /// Longest text shown in one place, in Unicode scalars.
    package static let limit = 2_000

    /// Makes text safe to print on a terminal line: control and escape characters, line separators, bidirectional and
    /// zero-width characters become visible `\u{…}`; text over `limit` scalars is cut with an ellipsis.
    ///
    /// - Parameter text: anything a sensor, department or officer wrote.
    package static func safe(_ text: String, limit: Int = DisplayText.limit) -> String {
        if text.utf8.count <= limit, !text.unicodeScalars.contains(where: isUnsafe) { return text }
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit {
                result += "…"
                break
            }
            count += 1
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same for bytes that need not be UTF-8: what is not becomes U+FFFD.
    package static func safe(bytes: some Sequence<UInt8>, limit: Int = DisplayText.limit) -> String {
        safe(String(decoding: Array(bytes.prefix(limit * 4)), as: UTF8.self), limit: limit)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
        case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
