/// A decimal number as a person wrote it: sums of such numbers are exact, so that `3.0+0.1x3` ends at 3.3.
struct ExactDecimal: Hashable {
    private var mantissa: Int64
    /// Digits after the point, 0 … 12.
    private var digits: Int

    /// Most digits after the point.
    static let longestFraction = 12

    /// Reads `-12.50`; nil where the text is no such number or has more than 18 digits.
    init?(text: some StringProtocol) {
        var mantissa: Int64 = 0
        var digits = 0
        var count = 0
        var isFraction = false
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        for byte in isNegative ? text.utf8.dropFirst() : text.utf8[...] {
            if byte == UInt8(ascii: ".") {
                if isFraction || count == 0 { return nil }
                isFraction = true
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10, count < 18 else { return nil }
            mantissa = mantissa * 10 + Int64(digit)
            count += 1
            if isFraction { digits += 1 }
        }
        guard count > 0, digits <= ExactDecimal.longestFraction, !isFraction || digits > 0 else { return nil }
        self.mantissa = isNegative ? -mantissa : mantissa
        self.digits = digits
    }

    /// The sum of this number and `step` taken `count` times; nil where it has more than 18 digits.
    func adding(_ step: ExactDecimal, times count: Int64) -> ExactDecimal? {
        let common = max(digits, step.digits)
        guard let own = scaled(to: common), let other = step.scaled(to: common) else { return nil }
        let (product, overflow) = other.multipliedReportingOverflow(by: count)
        let (sum, overflowed) = own.addingReportingOverflow(product)
        if overflow || overflowed { return nil }
        var result = self
        result.mantissa = sum
        result.digits = common
        return result
    }

    private func scaled(to digits: Int) -> Int64? {
        var value = mantissa
        for _ in 0..<(digits - self.digits) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
        }
        return value
    }

    var negated: ExactDecimal {
        var result = self
        result.mantissa = -mantissa
        return result
    }

    /// The number in decimal digits, as JSON writes it.
    var text: String {
        var figures = String(mantissa.magnitude)
        if digits > 0 {
            while figures.utf8.count <= digits { figures = "0" + figures }
            figures.insert(".", at: figures.index(figures.endIndex, offsetBy: -digits))
        }
        return mantissa < 0 ? "-" + figures : figures
    }
}
