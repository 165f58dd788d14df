/// Numbers as people read them: the shortest decimal text, never an exponent between a millionth and 10^15.
package enum NumberText {
    package static func value(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : (value < 0 ? "-∞" : "∞") }
        if value == value.rounded(), abs(value) <= 1e15 { return String(Int64(value)) }
        let text = "\(value)"
        guard text.contains("e"), abs(value) < 1, abs(value) >= 1e-6 else { return text }
        return expanded(text)
    }

    /// `3.2 m`; the number alone where there is no unit.
    package static func value(_ value: Double, unit: String) -> String {
        unit.isEmpty || unit == "1" ? NumberText.value(value) : "\(NumberText.value(value)) \(unit)"
    }

    /// `12,345,678`.
    package static func count(_ value: Int64) -> String {
        let digits = String(value.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return value < 0 ? "-" + result : result
    }

    /// `1.5e-05` becomes `0.000015`.
    private static func expanded(_ text: String) -> String {
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]), exponent < 0 else { return text }
        let negative = parts[0].hasPrefix("-")
        let digits = parts[0].filter { $0.isNumber }
        var trimmed = Substring(digits)
        while trimmed.count > 1, trimmed.last == "0" { trimmed = trimmed.dropLast() }
        return (negative ? "-0." : "0.") + String(repeating: "0", count: -exponent - 1) + trimmed
    }
}
