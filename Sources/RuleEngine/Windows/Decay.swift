/// Powers of one half by additions, multiplications and divisions only, so that they have the same digits in every build;
/// the C library's `pow` has not.
enum Decay {
    /// 0.5 to the power of `age / halfLife`; 0 where it is too small for a double.
    ///
    /// - Parameters:
    ///   - age: nanoseconds, not negative.
    ///   - halfLife: nanoseconds, positive.
    static func weight(age: Int64, halfLife: Int64) -> Double {
        let whole = age / halfLife
        guard whole < 1_000 else { return 0 }
        // e^(−ln 2 · f) for 0 ≤ f < 1 by its series: after twenty terms the rest is below the last digit.
        let exponent = -0.693_147_180_559_945_3 * (Double(age % halfLife) / Double(halfLife))
        var sum = 1.0
        var term = 1.0
        for index in 1...20 {
            term = term * exponent / Double(index)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: -Int(whole), significand: 1)
    }
}
