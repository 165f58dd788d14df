/// Durations as text: `1h30m`, `-2.5s`; printed in seconds.
enum DurationText {
    private static let units: [(name: String, nanoseconds: UInt64)] = [
        ("ns", 1), ("us", 1000), ("µs", 1000), ("μs", 1000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ]

    /// Nil when the text is no duration or does not fit Int64 nanoseconds.
    static func parse(_ text: String) -> Int64? {
        var rest = Array(text.utf8)[...]
        var negative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        if rest.elementsEqual([UInt8(ascii: "0")]) { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: UInt64 = 0
        while !rest.isEmpty {
            guard let part = component(&rest) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow, sum <= 1 << 63 else { return nil }
            total = sum
        }
        if negative { return total == 1 << 63 ? .min : -Int64(total) }
        return Int64(exactly: total)
    }

    /// A number with a unit, in nanoseconds; digits beyond a nanosecond are dropped.
    private static func component(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        let whole = rest.prefix(while: Lexer.isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: Lexer.isDigit)
            rest = rest.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let name = rest.prefix { $0 != UInt8(ascii: ".") && !Lexer.isDigit($0) }
        rest = rest.dropFirst(name.count)
        let unitName = String(decoding: name, as: UTF8.self)
        guard let unit = units.first(where: { CodePoints.equal($0.name, unitName) })?.nanoseconds else { return nil }
        var result: UInt64 = 0
        for digit in whole {
            let (tens, over) = result.multipliedReportingOverflow(by: 10)
            let (sum, beyond) = tens.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            if over || beyond { return nil }
            result = sum
        }
        let (nanoseconds, overflow) = result.multipliedReportingOverflow(by: unit)
        if overflow { return nil }
        // At most 18 digits count: unit × 10^-18 is far below a nanosecond for every unit.
        var numerator: UInt64 = 0
        var denominator: UInt64 = 1
        for digit in fraction.prefix(18) {
            numerator = numerator * 10 + UInt64(digit - UInt8(ascii: "0"))
            denominator *= 10
        }
        let product = numerator.multipliedFullWidth(by: unit)
        let part = denominator.dividingFullWidth(product).quotient
        let (sum, beyond) = nanoseconds.addingReportingOverflow(part)
        return beyond ? nil : sum
    }

    /// Seconds with the fraction trimmed: `5400s`, `-0.000001s`.
    static func format(_ nanoseconds: Int64) -> String {
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        return (nanoseconds < 0 ? "-" : "") + String(seconds) + TimestampText.fraction(rest) + "s"
    }
}
