/// A length of time in nanoseconds; negative where it points to the past.
///
/// Public, as only then the compiler inlines across modules what it does: every reading is compared, added, and copied
/// by several of them.
public struct Interval: Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// - Parameter seconds: clamped to ±9,223,372,036 s.
    public init(seconds: Int64) {
        self.nanoseconds = Timestamp(seconds: seconds).nanoseconds
    }

    package static let zero = Interval(nanoseconds: 0)
    package static let longest = Interval(nanoseconds: Int64.max)

    public static func < (left: Interval, right: Interval) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package var seconds: Double { Double(nanoseconds) / 1e9 }

    /// Reads Prometheus and CEL style text: a sequence of number and unit `d h m s ms us ns`, as `5m`, `1h30m`, `1.5h`, `0`.
    ///
    /// - Returns: nil where the text is not such an interval or is longer than 292 years.
    package init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if bytes == [UInt8(ascii: "0")] {
            self.nanoseconds = 0
            return
        }
        var position = 0
        var negative = false
        if bytes.first == UInt8(ascii: "-") {
            negative = true
            position = 1
        }
        guard position < bytes.count else { return nil }
        var total: Int64 = 0
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position] == UInt8(ascii: ".") || isDigit(bytes[position]) {
                position += 1
            }
            let unitStart = position
            while position < bytes.count, !isDigit(bytes[position]), bytes[position] != UInt8(ascii: ".") {
                position += 1
            }
            guard unitStart > start, let unit = Interval.unitNanoseconds(bytes[unitStart..<position]) else {
                return nil
            }
            guard let value = Interval.multiply(bytes[start..<unitStart], by: unit) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(value)
            if overflow { return nil }
            total = sum
        }
        self.nanoseconds = negative ? -total : total
    }

    /// The shortest exact text that `init(text:)` reads back: `5m`, `1h30m`, `250ms`.
    package var text: String {
        if nanoseconds == 0 { return "0s" }
        var rest = nanoseconds.magnitude
        var result = nanoseconds < 0 ? "-" : ""
        for (name, size) in Interval.units where rest >= size {
            if name == "d" && rest % size != 0 && rest < 2 * size { continue }
            result += "\(rest / size)\(name)"
            rest %= size
        }
        return result
    }

    private static let units: [(String, UInt64)] = [
        ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
        ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
    ]

    private static func unitNanoseconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let name = String(decoding: bytes, as: UTF8.self)
        return units.first { $0.0 == name }.map { Int64($0.1) }
    }

    private static func multiply(_ digits: ArraySlice<UInt8>, by unit: Int64) -> Int64? {
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        var whole: Int64 = 0
        for digit in parts[0] {
            let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            whole = product + Int64(digit - UInt8(ascii: "0"))
            if whole < 0 { return nil }
        }
        var (result, overflow) = whole.multipliedReportingOverflow(by: unit)
        if overflow { return nil }
        if parts.count == 2 {
            guard !parts[1].isEmpty, !parts[1].contains(UInt8(ascii: ".")) else { return nil }
            var scale = unit
            var fraction: Int64 = 0
            for digit in parts[1] {
                scale /= 10
                fraction += Int64(digit - UInt8(ascii: "0")) * scale
            }
            (result, overflow) = result.addingReportingOverflow(fraction)
            if overflow { return nil }
        } else if parts[0].isEmpty {
            return nil
        }
        return result
    }
}

private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}

extension Interval: CustomStringConvertible {
    public var description: String { text }
}

extension Interval: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Interval(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is not an interval.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
