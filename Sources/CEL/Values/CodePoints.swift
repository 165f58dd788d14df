#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Strings as sequences of code points. Swift's own `==`, `<` and hash take canonically equivalent strings as one,
/// which the language must not: "é" and "e\u{301}" differ.
enum CodePoints {
    static func equal(_ left: String, _ right: String) -> Bool {
        let count = left.utf8.count
        guard count == right.utf8.count else { return false }
        if count == 0 { return true }
        let fast = left.utf8.withContiguousStorageIfAvailable { first in
            right.utf8.withContiguousStorageIfAvailable { second in
                guard let one = first.baseAddress, let two = second.baseAddress else { return true }
                return memcmp(one, two, count) == 0
            }
        }
        return (fast ?? nil) ?? left.utf8.elementsEqual(right.utf8)
    }

    /// Order by UTF-8 bytes, which is the order of code points.
    static func less(_ left: String, _ right: String) -> Bool {
        let fast = left.utf8.withContiguousStorageIfAvailable { first in
            right.utf8.withContiguousStorageIfAvailable { second in less(first, second) }
        }
        return (fast ?? nil) ?? left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    static func less(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let common = min(left.count, right.count)
        if common > 0, let one = left.baseAddress, let two = right.baseAddress {
            let order = memcmp(one, two, common)
            if order != 0 { return order < 0 }
        }
        return left.count < right.count
    }

    static func hash(_ text: String, into hasher: inout Hasher) {
        let fast: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if fast == nil { for byte in text.utf8 { hasher.combine(byte) } }
        hasher.combine(0xFF as UInt8)
    }

    static func count(_ text: String) -> Int {
        let fast = text.utf8.withContiguousStorageIfAvailable { bytes in
            var count = 0
            for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
            return count
        }
        return fast ?? text.unicodeScalars.count
    }

    /// Offset of the first occurrence of a byte sequence from an offset on, nil if there is none.
    static func firstIndex(of needle: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
        if needle.isEmpty { return start }
        guard text.count - start >= needle.count else { return nil }
        let first = needle[0]
        var index = start
        let last = text.count - needle.count
        while index <= last {
            if text[index] == first {
                var offset = 1
                while offset < needle.count, text[index + offset] == needle[offset] { offset += 1 }
                if offset == needle.count { return index }
            }
            index += 1
        }
        return nil
    }

    static func hasPrefix(_ text: String, _ prefix: String) -> Bool { has(text, prefix, atEnd: false) }

    static func hasSuffix(_ text: String, _ suffix: String) -> Bool { has(text, suffix, atEnd: true) }

    private static func has(_ text: String, _ part: String, atEnd: Bool) -> Bool {
        let (whole, size) = (text.utf8.count, part.utf8.count)
        guard size > 0, whole >= size else { return size == 0 }
        let fast = text.utf8.withContiguousStorageIfAvailable { first in
            part.utf8.withContiguousStorageIfAvailable { second in
                guard let one = first.baseAddress, let two = second.baseAddress else { return false }
                return memcmp(one + (atEnd ? whole - size : 0), two, size) == 0
            }
        }
        if let fast, let result = fast { return result }
        return atEnd ? text.utf8.suffix(size).elementsEqual(part.utf8) : text.utf8.starts(with: part.utf8)
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        let size = part.utf8.count
        let whole = text.utf8.count
        if size == 0 { return true }
        if size > whole { return false }
        let fast = text.utf8.withContiguousStorageIfAvailable { haystack in
            part.utf8.withContiguousStorageIfAvailable { needle in
                guard let one = haystack.baseAddress, let two = needle.baseAddress else { return false }
                return find(one, whole, two, size)
            }
        }
        return (fast ?? nil) ?? (firstIndex(of: Array(part.utf8), in: Array(text.utf8)) != nil)
    }

    private static func find(
        _ text: UnsafePointer<UInt8>, _ count: Int, _ part: UnsafePointer<UInt8>, _ size: Int
    ) -> Bool {
        var offset = 0
        while count - offset >= size {
            guard let hit = memchr(text + offset, Int32(part[0]), count - offset - size + 1) else { return false }
            offset = hit - UnsafeMutableRawPointer(mutating: text)
            if memcmp(text + offset, part, size) == 0 { return true }
            offset += 1
        }
        return false
    }
}
