extension Environment {
    /// Parses, checks and plans an expression.
    /// - Parameters:
    ///   - source: the text.
    ///   - expecting: the type that the result must have, nil for any.
    ///   - intrinsics: gives slots to calls of intrinsics.
    /// - Throws: all errors that were found, in order of their places.
    public func compile(
        _ source: String, expecting: ValueType? = nil, intrinsics: IntrinsicResolver? = nil
    ) throws(CompilationErrors) -> Program {
        try compile(Source(source), expecting: expecting, intrinsics: intrinsics)
    }

    /// As ``compile(_:expecting:intrinsics:)``, from bytes that need not be UTF-8: what is not is refused with its place.
    public func compile(
        utf8 bytes: [UInt8], expecting: ValueType? = nil, intrinsics: IntrinsicResolver? = nil
    ) throws(CompilationErrors) -> Program {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            var valid = 0
            var decoder = UTF8()
            var iterator = bytes.makeIterator()
            decoding: while true {
                switch decoder.decode(&iterator) {
                case .scalarValue(let scalar): valid += UTF8.width(scalar)
                case .error, .emptyInput: break decoding
                }
            }
            let place = SourceRange(valid, valid + 1)
            let shown = Source(String(decoding: bytes, as: UTF8.self))
            throw CompilationErrors(diagnostics: [
                Diagnostic("the text is not UTF-8 from here", at: place, in: shown, stage: .parsing)
            ])
        }
        return try compile(Source(text), expecting: expecting, intrinsics: intrinsics)
    }

    /// Parses and checks an expression without planning it; gives its type.
    public func check(_ source: String, expecting: ValueType? = nil) throws(CompilationErrors) -> ValueType {
        let text = Source(source)
        let (root, count) = try Parser.parse(text, options: parserOptions)
        return try Checker.check(root, count: count, in: self, source: text, expecting: expecting)[root.id]
    }

    var parserOptions: Parser.Options {
        Parser.Options(
            maximumDepth: options.maximumDepth, maximumCodePoints: options.maximumCodePoints,
            expandsMacros: options.expandsMacros, quantifiers: quantifiers)
    }

    func compile(
        _ source: Source, expecting: ValueType?, intrinsics: IntrinsicResolver?
    ) throws(CompilationErrors) -> Program {
        let (root, count) = try Parser.parse(source, options: parserOptions)
        let types =
            options.checksTypes
            ? try Checker.check(root, count: count, in: self, source: source, expecting: expecting) : nil
        let estimate = CostEstimator.estimate(root, in: self, types: types)
        var planner = Planner(environment: self, source: source, types: types, intrinsics: intrinsics)
        planner.checkLimits(estimate, root)
        planner.findRepeated(root)
        let node = planner.plan(root)
        guard planner.diagnostics.isEmpty else {
            throw CompilationErrors(diagnostics: planner.diagnostics.sorted { $0.range.start < $1.range.start })
        }
        var warnings: [Diagnostic] = []
        if let limit = options.costWarning, estimate.cost.maximum > limit {
            warnings.append(
                Diagnostic(
                    "the expression may cost \(estimate.cost.maximum) units, more than \(limit)", at: root.range,
                    in: source, severity: .warning, stage: .estimating))
        }
        return Program(
            source: source, expression: root, root: node, planner: planner, resultType: types?[root.id] ?? .dyn,
            cost: estimate.cost, warnings: warnings)
    }
}

extension Planner {
    mutating func checkLimits(_ estimate: CostEstimator.Result, _ root: Expression) {
        let options = environment.options
        if let limit = options.maximumNesting, estimate.nesting > limit, let deepest = estimate.deepest {
            report("macros over lists are nested deeper than \(limit)", at: deepest.anchor, stage: .estimating)
        }
        if let limit = options.costLimit, estimate.cost.maximum > limit {
            report(
                "the expression may cost \(estimate.cost.maximum) units, more than \(limit) are not allowed",
                at: root.range, remedy: "look at fewer elements, or nest macros less", stage: .estimating)
        }
    }
}
