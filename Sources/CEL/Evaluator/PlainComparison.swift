/// A comparison of doubles that a host may decide by itself, without an evaluation, where it knows both operands.
public struct PlainComparison: Sendable, Hashable {
    /// Where a double comes from.
    public enum Operand: Sendable, Hashable {
        /// A variable, by its slot.
        case slot(Int)
        /// A number in the text.
        case constant(Double)
    }

    /// What is asked of left and right.
    public enum Relation: UInt8, Sendable, BitwiseCopyable {
        /// `<`
        case less
        /// `<=`
        case lessOrEqual
        /// `>`
        case greater
        /// `>=`
        case greaterOrEqual

        /// Whether it holds. Nil where one is not a number: then evaluation fails, and tells why.
        @inlinable
        public func holds(_ left: Double, _ right: Double) -> Bool? {
            if left.isNaN || right.isNaN { return nil }
            switch self {
            case .less: return left < right
            case .lessOrEqual: return left <= right
            case .greater: return left > right
            case .greaterOrEqual: return left >= right
            }
        }
    }

    /// The left operand.
    public let left: Operand
    /// The right operand.
    public let right: Operand
    /// What is asked of them.
    public let relation: Relation
}

extension Program {
    /// The comparisons of which the condition consists, in their order: it holds when all of them do, and does not as soon
    /// as one does not, whatever the others are. Empty where it is anything else.
    public var plainComparisons: [PlainComparison] {
        guard localCount == 0 else { return [] }
        var comparisons: [PlainComparison] = []
        return PlainComparison.collect(root, &comparisons) ? comparisons : []
    }
}

extension PlainComparison {
    /// Appends the comparisons of a node. False where it is none, or too many.
    fileprivate static func collect(_ node: PlanNode, _ comparisons: inout [PlainComparison]) -> Bool {
        if let logic = node as? LogicNode, logic.deciding == .no {
            return collect(logic.left, &comparisons) && collect(logic.right, &comparisons)
        }
        guard comparisons.count < 16, let node = node as? DoubleComparisonNode,
            let left = node.left.plain, let right = node.right.plain, let relation = Relation(node.comparison)
        else { return false }
        comparisons.append(PlainComparison(left: left, right: right, relation: relation))
        return true
    }
}

extension PlainComparison.Relation {
    fileprivate init?(_ operation: BinaryOperator) {
        switch operation {
        case .less: self = .less
        case .lessOrEqual: self = .lessOrEqual
        case .greater: self = .greater
        case .greaterOrEqual: self = .greaterOrEqual
        default: return nil
        }
    }
}

extension DoubleOperand {
    /// The operand, if it is a variable or a constant.
    fileprivate var plain: PlainComparison.Operand? {
        if let slot = node as? SlotNode { return .slot(slot.slot) }
        return node.constant.flatMap(DoubleOperand.double).map { .constant($0) }
    }
}
