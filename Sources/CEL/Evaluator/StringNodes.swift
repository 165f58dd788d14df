/// `text == 'constant'`, `text in ['a', 'b']` and their negations: a string variable is looked at in place.
final class StringMembershipNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode
    /// The operand if it is a variable.
    private let slotNode: SlotNode?
    /// The candidates' UTF-8, one after the other, and where each begins and ends.
    private let bytes: [UInt8]
    private let bounds: [Range<Int>]
    let found: Truth
    let missing: Truth

    init(_ range: SourceRange, _ operand: PlanNode, _ candidates: [String], negated: Bool) {
        self.operand = operand
        slotNode = operand as? SlotNode
        var bytes: [UInt8] = []
        var bounds: [Range<Int>] = []
        for candidate in candidates {
            let start = bytes.count
            bytes += Array(candidate.utf8)
            bounds.append(start..<bytes.count)
        }
        self.bytes = bytes
        self.bounds = bounds
        found = negated ? .no : .yes
        missing = negated ? .yes : .no
        super.init(range)
    }

    @inline(__always)
    private func decide(_ text: String) -> Truth {
        let isFound =
            text.utf8.withContiguousStorageIfAvailable { has($0) }
            ?? Array(text.utf8).withUnsafeBufferPointer { has($0) }
        return isFound ? found : missing
    }

    @inline(__always)
    private func has(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        for bound in bounds where bound.count == text.count {
            var index = 0
            while index < text.count, bytes[bound.lowerBound + index] == text[index] { index += 1 }
            if index == text.count { return true }
        }
        return false
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        if let slotNode {
            guard slotNode.isReady(&context) else { return context.failure?.truth ?? .failed }
            if case .string(let text) = context.slots[slotNode.slot].value { return decide(text) }
            return missing
        }
        do throws(Failure) {
            // What is no string equals none.
            if case .string(let text) = try operand.value(&context) { return decide(text) }
            return missing
        } catch {
            return context.undecided(error)
        }
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { try valueOfTruth(&context) }
}
