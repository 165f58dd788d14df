/// Decimal text as an exact scaled integer.
package enum DecimalText {
    /// Reads `[-+]digits[.digits][e[+-]digits]` and returns the number times 10^`exponent`, digits beyond it cut off.
    ///
    /// - Returns: nil where the text is no such number or the result does not fit an `Int64`.
    package static func scaled(_ bytes: UnsafeRawBufferPointer, by exponent: Int) -> Int64? {
        var position = 0
        var negative = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            negative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        guard let mark = exponentMark(bytes) else { return nil }
        // Fraction digits that still count at this scale; negative where even whole digits are cut.
        let kept = exponent + mark.exponent
        var mantissa: Int64 = 0
        var digits = 0
        var fractionDigits = 0
        var sawPoint = false
        while position < mark.end {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: ".") {
                if sawPoint { return nil }
                sawPoint = true
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            digits += 1
            if sawPoint {
                if fractionDigits >= kept { continue }
                fractionDigits += 1
            }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            let (sum, overflowed) = product.addingReportingOverflow(Int64(digit))
            if overflow || overflowed { return nil }
            mantissa = sum
        }
        guard digits > 0 else { return nil }
        return shift(negative ? -mantissa : mantissa, by: kept - fractionDigits)
    }

    private static func shift(_ value: Int64, by weight: Int) -> Int64? {
        var result = value
        if weight < 0 {
            for _ in 0..<min(-weight, 20) { result /= 10 }
            return result
        }
        if result == 0 { return 0 }
        guard weight <= 19 else { return nil }
        for _ in 0..<weight {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return result
    }

    /// Where the mantissa ends, and the written exponent (0 where none is written).
    private static func exponentMark(_ bytes: UnsafeRawBufferPointer) -> (end: Int, exponent: Int)? {
        for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") {
            var position = index + 1
            var negative = false
            if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                negative = bytes[position] == UInt8(ascii: "-")
                position += 1
            }
            guard position < bytes.count else { return nil }
            var exponent = 0
            while position < bytes.count {
                let digit = bytes[position] &- UInt8(ascii: "0")
                guard digit < 10, exponent < 1_000 else { return nil }
                exponent = exponent * 10 + Int(digit)
                position += 1
            }
            return (index, negative ? -exponent : exponent)
        }
        return (bytes.count, 0)
    }
}
