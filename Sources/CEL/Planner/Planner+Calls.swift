extension Planner {
    mutating func call(
        _ node: Expression, _ name: String, _ rooted: Bool, _ arguments: [Expression]
    ) -> PlanNode {
        guard let function = environment.function(name, rooted: rooted) else {
            for argument in arguments { _ = plan(argument) }
            return FailingNode(node.range, EvaluationError(.noSuchOverload, "unbound function '\(name)'"))
        }
        return apply(node, function, arguments)
    }

    mutating func method(
        _ node: Expression, _ target: Expression, _ name: String, _ arguments: [Expression]
    ) -> PlanNode {
        if let (qualifier, rooted) = target.qualifiedName, rooted || !isLocal(Checker.head(qualifier)),
            let function = environment.function(qualifier + "." + name, rooted: rooted)
        {
            return apply(node, function, arguments)
        }
        if name == "or" || name == "orValue", arguments.count == 1,
            environment.options.libraries.contains(.optionals), environment.functions[name] == nil
        {
            return OptionalElseNode(node.range, plan(target), plan(arguments[0]), givesValue: name == "orValue")
        }
        guard let function = environment.function(exactly: name) else {
            _ = plan(target)
            for argument in arguments { _ = plan(argument) }
            return FailingNode(node.range, EvaluationError(.noSuchOverload, "unbound function '\(name)'"))
        }
        return apply(node, function, [target] + arguments)
    }

    private mutating func apply(
        _ node: Expression, _ function: FunctionDeclaration, _ arguments: [Expression]
    ) -> PlanNode {
        let planned = arguments.map { plan($0) }
        if function.isIntrinsic { return intrinsic(node, function, arguments, planned) }
        let isPlainMatch = function.name == "matches" && planned.count == 2 && environment.functions["matches"] == nil
        let made =
            isPlainMatch
            ? DynamicMatchNode(node.range, planned[0], planned[1]) : callNode(node, function, planned)
        if case .matching = literalKind(function), let match = constantPattern(node, arguments, planned) {
            return match
        }
        if environment.options.validatesLiterals { checkTimeZone(function, arguments, planned) }
        guard function.isPure, planned.allSatisfy({ $0.constant != nil }) else { return made }
        let result = folded(made)
        if result.constant == nil, environment.options.validatesLiterals, case .converting = literalKind(function) {
            reportLiteral(arguments, planned, made)
        }
        return result
    }

    private enum LiteralKind { case matching, converting, other }

    private func literalKind(_ function: FunctionDeclaration) -> LiteralKind {
        switch function.name {
        case "matches": .matching
        case "duration", "timestamp": .converting
        default: .other
        }
    }

    private mutating func reportLiteral(_ arguments: [Expression], _ planned: [PlanNode], _ made: PlanNode) {
        guard let argument = arguments.first, let value = planned.first?.constant else { return }
        do throws(EvaluationError) {
            if (made as? UnaryCallNode) != nil { _ = try Conversions.duration(value) }
        } catch {
            report(error.message, at: argument.range)
        }
    }

    /// `time.getHours('Mars/Olympus')` can never have a result.
    private mutating func checkTimeZone(
        _ function: FunctionDeclaration, _ arguments: [Expression], _ planned: [PlanNode]
    ) {
        guard TimeParts.getters.contains(function.name), planned.count == 2,
            case .string(let zone)? = planned[1].constant, TimeZones.offsetSeconds(of: zone, at: 0) == nil
        else { return }
        report(
            "the time zone '\(zone)' is not known", at: arguments[1].range, remedy: "write an offset such as '+08:00'")
    }

    private mutating func constantPattern(
        _ node: Expression, _ arguments: [Expression], _ planned: [PlanNode]
    ) -> PlanNode? {
        guard planned.count == 2, environment.functions["matches"] == nil,
            case .string(let source)? = planned[1].constant
        else { return nil }
        do throws(EvaluationError) {
            let pattern = try RegularExpression.compiled(source, automaton: true)
            return folded(MatchNode(node.range, planned[0], pattern), planned[0])
        } catch {
            // A pattern that is wrong can never match: people must hear of it before the rule runs.
            if types != nil { report("the pattern is refused: \(error.message)", at: arguments[1].range) }
            return nil
        }
    }

    private mutating func intrinsic(
        _ node: Expression, _ function: FunctionDeclaration, _ arguments: [Expression], _ planned: [PlanNode]
    ) -> PlanNode {
        var values: [Value] = []
        let inSlot = function.slotArguments?.clamped(to: 0..<arguments.count) ?? 0..<arguments.count
        for index in inSlot {
            let (argument, made) = (arguments[index], planned[index])
            guard let value = made.constant else {
                report(
                    function.slotArguments == nil
                        ? "the arguments of \(function.name)() must be constant"
                        : "this argument of \(function.name)() must be constant", at: argument.range,
                    remedy: "write a literal, for instance '30m'")
                return made
            }
            values.append(value)
        }
        let failing = FailingNode(node.range, EvaluationError(.noSuchOverload, "unbound function '\(function.name)'"))
        guard let intrinsics else {
            report("\(function.name)() is not available here", at: node.anchor)
            return failing
        }
        let resultType = types == nil ? (function.overloads.first?.result ?? .dyn) : type(node)
        do throws(IntrinsicRefusal) {
            let call = IntrinsicCall(name: function.name, arguments: values, resultType: resultType)
            let slot = try intrinsics(call)
            guard slot >= 0 else { throw IntrinsicRefusal("the host gave no slot", argument: nil) }
            slots.insert(slot)
            let read = SlotNode(node.range, slot: slot, name: source.text(of: node.range))
            guard function.slotArguments != nil else { return read }
            let others = planned.indices.filter { !inSlot.contains($0) }.map { planned[$0] }
            let count = arguments.count
            let implementation = function.overloads.first { $0.parameters.count == count }?.implementation
            return CallNode(node.range, others + [read]) { (values) throws(EvaluationError) in
                guard let implementation else {
                    throw EvaluationError(.noSuchOverload, "no such overload: \(function.name)")
                }
                return try implementation(values)
            }
        } catch {
            let place = error.argument.map { $0 + inSlot.lowerBound }
                .flatMap { arguments.indices.contains($0) ? arguments[$0].range : nil }
            report(error.message, at: place ?? node.range, remedy: error.remedy)
            return failing
        }
    }

    private func callNode(_ node: Expression, _ function: FunctionDeclaration, _ planned: [PlanNode]) -> PlanNode {
        if function.overloads.contains(where: { $0.implementation != nil }) { return hostCall(node, function, planned) }
        switch planned.count {
        case 1: if let one = function.one { return UnaryCallNode(node.range, planned[0], one) }
        case 2: if let two = function.two { return BinaryCallNode(node.range, planned[0], planned[1], two) }
        case 3:
            if let three = function.three {
                return CallNode(node.range, planned) { (values) throws(EvaluationError) in
                    try three(values[0], values[1], values[2])
                }
            }
        default: break
        }
        if let many = function.many { return CallNode(node.range, planned, many) }
        let name = function.name
        return CallNode(node.range, planned) { (values) throws(EvaluationError) in
            throw EvaluationError(.noSuchOverload, "no such overload: \(name) with \(values.count) arguments")
        }
    }

    /// A host's function: the first overload that takes the values, then what the library has under the name.
    private func hostCall(_ node: Expression, _ function: FunctionDeclaration, _ planned: [PlanNode]) -> PlanNode {
        let overloads = function.overloads.filter { $0.parameters.count == planned.count && $0.implementation != nil }
        return CallNode(node.range, planned) { (values) throws(EvaluationError) in
            for overload in overloads {
                guard let implementation = overload.implementation,
                    zip(values, overload.parameters).allSatisfy({ $0.matches($1) })
                else { continue }
                return try implementation(values)
            }
            if values.count == 1, let one = function.one { return try one(values[0]) }
            if values.count == 2, let two = function.two { return try two(values[0], values[1]) }
            let types = values.map(\.typeName).joined(separator: ", ")
            throw EvaluationError(.noSuchOverload, "no such overload: \(function.name)(\(types))")
        }
    }
}
