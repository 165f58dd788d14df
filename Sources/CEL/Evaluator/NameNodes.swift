final class SlotNode: PlanNode, @unchecked Sendable {
    let slot: Int
    let name: String

    init(_ range: SourceRange, slot: Int, name: String) {
        self.slot = slot
        self.name = name
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let place = context.slots + slot
        if place.pointee.state == .value || context.resolve(slot) == .value { return place.pointee.value }
        throw context.slotFailure(slot, name, range)
    }

    /// Whether the slot has a value now; if not, the context tells why.
    @inline(__always)
    func isReady(_ context: inout EvaluationContext) -> Bool {
        if context.slots[slot].state == .value { return true }
        return becomesReady(&context)
    }

    @inline(never)
    private func becomesReady(_ context: inout EvaluationContext) -> Bool {
        if context.resolve(slot) == .value { return true }
        context.failure = context.slotFailure(slot, name, range)
        return false
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        guard isReady(&context) else { return context.failure?.truth ?? .failed }
        if case .bool(let result) = context.slots[slot].value { return result ? .yes : .no }
        return context.undecided(failure(.wrongType(context.slots[slot].value, "bool")))
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        guard isReady(&context) else { return NumericResult(context.failure?.state ?? .failed) }
        if case .double(let result) = context.slots[slot].value { return NumericResult(result) }
        return context.noNumber(failure(.wrongType(context.slots[slot].value, "double")))
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        guard isReady(&context) else { return IntegerResult(context.failure?.state ?? .failed) }
        if case .int(let result) = context.slots[slot].value { return IntegerResult(result) }
        return context.noInteger(failure(.wrongType(context.slots[slot].value, "int")))
    }
}

/// A macro's variable.
final class LocalNode: PlanNode, @unchecked Sendable {
    let local: Int

    init(_ range: SourceRange, local: Int) {
        self.local = local
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        context.locals[local].value
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        if case .bool(let result) = context.locals[local].value { return result ? .yes : .no }
        return context.undecided(failure(.wrongType(context.locals[local].value, "bool")))
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        if case .int(let number) = context.locals[local].value { return IntegerResult(number) }
        return context.noInteger(failure(.wrongType(context.locals[local].value, "int")))
    }
}

/// A name bound to an expression that is evaluated when it is first needed, at most once.
final class LazyLocalNode: PlanNode, @unchecked Sendable {
    let local: Int
    let initial: PlanNode

    init(_ range: SourceRange, local: Int, initial: PlanNode) {
        self.local = local
        self.initial = initial
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let place = context.locals + local
        switch place.pointee.state {
        case .value: return place.pointee.value
        case .failed:
            if case .opaque(let held) = place.pointee.value, let known = held as? KnownFailure { throw known.failure }
        case .pending, .unknown: break
        }
        do throws(Failure) {
            let value = try initial.value(&context)
            place.pointee.value = value
            place.pointee.state = .value
            return value
        } catch {
            place.pointee.value = .opaque(KnownFailure(failure: error))
            place.pointee.state = .failed
            throw error
        }
    }
}

/// Why a bound expression has no value, kept so that it is not evaluated again.
private struct KnownFailure: OpaqueValue {
    let failure: Failure

    var typeName: String { "error" }
    var text: String? { nil }

    func equals(_ other: any OpaqueValue) -> Bool { false }
}

/// Makes bound names pending, then evaluates what uses them.
final class BindNode: PlanNode, @unchecked Sendable {
    let locals: Range<Int>
    let body: PlanNode

    init(_ range: SourceRange, locals: Range<Int>, body: PlanNode) {
        self.locals = locals
        self.body = body
        super.init(range)
    }

    private func reset(_ context: inout EvaluationContext) {
        for local in locals { context.locals[local].state = .pending }
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        reset(&context)
        return try body.value(&context)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        reset(&context)
        return body.truth(&context)
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        reset(&context)
        return body.double(&context)
    }
}
