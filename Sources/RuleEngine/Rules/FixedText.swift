/// Numbers as people read them, without Foundation and the same on every machine.
enum FixedText {
    /// A fixed count of decimal digits; what is halfway after scaling is rounded away from zero.
    ///
    /// - Parameter digits: 0 … 9.
    static func fixed(_ value: Double, digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
        guard scaled < 9e18 else { return "\(value)" }
        let integer = UInt64(scaled)
        let unit = UInt64(scale)
        let sign = value < 0 && integer != 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(integer)" }
        let fraction = String(integer % unit)
        return "\(sign)\(integer / unit)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
