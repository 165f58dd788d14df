/// An IPv4 or IPv6 address.
struct NetworkAddress: Hashable, Sendable {
    /// 4 or 16 octets in network order.
    let octets: [UInt8]

    var isVersion4: Bool { octets.count == 4 }
    var bitCount: Int { octets.count * 8 }

    init(octets: [UInt8]) { self.octets = octets }

    /// Nil when the text is no address. Zones are not taken.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 45 else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let octets = Self.version6(bytes) else { return nil }
            self.octets = octets
        } else {
            guard let octets = Self.version4(bytes) else { return nil }
            self.octets = octets
        }
    }

    /// Whether it is an IPv6 address that stands for an IPv4 one.
    var isMappedVersion4: Bool {
        octets.count == 16 && octets[..<10].allSatisfy { $0 == 0 } && octets[10] == 0xFF && octets[11] == 0xFF
    }

    private static func version4(_ bytes: [UInt8]) -> [UInt8]? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy(Lexer.isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0"),
                let octet = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            octets.append(octet)
        }
        return octets
    }

    private static func version6(_ bytes: [UInt8]) -> [UInt8]? {
        guard let gap = CodePoints.firstIndex(of: Array("::".utf8), in: bytes) else {
            let octets = groups(bytes[...])
            return octets?.count == 16 ? octets : nil
        }
        guard let head = groups(bytes[..<gap], allowsVersion4: false), let tail = groups(bytes[(gap + 2)...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Groups of hexadecimal digits; the last may be an IPv4 address.
    private static func groups(_ bytes: ArraySlice<UInt8>, allowsVersion4: Bool = true) -> [UInt8]? {
        if bytes.isEmpty { return [] }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var octets: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if part.contains(UInt8(ascii: ".")) {
                guard allowsVersion4, index == parts.count - 1, let last = version4(Array(part)) else { return nil }
                octets += last
                continue
            }
            guard (1...4).contains(part.count), part.allSatisfy({ Lexer.hexDigit($0) != nil }),
                let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
            else { return nil }
            octets += [UInt8(group >> 8), UInt8(truncatingIfNeeded: group)]
        }
        return octets.count <= 16 ? octets : nil
    }

    /// The canonical text of RFC 5952.
    var text: String {
        if isVersion4 { return octets.map { String($0) }.joined(separator: ".") }
        if isMappedVersion4 { return "::ffff:" + octets[12...].map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        func hex(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        return best.isEmpty
            ? hex(groups[...]) : hex(groups[..<best.lowerBound]) + "::" + hex(groups[best.upperBound...])
    }

    /// The address with everything behind the prefix set to zero.
    func masked(_ prefixLength: Int) -> NetworkAddress {
        NetworkAddress(
            octets: octets.enumerated().map { index, octet in
                let kept = min(max(prefixLength - index * 8, 0), 8)
                return kept == 0 ? 0 : octet & (0xFF << UInt8(8 - kept))
            })
    }

    var isUnspecified: Bool { octets.allSatisfy { $0 == 0 } }

    var isLoopback: Bool {
        isVersion4 ? octets[0] == 127 : octets.dropLast().allSatisfy { $0 == 0 } && octets[15] == 1
    }

    var isMulticast: Bool { isVersion4 ? octets[0] & 0xF0 == 0xE0 : octets[0] == 0xFF }

    var isLinkLocalMulticast: Bool {
        isVersion4 ? octets[0] == 224 && octets[1] == 0 && octets[2] == 0 : octets[0] == 0xFF && octets[1] & 0x0F == 2
    }

    var isLinkLocalUnicast: Bool {
        isVersion4 ? octets[0] == 169 && octets[1] == 254 : octets[0] == 0xFE && octets[1] & 0xC0 == 0x80
    }

    var isGlobalUnicast: Bool {
        let isBroadcast = isVersion4 && octets.allSatisfy { $0 == 255 }
        return !isBroadcast && !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
    }
}

/// `ip('…')` as a value.
struct AddressValue: OpaqueValue {
    let address: NetworkAddress

    var typeName: String { "net.IP" }
    var text: String? { address.text }

    func equals(_ other: any OpaqueValue) -> Bool { (other as? AddressValue)?.address == address }
}

/// `cidr('…')` as a value.
struct NetworkValue: OpaqueValue {
    let address: NetworkAddress
    let prefixLength: Int

    var typeName: String { "net.CIDR" }
    var text: String? { "\(address.text)/\(prefixLength)" }

    func equals(_ other: any OpaqueValue) -> Bool {
        guard let other = other as? NetworkValue else { return false }
        return other.address == address && other.prefixLength == prefixLength
    }

    func contains(_ other: NetworkAddress) -> Bool {
        other.octets.count == address.octets.count && other.masked(prefixLength) == address.masked(prefixLength)
    }
}
