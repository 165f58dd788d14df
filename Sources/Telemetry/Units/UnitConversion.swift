/// How a value in one unit becomes a value in another of the same dimension: `(value + before) × multiply ÷ divide +
/// after`.
///
/// Factor and divisor are kept apart so that 250 cm is exactly 2.5 m: 250 ÷ 100 rounds once, 250 × 0.01 twice.
package struct UnitConversion: Hashable, Sendable {
    package var before: Double
    package var multiply: Double
    package var divide: Double
    package var after: Double

    package init(before: Double = 0, multiply: Double = 1, divide: Double = 1, after: Double = 0) {
        self.before = before
        self.multiply = multiply
        self.divide = divide
        self.after = after
    }

    package static let identity = UnitConversion()

    /// Leaves values as they are, bit for bit.
    package var isIdentity: Bool { self == .identity }

    /// - Returns: the converted value; infinite where it no longer fits.
    package func apply(_ value: Double) -> Double {
        (value + before) * multiply / divide + after
    }
}
