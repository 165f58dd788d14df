/// What is taken for a mail address: a part of RFC 5321 that no program reads as anything else.
package enum MailAddress {
    /// Longest address in bytes (RFC 5321, 4.5.3.1.3).
    package static let limit = 254

    package static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= limit, parts[0].utf8.count <= 64 else { return false }
        return isLocal(parts[0]) && isWord(String(parts[1])) && !parts[1].contains("..")
    }

    /// Letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit.
    static func isWord(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last) && text.utf8.count <= 253
            && text.utf8.allSatisfy { isAlphanumeric($0) || "-._".utf8.contains($0) }
    }

    /// Never beginning with a hyphen: it stands in an argument list.
    private static func isLocal(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isAlphanumeric(first) || first == UInt8(ascii: "_"),
            text.utf8.last != UInt8(ascii: "."),
            !text.contains("..")
        else { return false }
        return text.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
