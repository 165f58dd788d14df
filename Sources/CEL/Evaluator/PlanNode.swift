/// What an evaluation carries from node to node.
struct EvaluationContext {
    let slots: UnsafeMutablePointer<Slot>
    /// The variables of macros, one slot each.
    let locals: UnsafeMutablePointer<Slot>
    let frame: Unmanaged<Frame>
    var iterationsLeft: Int
    /// Why the last truth, double or integer was undecided. Set by whoever gives such a result, so that nothing is
    /// evaluated twice to find out: nested failures would double the work at each level.
    var failure: Failure?

    init(slots: UnsafeMutablePointer<Slot>, locals: UnsafeMutablePointer<Slot>, frame: Frame, iterations: Int) {
        self.slots = slots
        self.locals = locals
        self.frame = .passUnretained(frame)
        iterationsLeft = iterations
    }

    /// Asks the host for a pending slot. Returns what the slot is now.
    @inline(never)
    mutating func resolve(_ slot: Int) -> Slot.State {
        if slots[slot].state != .pending { return slots[slot].state }
        frame._withUnsafeGuaranteedRef { frame in
            if let resolver = frame.resolver { resolver(frame, frame.context, slot) }
        }
        return slots[slot].state
    }

    // MARK: Work

    /// Counts work on long texts and lists as visited elements, so that the limit on them bounds the time of an
    /// evaluation as well; small values cost nothing.
    @inline(__always)
    mutating func spend(_ value: Value, _ range: SourceRange) throws(Failure) {
        let units: Int
        switch value {
        case .string(let text): units = text.utf8.count >> 6
        case .bytes(let octets): units = octets.count >> 6
        case .list(let elements): units = elements.count >> 4
        case .map(let map): units = map.count >> 4
        default: return
        }
        if units > 0 { try spend(units, range) }
    }

    @inline(never)
    mutating func spend(_ units: Int, _ range: SourceRange) throws(Failure) {
        iterationsLeft -= units
        if iterationsLeft < 0 {
            throw .error(EvaluationError(.limit, "the evaluation takes too long").at(range))
        }
    }

    // MARK: Undecided results

    @inline(never)
    mutating func undecided(_ why: Failure) -> Truth {
        failure = why
        return why.truth
    }

    @inline(never)
    mutating func noNumber(_ why: Failure) -> NumericResult {
        failure = why
        return NumericResult(why.state)
    }

    @inline(never)
    mutating func noInteger(_ why: Failure) -> IntegerResult {
        failure = why
        return IntegerResult(why.state)
    }

    /// The failure behind an undecided result.
    @inline(never)
    mutating func takeFailure(_ range: SourceRange) -> Failure {
        let why = failure ?? .error(EvaluationError(.noSuchOverload, "no value").at(range))
        failure = nil
        return why
    }

    /// Why a slot without a value has none.
    func slotFailure(_ slot: Int, _ name: String, _ range: SourceRange) -> Failure {
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
            let held = try value(&context)
            if case .bool(let result) = held { return result ? .yes : .no }
            return context.undecided(failure(.wrongType(held, "bool")))
        } catch {
            return context.undecided(error)
        }
    }

    func double(_ context: inout EvaluationContext) -> NumericResult {
        do throws(Failure) {
            let held = try value(&context)
            if case .double(let result) = held { return NumericResult(result) }
            return context.noNumber(failure(.wrongType(held, "double")))
        } catch {
            return context.noNumber(error)
        }
    }

    func integer(_ context: inout EvaluationContext) -> IntegerResult {
        do throws(Failure) {
            let held = try value(&context)
            if case .int(let result) = held { return IntegerResult(result) }
            return context.noInteger(failure(.wrongType(held, "int")))
        } catch {
            return context.noInteger(error)
        }
    }

    /// The value of a node that gives its truth natively.
    final func valueOfTruth(_ context: inout EvaluationContext) throws(Failure) -> Value {
        switch truth(&context) {
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .unknown, .failed: throw context.takeFailure(range)
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
