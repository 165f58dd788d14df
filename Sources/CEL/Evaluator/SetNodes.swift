/// The elements of a constant list, found by hashing: numbers across types, strings by their bytes.
struct ConstantSet: Sendable {
    private let keys: Set<Value.Key>
    private let values: [Value]

    /// Nil for lists with elements that do not hash, and for short ones, where a search is faster.
    init?(_ values: [Value]) {
        guard values.count > 8 else { return nil }
        var keys: Set<Value.Key> = []
        for value in values {
            // A fractional double equals no key; beyond 2^53 ints and doubles compare inexactly.
            if case .double = value { return nil }
            guard let key = Value.Key(value) else { return nil }
            keys.insert(key)
        }
        self.keys = keys
        self.values = values
    }

    func contains(_ value: Value) -> Bool {
        if case .double(let number) = value, abs(number) > 0x1p53 { return values.contains { $0.equals(value) } }
        return Value.Key(value).map(keys.contains) ?? false
    }
}

/// `x in [constants]`.
final class SetMembershipNode: PlanNode, @unchecked Sendable {
    let element: PlanNode
    let set: ConstantSet

    init(_ range: SourceRange, _ element: PlanNode, _ set: ConstantSet) {
        self.element = element
        self.set = set
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let value = try element.value(&context)
        return .bool(set.contains(value))
    }
}
