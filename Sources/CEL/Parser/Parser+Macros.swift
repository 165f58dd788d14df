extension Parser {
    /// `has(e.f)`.
    mutating func presence(_ argument: Expression, _ range: SourceRange) throws(Stop) -> Expression {
        guard case .select(let operand, let field, false) = argument.kind else {
            report("has() takes a selection", at: argument.range, remedy: "write has(map.key)")
            throw Stop()
        }
        return try node(.has(operand, field: field, optional: false), range, anchor: argument.anchor)
    }

    /// A host's macro: `held('10m', v, v > 3.0)` is `all` over what a function of the first argument gives.
    mutating func quantifier(
        _ name: Token, over function: String, _ arguments: [Expression], _ range: SourceRange
    ) throws(Stop) -> Expression {
        guard arguments.count == 3 else {
            report(
                "\(name.text)() takes a window, a variable and a condition", at: range,
                remedy: "for instance: \(name.text)('10m', v, v > 3.0)")
            throw Stop()
        }
        let variable = try variableName(arguments[1])
        let list = try node(
            .call(function, [arguments[0]], rooted: false), arguments[0].range, anchor: arguments[0].range)
        let macro = Comprehension(
            operation: .all, name: name.text, first: variable, second: nil, range: list, predicate: arguments[2],
            result: nil)
        return try node(.comprehension(macro), range, anchor: name.range)
    }

    mutating func methodOrMacro(
        _ target: Expression, _ name: Token, _ arguments: [Expression], _ range: SourceRange
    ) throws(Stop) -> Expression {
        if options.expandsMacros {
            if let made = try comprehension(target, name, arguments, range) { return made }
            if case .identifier("cel", false) = target.kind {
                if let made = try bindings(name, arguments, range) { return made }
            }
            if name.text == "optMap" || name.text == "optFlatMap", arguments.count == 2 {
                let variable = try variableName(arguments[0])
                let kind = Expression.Kind.optionalMap(
                    target, variable: variable, arguments[1], flat: name.text == "optFlatMap")
                return try node(kind, range, anchor: name.range)
            }
        }
        return try node(.method(target, name.text, arguments), range, anchor: name.range)
    }

    private mutating func variableName(_ argument: Expression) throws(Stop) -> String {
        if case .identifier(let name, false) = argument.kind { return name }
        report(
            "the macro's variable must be a plain name", at: argument.range, remedy: "for instance: list.all(x, x > 0)")
        throw Stop()
    }

    private mutating func comprehension(
        _ target: Expression, _ name: Token, _ arguments: [Expression], _ range: SourceRange
    ) throws(Stop) -> Expression? {
        let count = arguments.count
        let form: (operation: Comprehension.Operation, variables: Int, filtered: Bool, result: Bool)? =
            switch (name.text, count) {
            case ("all", 2): (.all, 1, true, false)
            case ("exists", 2): (.exists, 1, true, false)
            case ("exists_one", 2), ("existsOne", 2): (.existsOne, 1, true, false)
            case ("filter", 2): (.filter, 1, true, false)
            case ("map", 2): (.map, 1, false, true)
            case ("map", 3): (.map, 1, true, true)
            case ("all", 3): (.all, 2, true, false)
            case ("exists", 3): (.exists, 2, true, false)
            case ("existsOne", 3): (.existsOne, 2, true, false)
            case ("transformList", 3): (.transformList, 2, false, true)
            case ("transformList", 4): (.transformList, 2, true, true)
            case ("transformMap", 3): (.transformMap, 2, false, true)
            case ("transformMap", 4): (.transformMap, 2, true, true)
            case ("transformMapEntry", 3): (.transformMapEntry, 2, false, true)
            case ("transformMapEntry", 4): (.transformMapEntry, 2, true, true)
            default: nil
            }
        guard let form else { return nil }
        let first = try variableName(arguments[0])
        let second = form.variables == 2 ? try variableName(arguments[1]) : nil
        if first == second {
            report("the two variables of the macro need different names", at: arguments[1].range)
            throw Stop()
        }
        let predicate = form.filtered ? arguments[form.variables] : nil
        let macro = Comprehension(
            operation: form.operation, name: name.text, first: first, second: second, range: target,
            predicate: predicate, result: form.result ? arguments[count - 1] : nil)
        return try node(.comprehension(macro), range, anchor: name.range)
    }

    private mutating func bindings(
        _ name: Token, _ arguments: [Expression], _ range: SourceRange
    ) throws(Stop) -> Expression? {
        switch (name.text, arguments.count) {
        case ("bind", 3):
            let variable = try variableName(arguments[0])
            return try node(.bind(variable, arguments[1], arguments[2]), range, anchor: name.range)
        case ("block", 2):
            guard case .list(let values) = arguments[0].kind, !values.contains(where: \.optional) else {
                report("cel.block() takes a list of expressions first", at: arguments[0].range)
                throw Stop()
            }
            return try node(.block(values.map(\.value), arguments[1]), range, anchor: name.range)
        case ("index", 1):
            return try node(.identifier("@index\(try number(arguments[0]))", rooted: false), range)
        case ("iterVar", 2):
            let (outer, inner) = (try number(arguments[0]), try number(arguments[1]))
            return try node(.identifier("@it:\(outer):\(inner)", rooted: false), range)
        case ("accuVar", 2):
            let (outer, inner) = (try number(arguments[0]), try number(arguments[1]))
            return try node(.identifier("@ac:\(outer):\(inner)", rooted: false), range)
        default: return nil
        }
    }

    private mutating func number(_ argument: Expression) throws(Stop) -> Int64 {
        if case .literal(.int(let value)) = argument.kind, value >= 0 { return value }
        report("a whole number not below zero is expected", at: argument.range)
        throw Stop()
    }
}
