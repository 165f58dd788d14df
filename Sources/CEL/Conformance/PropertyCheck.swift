/// What must hold for every text; for fuzzers and random tests.
public enum PropertyCheck {
    /// The variables that the expressions may name.
    static let environment: Environment = {
        var environment = Environment()
        environment.options.maximumIterations = 20_000
        environment.declareVariable("value", .double)
        environment.declareVariable("count", .int)
        environment.declareVariable("seq", .uint)
        environment.declareVariable("ok", .bool)
        environment.declareVariable("station", .string)
        environment.declareVariable("blob", .bytes)
        environment.declareVariable("window", .list(.double))
        environment.declareVariable("tags", .map(.string, .string))
        environment.declareVariable("at", .timestamp)
        environment.declareVariable("gap", .duration)
        environment.declareVariable("any", .dyn)
        environment.declareVariable("maybe", .optional(.int))
        environment.declareVariable("lost", .double)
        environment.declareVariable("gone", .bool)
        return environment
    }()

    private static func frame() -> Frame {
        let frame = Frame(slotCount: environment.slotCount)
        let values: [Value] = [
            .double(3.1), .int(7), .uint(42), .bool(true), .string("Zu\u{308}rich 🚒"), .bytes([0, 255, 97]),
            .list([.double(1), .double(2.5), .double(-0.0)]),
            .map(Value.Map([("level", .string("high")), ("é", .string(""))]) ?? Value.Map()),
            .timestamp(Value.Timestamp(nanosecondsSince1970: 1_709_247_600_500_000_000)), .duration(301_000_000_000),
            .list([.int(1), .string("a"), .null]), .optional(.int(3)),
        ]
        for (slot, value) in values.enumerated() { frame.set(value, at: slot) }
        frame.setUnknown(reasons: 1, at: values.count)
        frame.setUnknown(reasons: 2, at: values.count + 1)
        return frame
    }

    /// What does not hold for the bytes of an expression, nil if everything does: it is refused with a place or
    /// evaluated without a trap; its printed form parses to the same tree; checked, unchecked and unfolded evaluation
    /// agree.
    public static func violation(_ bytes: [UInt8]) -> String? {
        var unchecked = environment
        unchecked.options.checksTypes = false
        let program: Program
        do throws(CompilationErrors) { program = try unchecked.compile(utf8: bytes) } catch {
            return place(error, bytes)
        }
        let printed = program.description
        do throws(CompilationErrors) {
            let (again, _) = try Parser.parse(Source(printed), options: printedOptions)
            if Printer.structure(again) != Printer.structure(program.expression) {
                return "printed as \(printed), which is another tree"
            }
        } catch {
            return "printed as \(printed), which does not parse: \(error)"
        }
        let frame = frame()
        let result = program.evaluate(frame)
        if let problem = difference(result, truth: program.evaluateCondition(frame)) { return "unchecked: \(problem)" }
        var unfolded = unchecked
        unfolded.options.foldsConstants = false
        unfolded.options.sharesSubexpressions = false
        var variants = [("unfolded", unfolded), ("checked", environment)]
        variants.append(("checked, unfolded", environment))
        variants[2].1.options.foldsConstants = false
        for (name, variant) in variants {
            guard let other = try? variant.compile(utf8: bytes) else { continue }
            let second = other.evaluate(frame)
            if let problem = difference(result, second) { return "\(name): \(problem)" }
            if let problem = difference(second, truth: other.evaluateCondition(frame)) { return "\(name): \(problem)" }
        }
        return nil
    }

    /// The printed form may be longer and deeper than what was written.
    private static var printedOptions: Parser.Options {
        var options = Parser.Options()
        options.maximumCodePoints = .max
        options.maximumDepth = 2_000
        return options
    }

    private static func place(_ errors: CompilationErrors, _ bytes: [UInt8]) -> String? {
        guard let first = errors.diagnostics.first else { return "refused without a reason" }
        _ = errors.description
        let isInside = first.line >= 1 && first.column >= 1 && first.range.start <= bytes.count * 3
        return isInside ? nil : "refused outside of the text: \(first.line):\(first.column)"
    }

    private static func difference(_ left: EvaluationResult, _ right: EvaluationResult) -> String? {
        switch (left, right) {
        case (.value(let one), .value(let two)):
            // Values too large to compare are not looked into.
            one.description == two.description ? nil : "\(one) and \(two)"
        case (.unknown(let one), .unknown(let two)): one == two ? nil : "unknown for \(one.reasons), \(two.reasons)"
        case (.error(let one), _) where one.code == .limit: nil
        case (_, .error(let two)) where two.code == .limit: nil
        case (.error(let one), .error(let two)): one.code == two.code ? nil : "\(one) and \(two)"
        default: "\(left) and \(right)"
        }
    }

    private static func difference(_ result: EvaluationResult, truth: Truth) -> String? {
        switch (result, truth) {
        case (.value(.bool(let value)), .yes), (.value(.bool(let value)), .no):
            value == (truth == .yes) ? nil : "\(value) and \(truth)"
        case (.value(.bool), _): "\(result) and \(truth)"
        case (.value, .failed), (.unknown, .unknown), (.error, .failed): nil
        default: "\(result) and \(truth)"
        }
    }
}

extension Printer {
    /// The tree itself, every node in parentheses: equal for equal trees only.
    static func structure(_ node: Expression) -> String {
        var name: String
        switch node.kind {
        case .literal(let value): name = "\(value.typeName) \(value)"
        case .identifier(let text, let rooted): name = "name \(rooted ? "." : "")\(text)"
        case .select(_, let field, let optional): name = "select \(optional) \(field)"
        case .has(_, let field, let optional): name = "has \(optional) \(field)"
        case .index(_, _, let optional): name = "index \(optional)"
        case .call(let text, _, let rooted): name = "call \(rooted) \(text)"
        case .method(_, let text, _): name = "method \(text)"
        case .unary(let sign, _): name = sign.function
        case .binary(let operation, _, _): name = operation.function
        case .conditional: name = "?:"
        case .list(let elements): name = "list \(elements.map(\.optional))"
        case .map(let entries): name = "map \(entries.map(\.optional))"
        case .message(let text, let rooted, let fields):
            name = "message \(rooted) \(text) \(fields.map { "\($0.name) \($0.optional)" })"
        case .comprehension(let macro):
            name = "\(macro.name) \(macro.first) \(macro.second ?? "") \(macro.predicate != nil) \(macro.result != nil)"
        case .bind(let text, _, _): name = "bind \(text)"
        case .block(let values, _): name = "block \(values.count)"
        case .optionalMap(_, let variable, _, let flat): name = "optMap \(variable) \(flat)"
        }
        node.kind.forEachChild { name += " " + structure($0) }
        return "(\(name))"
    }
}
