import CEL

/// A comparison that deciding about a reading makes by itself: the shape of nearly all conditions. What is compared lies
/// where the engine finds it without asking CEL.
struct PlanComparison: BitwiseCopyable {
    struct Operand: BitwiseCopyable {
        enum Origin: UInt8 {
            /// The reading's value.
            case value
            case constant
            /// A threshold or a parameter with stations of its own, by its place in the series' constants.
            case row
            /// Anything else, by its slot.
            case slot
        }

        var constant: Double = 0
        var index: Int32 = 0
        var origin: Origin
    }

    var left: Operand
    var right: Operand
    var relation: PlainComparison.Relation
}

extension PlanTable {
    /// What a condition compares, if it does nothing else. The caller frees it.
    ///
    /// - Parameters:
    ///   - rows: slots in a series' constants, as they lie there.
    ///   - constants: slots that are the same for all stations.
    static func comparisons(
        _ condition: Program, rows: [Int], constants: [Int: Double]
    ) -> (base: UnsafeMutablePointer<PlanComparison>?, count: Int) {
        let plain = condition.plainComparisons
        guard !plain.isEmpty else { return (nil, 0) }
        func operand(_ operand: PlainComparison.Operand) -> PlanComparison.Operand {
            switch operand {
            case .constant(let number): return PlanComparison.Operand(constant: number, origin: .constant)
            case .slot(RuleEnvironment.Word.value): return PlanComparison.Operand(origin: .value)
            case .slot(let slot):
                if let number = constants[slot] { return PlanComparison.Operand(constant: number, origin: .constant) }
                if let row = rows.firstIndex(of: slot) {
                    return PlanComparison.Operand(index: Int32(row), origin: .row)
                }
                return PlanComparison.Operand(index: Int32(slot), origin: .slot)
            }
        }
        let base = UnsafeMutablePointer<PlanComparison>.allocate(capacity: plain.count)
        for (offset, comparison) in plain.enumerated() {
            (base + offset).initialize(
                to: PlanComparison(
                    left: operand(comparison.left), right: operand(comparison.right), relation: comparison.relation))
        }
        return (base, plain.count)
    }
}

extension RuleEngine {
    /// Decides a condition that only compares. Nil where it does more, or where an operand is not known: then CEL decides,
    /// and says why.
    @inline(__always)
    func comparedTruth(_ rule: UnsafePointer<PlanRule>) -> Truth? {
        guard let comparisons = rule.pointee.comparisons else { return nil }
        for position in 0..<Int(rule.pointee.comparisonCount) {
            let comparison = comparisons + position
            guard let left = number(comparison.pointee.left), let right = number(comparison.pointee.right),
                let holds = comparison.pointee.relation.holds(left, right)
            else { return nil }
            if !holds { return .no }
        }
        return .yes
    }

    @inline(__always)
    private func number(_ operand: PlanComparison.Operand) -> Double? {
        switch operand.origin {
        case .value: return current.reasons == 0 ? current.value : nil
        case .constant: return operand.constant
        case .row: return constants.base[Int(states.base[current.series].firstConstant) + Int(operand.index)]
        case .slot:
            let place = frames.readingSlots + Int(operand.index)
            if place.pointee.state == .pending {
                frames.readingReference._withUnsafeGuaranteedRef { resolveReading($0, Int(operand.index)) }
            }
            guard place.pointee.state == .value, case .double(let number) = place.pointee.value else { return nil }
            return number
        }
    }
}
