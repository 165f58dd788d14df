extension Checker {
    mutating func comprehension(_ node: Expression, _ macro: Comprehension) -> ValueType {
        let checkedRange = check(macro.range)
        let rangeType = unifier.resolve(checkedRange)
        var variables: [(name: String, type: ValueType)] = []
        let (element, key) = elementTypes(rangeType, macro)
        if let second = macro.second {
            variables = [(macro.first, key), (second, element)]
        } else {
            variables = [(macro.first, rangeType.isMap ? key : element)]
        }
        let first = variables[0].type
        return with(variables) { checker in
            if let predicate = macro.predicate {
                let type = checker.check(predicate)
                if !checker.unifier.assignable(type, .bool) {
                    checker.report(
                        "the condition of \(macro.name)() must be bool, not \(checker.shown(type))", at: predicate.range
                    )
                }
            }
            let result = macro.result.map { checker.check($0) } ?? .dyn
            switch macro.operation {
            case .all, .exists, .existsOne: return .bool
            case .filter: return .list(first)
            case .map, .transformList: return .list(result)
            case .transformMap: return .map(key, result)
            case .transformMapEntry:
                guard let entry = macro.result else { return .error }
                return checker.entryType(result, entry)
            }
        }
    }

    private mutating func entryType(_ type: ValueType, _ node: Expression) -> ValueType {
        let resolved = unifier.resolve(type)
        if resolved.isMap { return resolved }
        if resolved.isDynamic { return .map(.dyn, .dyn) }
        report("transformMapEntry() needs a map as its result, not \(shown(type))", at: node.range)
        return .error
    }

    /// Types of an element and of its key or index.
    private mutating func elementTypes(
        _ type: ValueType, _ macro: Comprehension
    ) -> (element: ValueType, key: ValueType) {
        switch type {
        case .list(let element): return (element, .int)
        case .map(let key, let value): return (value, key)
        case .dyn, .error: return (.dyn, .dyn)
        case .inferred:
            unifier.bindToDynamic(type)
            return (.dyn, .dyn)
        default:
            report("\(macro.name)() needs a list or a map, not \(shown(type))", at: macro.range.range)
            return (.error, .error)
        }
    }

    mutating func block(_ values: [Expression], _ body: Expression) -> ValueType {
        var variables: [(name: String, type: ValueType)] = []
        for (position, value) in values.enumerated() {
            let type = with(variables) { $0.check(value) }
            variables.append(("@index\(position)", type))
        }
        return with(variables) { $0.check(body) }
    }

    mutating func optionalMap(
        _ target: Expression, _ variable: String, _ body: Expression, _ flat: Bool
    ) -> ValueType {
        let inner = unwrappedTarget(check(target), target)
        let result = with([(variable, inner)]) { $0.check(body) }
        guard flat else { return .optional(result) }
        let resolved = unifier.resolve(result)
        if resolved.isOptional || resolved.isDynamic { return resolved }
        report(
            "optFlatMap() needs an optional as its result, not \(shown(result))", at: body.range, remedy: "use optMap()"
        )
        return .error
    }

    private mutating func unwrappedTarget(_ type: ValueType, _ node: Expression) -> ValueType {
        switch unifier.resolve(type) {
        case .optional(let wrapped): return wrapped
        case .dyn, .error: return .dyn
        default:
            report("an optional is wanted, not \(shown(type))", at: node.range, remedy: "write optional.of(…)")
            return .error
        }
    }
}

extension ValueType {
    var isMap: Bool {
        if case .map = self { return true }
        return false
    }
}
