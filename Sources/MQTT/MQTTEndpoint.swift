/// Where the broker listens: `mqtt://HOST:PORT` or `mqtts://HOST:PORT`.
package struct MQTTEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Name or address, IPv6 without brackets.
    package var host: String
    /// TCP port, 1…65535.
    package var port: UInt16
    /// True for `mqtts`: nothing is said to the broker before it has proved its name.
    package var usesTLS: Bool

    package init(host: String, port: UInt16, usesTLS: Bool = false) {
        self.host = host
        self.port = port
        self.usesTLS = usesTLS
    }

    /// Reads `mqtt[s]://HOST[:PORT]`; without a port 1883, with TLS 8883 (the registered ones).
    ///
    /// - Throws: `MQTTError.invalidAddress` with the text and what is wrong with it.
    package init(parsing text: String) throws(MQTTError) {
        let remainder: Substring
        if text.hasPrefix("mqtts://") {
            usesTLS = true
            remainder = text.dropFirst("mqtts://".count)
        } else if text.hasPrefix("mqtt://") {
            usesTLS = false
            remainder = text.dropFirst("mqtt://".count)
        } else {
            throw .invalidAddress(text: text, problem: "it begins with neither mqtt:// nor mqtts://")
        }
        let (name, portText) = try Self.split(remainder, of: text)
        guard !name.isEmpty, !name.contains(where: { $0 == "/" || $0 == "@" || $0.isWhitespace }) else {
            throw .invalidAddress(
                text: text, problem: "the host is missing or holds something else; user and password go elsewhere")
        }
        host = name
        if let portText {
            guard let number = UInt16(portText), number > 0 else {
                throw .invalidAddress(text: text, problem: "the port is not a number from 1 to 65535")
            }
            port = number
        } else {
            port = usesTLS ? 8883 : 1883
        }
    }

    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(usesTLS ? "mqtts" : "mqtt")://\(name):\(port)"
    }

    private static func split(
        _ remainder: Substring, of text: String
    ) throws(MQTTError) -> (name: String, port: Substring?) {
        if remainder.hasPrefix("[") {
            guard let end = remainder.firstIndex(of: "]") else {
                throw .invalidAddress(text: text, problem: "the bracket of the IPv6 address is not closed")
            }
            let name = String(remainder[remainder.index(after: remainder.startIndex)..<end])
            let rest = remainder[remainder.index(after: end)...]
            if rest.isEmpty { return (name, nil) }
            guard rest.hasPrefix(":") else {
                throw .invalidAddress(text: text, problem: "after the bracket only :PORT may follow")
            }
            return (name, rest.dropFirst())
        }
        guard let colon = remainder.lastIndex(of: ":") else { return (String(remainder), nil) }
        let name = String(remainder[..<colon])
        guard !name.contains(":") else {
            throw .invalidAddress(text: text, problem: "an IPv6 address needs brackets, as in mqtt://[::1]:1883")
        }
        return (name, remainder[remainder.index(after: colon)...])
    }
}
