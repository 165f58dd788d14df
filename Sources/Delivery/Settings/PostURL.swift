/// A URL that can be posted to: `http` or `https`, a host that nobody can read in two ways, no user and no fragment.
package struct PostURL: Hashable, Sendable {
    package let text: String
    package let isSecure: Bool
    /// A name in small letters, or an address without brackets.
    package let host: String
    package let port: Int
    /// Path and query, beginning with `/`.
    package let path: String

    /// Scheme, host and port as they are connected to.
    package var origin: String {
        "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// Longest URL in bytes.
    package static let limit = 2_000

    /// Why a text is no such URL, as a sentence. Never holds the URL, which may hold a secret.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
        package var remedy: String
    }

    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= PostURL.limit, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.contains(where: { "\"<>\\^`{|}#".contains($0) })
        else {
            throw Fault(
                message: "The URL holds characters that a URL can't hold, or is too long.",
                remedy: "Write it in ASCII without blanks and without “#”; encode others as %XX.")
        }
        let secure = "https://"
        let plain = "http://"
        guard text.hasPrefix(secure) || text.hasPrefix(plain) else {
            throw Fault(message: "The URL is neither https:// nor http://.", remedy: "Write https://HOST/PATH.")
        }
        isSecure = text.hasPrefix(secure)
        let rest = text.dropFirst(isSecure ? secure.count : plain.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else {
            throw Fault(
                message: "The URL holds a user or a password.", remedy: "Remove it; name a secret by secret_file.")
        }
        (host, port) = try PostURL.authority(authority, isSecure: isSecure)
        path = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
        self.text = text
    }

    private static func authority(_ text: Substring, isSecure: Bool) throws(Fault) -> (String, Int) {
        let standard = isSecure ? 443 : 80
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { throw hostFault }
            let inner = text[text.index(after: text.startIndex)..<close]
            guard inner.contains(":"), NetworkAddress(text: inner) != nil else { throw hostFault }
            return (String(inner), try port(text[text.index(after: close)...], standard: standard))
        }
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let host = text[..<colon].lowercased()
        guard isName(host) || NetworkAddress(text: host) != nil else { throw hostFault }
        return (host, try port(text[colon...], standard: standard))
    }

    private static func port(_ text: Substring, standard: Int) throws(Fault) -> Int {
        if text.isEmpty { return standard }
        guard text.hasPrefix(":"), let port = Int(text.dropFirst()), (1...65_535).contains(port) else {
            throw Fault(
                message: "The URL's port is no number from 1 to 65535.", remedy: "Write https://HOST:PORT/PATH.")
        }
        return port
    }

    /// A name in the DNS. One whose last part could be a number is refused: programs read `0x7f.1` and `2130706433` as
    /// addresses.
    private static func isName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, let last = labels.last, last.contains(where: \.isLetter), !last.hasPrefix("0x")
        else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                        || byte == UInt8(ascii: "_")
                }
        }
    }

    private static let hostFault = Fault(
        message: "The URL's host is neither a name nor an address written in full.",
        remedy: "Write a name such as orders.example.org, 192.0.2.1 or [2001:db8::1].")
}
