/// A block of addresses, as `10.1.0.0/16` or `fd00:12::/32`.
package struct AddressRange: Hashable, Sendable {
    package let first: NetworkAddress
    /// Leading bits that count.
    package let bits: Int

    /// - Returns: nil where the text is no block; an address without `/` is a block of one.
    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = NetworkAddress(text: parts[0]) else { return nil }
        let width = first.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(bits) else { return nil }
        self.first = first
        self.bits = bits
    }

    package func contains(_ address: NetworkAddress) -> Bool {
        guard address.bytes.count == first.bytes.count else { return false }
        for index in address.bytes.indices {
            let counted = min(8, max(0, bits - index * 8))
            if counted == 0 { return true }
            let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - counted))
            if address.bytes[index] & mask != first.bytes[index] & mask { return false }
        }
        return true
    }
}
