/// Doubles as text, the shortest that reads back as the same number.
enum DoubleText {
    /// As Go's shortest `%g`: an exponent of at least two digits below -4 and from 6 on; `string(1e6)` is "1e+06".
    static func shortest(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = decimal(value.magnitude)
        let sign = value < 0 ? "-" : ""
        let point = exponent + 1
        if exponent < -4 || exponent >= 6 {
            let tail = digits.dropFirst()
            let power = String(exponent.magnitude)
            return sign + digits.prefix(1) + (tail.isEmpty ? "" : "." + tail) + "e" + (exponent < 0 ? "-" : "+")
                + (power.count == 1 ? "0" : "") + power
        }
        return sign + plain(digits, point)
    }

    /// For people: never an exponent between 1e-6 and 1e15, no trailing zeros: 1.25, 3, 0.00001.
    static func readable(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : shortest(value) }
        let (digits, exponent) = decimal(value.magnitude)
        guard exponent >= -6, exponent < 15 else { return shortest(value) }
        return (value < 0 ? "-" : "") + plain(digits, exponent + 1)
    }

    /// Never an exponent: as many digits as it takes.
    static func plain(_ value: Double) -> String {
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = decimal(value.magnitude)
        return (value < 0 ? "-" : "") + plain(digits, exponent + 1)
    }

    private static func plain(_ digits: String, _ point: Int) -> String {
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count { return digits + String(repeating: "0", count: point - digits.count) }
        return digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The shortest decimal digits, without zeros at the ends, and the power of ten of the first.
    static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
        let text = value.description
        var mantissa = Substring(text)
        var exponent = 0
        if let mark = text.firstIndex(of: "e") {
            mantissa = text[..<mark]
            exponent = Int(text[text.index(after: mark)...]) ?? 0
        }
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first ?? "0"
        var digits = String(whole) + (parts.count > 1 ? String(parts[1]) : "")
        var power = exponent + whole.count - 1
        while digits.hasPrefix("0"), digits.count > 1 {
            digits.removeFirst()
            power -= 1
        }
        while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
        return (digits, power)
    }
}
