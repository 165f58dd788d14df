/// A compiled expression. Immutable: share it between threads, each with a frame of its own.
public final class Program: Sendable {
    /// The text that was compiled.
    public let source: String
    /// The type of the result; dyn when types were not checked.
    public let resultType: ValueType
    /// The slots that the expression may read, in order.
    public let referencedSlots: [Int]
    /// Frames must have at least this many slots.
    public let requiredSlotCount: Int
    /// The static estimate of the cost in cel-go's units (about 50 ns each there; less here).
    public let cost: CostEstimate
    /// What is suspicious but allowed.
    public let warnings: [Diagnostic]
    /// The syntax tree.
    public let expression: Expression

    let root: PlanNode
    let localCount: Int
    let maximumIterations: Int
    let explained: [Explanation]
    private let sourceText: Source
    /// Deep trees ask whether the thread's stack is large enough.
    private let isDeep: Bool

    struct Explanation: Sendable {
        let range: SourceRange
        let node: PlanNode
        let depth: Int
        let form: ExpressionForm
    }

    init(
        source: Source, expression: Expression, root: PlanNode, planner: Planner, resultType: ValueType,
        cost: CostEstimate, warnings: [Diagnostic]
    ) {
        self.source = source.text
        sourceText = source
        self.expression = expression
        self.root = root
        self.resultType = resultType
        self.cost = cost
        self.warnings = warnings
        referencedSlots = planner.slots.sorted()
        requiredSlotCount = (referencedSlots.last ?? -1) + 1
        localCount = planner.localCount
        isDeep = expression.height > StackGuard.unguardedHeight
        maximumIterations = planner.environment.options.maximumIterations
        explained = planner.explained.map {
            Explanation(
                range: $0.expression.range, node: $0.node, depth: $0.depth, form: ExpressionForm($0.expression.kind))
        }
    }

    /// The condition's result, without allocating for numbers, bools and strings in slots.
    public func evaluateCondition(_ frame: Frame) -> Truth {
        guard canEvaluate(frame) else { return .failed }
        if localCount == 0 {
            var context = EvaluationContext(
                slots: frame.slots, locals: frame.slots, frame: frame, iterations: maximumIterations)
            return root.truth(&context)
        }
        return withLocals(frame) { $0.truth(&$1) }
    }

    /// The result of a double, int or uint expression as a double.
    public func evaluateDouble(_ frame: Frame) -> NumericResult {
        guard canEvaluate(frame) else { return NumericResult(.failed) }
        if resultType == .double, localCount == 0 {
            var context = EvaluationContext(
                slots: frame.slots, locals: frame.slots, frame: frame, iterations: maximumIterations)
            return root.double(&context)
        }
        switch evaluate(frame) {
        case .value(.double(let number)): return NumericResult(number)
        case .value(.int(let number)): return NumericResult(Double(number))
        case .value(.uint(let number)): return NumericResult(Double(number))
        case .value, .error: return NumericResult(.failed)
        case .unknown: return NumericResult(.unknown)
        }
    }

    /// The value, the error with its place, or what is unknown.
    public func evaluate(_ frame: Frame) -> EvaluationResult { evaluate(root, frame) }

    /// Every sub-expression outside of macros (the first thousand) with its value, outermost first: why the result is
    /// what it is.
    public func explain(_ frame: Frame) -> [ExplainedExpression] {
        explained.map { entry in
            let (line, column) = sourceText.position(of: entry.range.start)
            return ExplainedExpression(
                range: entry.range, line: line, column: column, text: sourceText.text(of: entry.range),
                depth: entry.depth, form: entry.form, result: evaluate(entry.node, frame))
        }
    }

    /// The value of one of the sub-expressions of `explain`, by its place there; nil where there is none.
    public func evaluate(explained position: Int, _ frame: Frame) -> EvaluationResult? {
        explained.indices.contains(position) ? evaluate(explained[position].node, frame) : nil
    }

    /// Line and column (from 1, in code points) of a place in the source, for instance of an error's range.
    public func position(of range: SourceRange) -> (line: Int, column: Int) { sourceText.position(of: range.start) }

    /// The expression in a normal form: same tree, same text.
    public var description: String { Printer.print(expression) }

    private func evaluate(_ node: PlanNode, _ frame: Frame) -> EvaluationResult {
        guard frame.slotCount >= requiredSlotCount else {
            return .error(EvaluationError(.host, "the frame has too few slots"))
        }
        guard canEvaluate(frame) else {
            return .error(EvaluationError(.limit, "the stack of this thread is too small for the expression"))
        }
        return withLocals(frame, node) { (node, context) in
            do throws(Failure) {
                return .value(try node.value(&context))
            } catch {
                switch error {
                case .unknown(let set): return .unknown(set)
                case .error(let error): return .error(error)
                }
            }
        }
    }

    @inline(__always)
    private func canEvaluate(_ frame: Frame) -> Bool {
        frame.slotCount >= requiredSlotCount && (!isDeep || StackGuard.hasRoom(levels: expression.height))
    }

    private func withLocals<Result>(
        _ frame: Frame, _ node: PlanNode? = nil, _ body: (PlanNode, inout EvaluationContext) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: Slot.self, capacity: max(localCount, 1)) { locals in
            locals.initialize(repeating: Slot())
            defer { locals.deinitialize() }
            // A buffer of at least one element has an address.
            var context = EvaluationContext(
                slots: frame.slots, locals: locals.baseAddress ?? frame.slots, frame: frame,
                iterations: maximumIterations)
            return body(node ?? root, &context)
        }
    }
}
