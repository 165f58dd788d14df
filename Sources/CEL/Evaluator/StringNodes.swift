/// `text == 'constant'`, `text in ['a', 'b']` and their negations: a string variable is looked at in place.
final class StringMembershipNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode
    /// The slot of the operand, -1 if it is no variable.
    private let slot: Int
    /// The candidates' UTF-8, one after the other, and where each begins and ends.
    private let bytes: [UInt8]
    private let bounds: [Range<Int>]
    let slow: PlanNode
    let found: Truth
    let missing: Truth

    init(_ range: SourceRange, _ operand: PlanNode, _ candidates: [String], negated: Bool, slow: PlanNode) {
        self.operand = operand
        slot = (operand as? SlotNode)?.slot ?? -1
        var bytes: [UInt8] = []
        var bounds: [Range<Int>] = []
        for candidate in candidates {
            let start = bytes.count
            bytes += Array(candidate.utf8)
            bounds.append(start..<bytes.count)
        }
        self.bytes = bytes
        self.bounds = bounds
        self.slow = slow
        found = negated ? .no : .yes
        missing = negated ? .yes : .no
        super.init(range)
    }

    @inline(__always)
    private func decide(_ text: String) -> Truth {
        let isFound = text.utf8.withContiguousStorageIfAvailable { has($0) } ?? Array(text.utf8).withUnsafeBufferPointer { has($0) }
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
        if slot >= 0 {
            let place = context.slots + slot
            guard place.pointee.state == .value || context.resolve(slot) == .value else {
                return place.pointee.state == .unknown ? .unknown : .failed
            }
            if case .string(let text) = place.pointee.value { return decide(text) }
            return .failed
        }
        do throws(Failure) {
            if case .string(let text) = try operand.value(&context) { return decide(text) }
            return .failed
        } catch {
            return error.truth
        }
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        switch truth(&context) {
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .unknown, .failed: return try slow.value(&context)
        }
    }
}
