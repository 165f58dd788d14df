extension Checker {
    mutating func call(
        _ node: Expression, _ name: String, _ rooted: Bool, _ arguments: [Expression]
    ) -> ValueType {
        let argumentTypes = arguments.map { check($0) }
        guard environment.function(name, rooted: rooted) != nil else {
            report("undeclared function '\(name)'", at: node.anchor, remedy: functionSuggestion(name))
            return .error
        }
        return resolveCall(node, name, arguments, argumentTypes, isMember: false, rooted: rooted)
    }

    mutating func method(
        _ node: Expression, _ target: Expression, _ name: String, _ arguments: [Expression]
    ) -> ValueType {
        if let (qualifier, rooted) = target.qualifiedName, rooted || scoped(Self.head(qualifier)) == nil,
            environment.function(qualifier + "." + name, rooted: rooted) != nil
        {
            let argumentTypes = arguments.map { check($0) }
            return resolveCall(
                node, qualifier + "." + name, arguments, argumentTypes, isMember: false, rooted: rooted)
        }
        let targetType = check(target)
        let argumentTypes = arguments.map { check($0) }
        guard let function = environment.function(exactly: name) else {
            if !unifier.resolve(targetType).isErroneous {
                report("undeclared function '\(name)'", at: node.anchor, remedy: functionSuggestion(name))
            }
            return .error
        }
        guard function.overloads.contains(where: \.isMember) else {
            report(
                "'\(name)' is not called on a value", at: node.anchor,
                remedy: "write \(name)(\(source.text(of: target.range).prefix(40)))")
            return .error
        }
        return resolveCall(node, name, [target] + arguments, [targetType] + argumentTypes, isMember: true)
    }

    /// The result type of the overloads that take the arguments.
    mutating func resolveCall(
        _ node: Expression, _ name: String, _ arguments: [Expression], _ argumentTypes: [ValueType],
        isMember: Bool, rooted: Bool = false
    ) -> ValueType {
        guard let function = environment.function(name, rooted: rooted) else { return .error }
        if argumentTypes.contains(where: { unifier.resolve($0).isErroneous }) { return errorResult(function) }
        var result: ValueType?
        for overload in function.overloads where overload.isMember == isMember {
            guard let found = match(overload, argumentTypes) else { continue }
            if let known = result {
                if known != .dyn, found != known { result = .dyn }
            } else {
                result = found
            }
        }
        if result == nil, function.isVariadic, argumentTypes.count > 2 { result = numeric(argumentTypes) }
        if let result {
            if function.isIntrinsic { intrinsicTypes[node.id] = result }
            return result
        }
        reportMismatch(node, name, arguments, argumentTypes, function, isMember)
        return errorResult(function)
    }

    /// After an error: the type that all overloads give, so that fewer findings follow from it.
    private func errorResult(_ function: FunctionDeclaration) -> ValueType {
        guard let first = function.overloads.first?.result, !first.mentionsParameter else { return .error }
        return function.overloads.allSatisfy { $0.result == first } ? first : .error
    }

    /// The common type of numbers, dyn when they differ; nil when one is no number.
    private func numeric(_ argumentTypes: [ValueType]) -> ValueType? {
        let types = argumentTypes.map { unifier.resolve($0) }
        guard types.allSatisfy({ $0.isNumeric || $0 == .dyn }) else { return nil }
        return Set(types).count == 1 ? types[0] : .dyn
    }

    private mutating func match(_ overload: Overload, _ argumentTypes: [ValueType]) -> ValueType? {
        guard overload.parameters.count == argumentTypes.count else { return nil }
        var parameters = overload.parameters
        var result = overload.result
        if overload.isGeneric {
            var names: [String: ValueType] = [:]
            for type in parameters + [result] { collect(type, &names) }
            parameters = parameters.map { unifier.instantiate($0, names) }
            result = unifier.instantiate(result, names)
        }
        let matched = unifier.attempt { unifier in
            for (argument, parameter) in zip(argumentTypes, parameters) where !unifier.agree(argument, parameter) {
                return false
            }
            return true
        }
        return matched ? unifier.resolve(result) : nil
    }

    private mutating func collect(_ type: ValueType, _ names: inout [String: ValueType]) {
        switch type {
        case .parameter(let name): if names[name] == nil { names[name] = unifier.fresh() }
        case .list(let inner), .optional(let inner), .type(let inner), .wrapper(let inner): collect(inner, &names)
        case .map(let key, let value):
            collect(key, &names)
            collect(value, &names)
        case .opaque(_, let parameters): for parameter in parameters { collect(parameter, &names) }
        default: break
        }
    }

    // MARK: Operators

    mutating func binary(
        _ node: Expression, _ operation: BinaryOperator, _ left: Expression, _ right: Expression
    ) -> ValueType {
        let leftType = check(left)
        let rightType = check(right)
        switch operation {
        case .and, .or:
            for (operand, type) in [(left, leftType), (right, rightType)] where !unifier.assignable(type, .bool) {
                report("'\(operation.rawValue)' takes bool, not \(shown(type))", at: operand.range)
            }
            return .bool
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            if environment.options.comparesNumbersAcrossTypes, unifier.resolve(leftType).isNumeric,
                unifier.resolve(rightType).isNumeric
            {
                return .bool
            }
            return resolveCall(node, operation.function, [left, right], [leftType, rightType], isMember: false)
        case .contained, .equal, .notEqual, .add, .subtract, .multiply, .divide, .remainder:
            return resolveCall(node, operation.function, [left, right], [leftType, rightType], isMember: false)
        }
    }

    mutating func conditional(
        _ node: Expression, _ condition: Expression, _ yes: Expression, _ no: Expression
    ) -> ValueType {
        let conditionType = check(condition)
        if !unifier.assignable(conditionType, .bool) {
            report("the condition before '?' must be bool, not \(shown(conditionType))", at: condition.range)
        }
        let yesType = check(yes)
        let noType = check(no)
        let result = unifier.fresh()
        let agreed = unifier.attempt { $0.agree(yesType, result) && $0.agree(noType, result) }
        if agreed { return unifier.resolve(result) }
        report(
            "the two results of '?:' differ: \(shown(yesType)) and \(shown(noType))", at: node.anchor,
            remedy: numericRemedy([yes, no], [yesType, noType]) ?? "make them one type, or wrap one in dyn(…)")
        return .error
    }

    mutating func index(
        _ node: Expression, _ operand: Expression, _ key: Expression, _ optional: Bool
    ) -> ValueType {
        let checkedOperand = check(operand)
        let operandType = unifier.resolve(checkedOperand)
        let keyType = check(key)
        var container = operandType
        var isOptional = optional
        if case .optional(let wrapped) = operandType {
            container = unifier.resolve(wrapped)
            isOptional = true
        }
        let result = resolveCall(node, "_[_]", [operand, key], [container, keyType], isMember: false)
        return isOptional ? .optional(result) : result
    }

    mutating func message(
        _ node: Expression, _ name: String, _ rooted: Bool, _ fields: [Expression.Field]
    ) -> ValueType {
        guard let full = environment.messageName(name, rooted: rooted), let type = WellKnownMessages.type(full) else {
            for field in fields { _ = check(field.value) }
            report("undeclared message type '\(name)'", at: node.anchor)
            return .error
        }
        for field in fields {
            let valueType = check(field.value)
            guard let wanted = WellKnownMessages.fieldType(full, field.name) else {
                report("'\(full)' has no field '\(field.name)'", at: field.range)
                continue
            }
            let given = field.optional ? unwrapped(valueType, field.value) : valueType
            if !unifier.assignable(given, wanted) {
                report("field '\(field.name)' takes \(wanted), not \(shown(given))", at: field.value.range)
            }
        }
        return type
    }
}

extension ValueType {
    var isErroneous: Bool { self == .error }
}
