/// Bounds of what an evaluation costs, in cel-go's units.
public struct CostEstimate: Sendable, Hashable {
    /// At least.
    public var minimum: UInt64
    /// At most; `UInt64.max` means too much to count.
    public var maximum: UInt64

    init(_ minimum: UInt64, _ maximum: UInt64) {
        self.minimum = minimum
        self.maximum = max(minimum, maximum)
    }

    static func + (left: CostEstimate, right: CostEstimate) -> CostEstimate {
        CostEstimate(left.minimum.plus(right.minimum), left.maximum.plus(right.maximum))
    }

    static func * (left: CostEstimate, right: CostEstimate) -> CostEstimate {
        CostEstimate(left.minimum.times(right.minimum), left.maximum.times(right.maximum))
    }

    func scaled(_ factor: Double) -> CostEstimate {
        func scale(_ value: UInt64) -> UInt64 {
            let scaled = (Double(value) * factor).rounded(.up)
            return scaled < 0x1p63 ? UInt64(scaled) : .max
        }
        return CostEstimate(scale(minimum), scale(maximum))
    }

    func union(_ other: CostEstimate) -> CostEstimate {
        CostEstimate(min(minimum, other.minimum), max(maximum, other.maximum))
    }
}

extension UInt64 {
    fileprivate func plus(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func times(_ other: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
