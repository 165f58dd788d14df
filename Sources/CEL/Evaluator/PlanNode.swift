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

    override func truth(_ context: inout EvaluationContext) -> Truth {
        if case .bool(let result) = held { return result ? .yes : .no }
        return context.undecided(failure(.wrongType(held, "bool")))
    }

    override func double(_ context: inout EvaluationContext) -> NumericResult {
        if case .double(let number) = held { return NumericResult(number) }
        return context.noNumber(failure(.wrongType(held, "double")))
    }

    override func integer(_ context: inout EvaluationContext) -> IntegerResult {
        if case .int(let number) = held { return IntegerResult(number) }
        return context.noInteger(failure(.wrongType(held, "int")))
    }
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
