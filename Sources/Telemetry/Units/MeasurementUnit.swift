/// A unit of measurement that readings may come in.
package struct MeasurementUnit: Hashable, Sendable {
    /// The spelling that the table prefers.
    package let symbol: String
    package let dimension: UnitDimension
    /// Base unit = (value + `offset`) × `numerator` ÷ `denominator`.
    package let offset: Double
    package let numerator: Double
    package let denominator: Double

    init(
        _ symbol: String, _ dimension: UnitDimension, times numerator: Double = 1, over denominator: Double = 1,
        offset: Double = 0
    ) {
        self.symbol = symbol
        self.dimension = dimension
        self.offset = offset
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The unit that a symbol or one of its other spellings names; nil where the table does not know it.
    ///
    /// - Parameter symbol: case counts, as in UCUM: `mPa` is not `MPa`.
    package static func named(_ symbol: String) -> MeasurementUnit? {
        index[symbol].map { all[$0] }
    }

    /// How values in this unit become values in `target`; nil where they measure different things.
    package func conversion(to target: MeasurementUnit) -> UnitConversion? {
        guard dimension == target.dimension else { return nil }
        let (multiply, divide) = MeasurementUnit.reduced(
            numerator * target.denominator, denominator * target.numerator)
        let conversion = UnitConversion(
            before: offset, multiply: multiply, divide: divide, after: target.offset == 0 ? 0 : -target.offset)
        // Two spellings of one unit: adding and taking away an offset would lose digits.
        return multiply == divide && conversion.before == -conversion.after ? .identity : conversion
    }

    private static func reduced(_ multiply: Double, _ divide: Double) -> (Double, Double) {
        let largest = 9_007_199_254_740_992.0
        guard multiply <= largest, divide <= largest, let left = Int64(exactly: multiply),
            let right = Int64(exactly: divide)
        else { return (multiply, divide) }
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        guard a > 1 else { return (multiply, divide) }
        return (Double(left / a), Double(right / a))
    }
}

/// What a unit measures. Units convert only within one dimension.
package enum UnitDimension: String, Hashable, Sendable, CaseIterable {
    case length, area, volume, speed, flow, rainRate
    case temperature, pressure, mass, force, acceleration, angle, time, frequency
    case voltage, current, power, energy, charge, resistance
    case ratio, explosiveLimit, gasParts, massConcentration
    case soundLevel, signalStrength, illuminance, irradiance, conductivity, acidity, turbidity
    case count, countRate, doseRate
}
