/// Which addresses a channel may connect to. What a city's own network can reach must not be reachable by whoever writes a
/// URL into a file or owns a name in the DNS: everything that is not public is refused unless the channel lists it.
///
/// After the special-purpose registries of IANA (RFC 6890 and its updates), read 2025-10.
package enum AddressGuard {
    /// Why an address is refused.
    package enum Refusal: String, Hashable, Sendable, CaseIterable {
        case unspecified
        case loopback
        case privateNetwork = "private network"
        case linkLocal = "link-local"
        case uniqueLocal = "unique local"
        case carrierNetwork = "carrier-grade network"
        case multicast
        case reserved
    }

    /// - Parameter allowed: blocks that the channel lists.
    /// - Returns: why the address is refused; nil where it may be connected to.
    package static func refusal(of address: NetworkAddress, allowed: [AddressRange] = []) -> Refusal? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        // An IPv6 address that stands for an IPv4 one leads to the same machine, so it is judged as that.
        if let inner = embedded(in: address) {
            if allowed.contains(where: { $0.contains(inner) }) { return nil }
            return refusal(of: inner)
        }
        if address.bytes.count == 4 { return table4.first { $0.range.contains(address) }?.refusal }
        if let known = table6.first(where: { $0.range.contains(address) }) { return known.refusal }
        // Only 2000::/3 is given out for the public Internet.
        return address.bytes[0] >> 5 == 1 ? nil : .reserved
    }

    /// Whether a channel lists the address itself: then it may be spoken to without TLS.
    package static func isListed(_ address: NetworkAddress, allowed: [AddressRange]) -> Bool {
        allowed.contains { range in
            range.contains(address) || embedded(in: address).map { range.contains($0) } ?? false
        }
    }

    /// The IPv4 address inside of an IPv4-mapped, IPv4-compatible, NAT64 or 6to4 address.
    private static func embedded(in address: NetworkAddress) -> NetworkAddress? {
        let bytes = address.bytes
        guard bytes.count == 16 else { return nil }
        if bytes[0...9].allSatisfy({ $0 == 0 }) {
            if bytes[10] == 0xFF, bytes[11] == 0xFF { return NetworkAddress(bytes: Array(bytes[12...])) }
            // :: and ::1 are IPv6's own.
            let isOwn = bytes[10...14].allSatisfy { $0 == 0 } && bytes[15] <= 1
            if bytes[10] == 0, bytes[11] == 0, !isOwn { return NetworkAddress(bytes: Array(bytes[12...])) }
        }
        if bytes[0...11].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return NetworkAddress(bytes: Array(bytes[12...]))
        }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return NetworkAddress(bytes: Array(bytes[2...5])) }
        return nil
    }

    private static let table4: [(range: AddressRange, refusal: Refusal)] = table([
        ("0.0.0.0/8", .unspecified), ("127.0.0.0/8", .loopback), ("10.0.0.0/8", .privateNetwork),
        ("172.16.0.0/12", .privateNetwork), ("192.168.0.0/16", .privateNetwork), ("169.254.0.0/16", .linkLocal),
        ("100.64.0.0/10", .carrierNetwork), ("192.0.0.0/24", .reserved), ("192.0.2.0/24", .reserved),
        ("192.88.99.0/24", .reserved), ("198.18.0.0/15", .reserved), ("198.51.100.0/24", .reserved),
        ("203.0.113.0/24", .reserved), ("224.0.0.0/4", .multicast), ("240.0.0.0/4", .reserved),
    ])

    private static let table6: [(range: AddressRange, refusal: Refusal)] = table([
        ("::/128", .unspecified), ("::1/128", .loopback), ("fe80::/10", .linkLocal), ("fec0::/10", .privateNetwork),
        ("fc00::/7", .uniqueLocal), ("ff00::/8", .multicast), ("64:ff9b:1::/48", .privateNetwork),
        ("2001::/23", .reserved), ("2001:db8::/32", .reserved), ("3fff::/20", .reserved), ("100::/64", .reserved),
        ("5f00::/16", .reserved),
    ])

    private static func table(_ lines: [(String, Refusal)]) -> [(range: AddressRange, refusal: Refusal)] {
        lines.compactMap { text, refusal in AddressRange(text: text).map { ($0, refusal) } }
    }
}
