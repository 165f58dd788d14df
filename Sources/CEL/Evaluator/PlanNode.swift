/// What an evaluation carries from node to node.
struct EvaluationContext {
    let slots: UnsafeMutablePointer<Slot>
    /// The variables of macros, one slot each.
    let locals: UnsafeMutablePointer<Slot>
    let frame: Unmanaged<Frame>
    var iterationsLeft: Int

    /// Asks the host for a pending slot. Returns what the slot is now.
    @inline(never)
    mutating func resolve(_ slot: Int) -> Slot.State {
        if slots[slot].state != .pending { return slots[slot].state }
        frame._withUnsafeGuaranteedRef { frame in
            if let resolver = frame.resolver { resolver(frame, frame.context, slot) }
        }
        return slots[slot].state
    }

    /// Why a slot without a value has none.
    func failure(_ slot: Int, _ name: String, _ range: SourceRange) -> Failure {
        switch (slots[slot].state, slots[slot].value) {
        case (.unknown, .uint(let reasons)): return .unknown(UnknownSet(reasons: reasons, slot: slot))
        case (.unknown, _): return .unknown(UnknownSet(reasons: 0, slot: slot))
        case (.failed, .string(let message)): return .error(EvaluationError(.host, message).at(range))
        default: return .error(EvaluationError(.noSuchAttribute, "'\(name)' has no value").at(range))
        }
    }
}

/// A node of a plan. Every node gives a value; those of known types also give it without wrapping.
///
/// Unchecked sendability: every stored property of every subclass is a `let` of a Sendable type.
class PlanNode: @unchecked Sendable {
    let range: SourceRange

    init(_ range: SourceRange) { self.range = range }

    func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        throw .error(EvaluationError(.noSuchOverload, "no value").at(range))
    }

    /// A condition's result; a value that is no bool is a failure.
    func truth(_ context: inout EvaluationContext) -> Truth {
        do throws(Failure) {
            if case .bool(let result) = try value(&context) { return result ? .yes : .no }
            return .failed
        } catch {
            return error.truth
        }
    }

    func double(_ context: inout EvaluationContext) -> NumericResult {
        do throws(Failure) {
            if case .double(let result) = try value(&context) { return NumericResult(result) }
            return NumericResult(.failed)
        } catch {
            return NumericResult(error.state)
        }
    }

    func integer(_ context: inout EvaluationContext) -> IntegerResult {
        do throws(Failure) {
            if case .int(let result) = try value(&context) { return IntegerResult(result) }
            return IntegerResult(.failed)
        } catch {
            return IntegerResult(error.state)
        }
    }

    /// The value if it is known when the plan is made.
    var constant: Value? { nil }

    final func failure(_ error: EvaluationError) -> Failure { .error(error.at(range)) }
}

final class ConstantNode: PlanNode, @unchecked Sendable {
    let held: Value

    init(_ range: SourceRange, _ value: Value) {
        held = value
        super.init(range)
    }

    override var constant: Value? { held }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { held }
}

/// An expression that can only fail: an unknown name or function in unchecked evaluation.
final class FailingNode: PlanNode, @unchecked Sendable {
    let error: EvaluationError

    init(_ range: SourceRange, _ error: EvaluationError) {
        self.error = error.at(range)
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value { throw .error(error) }
}

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
        throw context.failure(slot, name, range)
    }

    override func truth(_ context: inout EvaluationContext) -> Truth {
        let place = context.slots + slot
        guard place.pointee.state == .value || context.resolve(slot) == .value else {
            return place.pointee.state == .unknown ? .unknown : .failed
        }
        if case .bool(let result) = place.pointee.value { return result ? .yes : .no }
        return .failed
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        DoubleOperand.read(context.slots + slot, slot, &context)
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        let place = context.slots + slot
        guard place.pointee.state == .value || context.resolve(slot) == .value else {
            return IntegerResult(place.pointee.state == .unknown ? .unknown : .failed)
        }
        if case .int(let result) = place.pointee.value { return IntegerResult(result) }
        return IntegerResult(.failed)
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
        if place.pointee.state == .value { return place.pointee.value }
        let value = try initial.value(&context)
        place.pointee.value = value
        place.pointee.state = .value
        return value
    }
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
