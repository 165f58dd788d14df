final class ListNode: PlanNode, @unchecked Sendable {
    let elements: [PlanNode]
    /// Which elements are optionals that are left out when empty; nil when none is.
    let optional: [Bool]?

    init(_ range: SourceRange, _ elements: [PlanNode], optional: [Bool]) {
        self.elements = elements
        self.optional = optional.contains(true) ? optional : nil
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let values = try CallNode.values(elements, &context)
        guard let optional else { return .list(values) }
        var result: [Value] = []
        for (value, isOptional) in zip(values, optional) {
            guard isOptional else {
                result.append(value)
                continue
            }
            guard case .optional(let held) = value else { throw failure(.noOverload("[?_]", value)) }
            if let held { result.append(held) }
        }
        return .list(result)
    }
}

final class MapNode: PlanNode, @unchecked Sendable {
    let keys: [PlanNode]
    let values: [PlanNode]
    let optional: [Bool]

    init(_ range: SourceRange, _ keys: [PlanNode], _ values: [PlanNode], optional: [Bool]) {
        self.keys = keys
        self.values = values
        self.optional = optional
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let all = try CallNode.values(keys + values, &context)
        var keptKeys: [Value] = []
        var keptValues: [Value] = []
        for index in keys.indices {
            var value = all[keys.count + index]
            if optional[index] {
                guard case .optional(let held) = value else { throw failure(.noOverload("{?_}", value)) }
                guard let held else { continue }
                value = held
            }
            keptKeys.append(all[index])
            keptValues.append(value)
        }
        do throws(EvaluationError) { return .map(try Self.make(keptKeys, keptValues)) } catch { throw failure(error) }
    }

    static func make(_ keys: [Value], _ values: [Value]) throws(EvaluationError) -> Value.Map {
        if let map = Value.Map(keys: keys, values: values) { return map }
        for key in keys {
            switch key {
            case .int, .uint, .bool, .string: continue
            default: throw EvaluationError(.invalidArgument, "a map's key cannot be a \(key.typeName)")
            }
        }
        throw EvaluationError(.invalidArgument, "a key of the map is repeated")
    }
}

/// `operand.field`, `operand.?field`.
final class SelectNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode
    let field: Value
    let optional: Bool

    init(_ range: SourceRange, _ operand: PlanNode, field: String, optional: Bool) {
        self.operand = operand
        self.field = .string(field)
        self.optional = optional
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let target = try operand.value(&context)
        if case .optional(let held) = target {
            guard let held else { return target }
            guard case .map(let map) = held else { throw missing(held) }
            return .optional(map[field])
        }
        guard case .map(let map) = target else { throw missing(target) }
        let found = map[field]
        if optional { return .optional(found) }
        guard let found else { throw missing(target) }
        return found
    }

    private func missing(_ target: Value) -> Failure {
        if case .map = target { return failure(EvaluationError(.noSuchKey, "no such key: \(field)")) }
        return failure(EvaluationError(.noSuchKey, "no such key: \(field), a \(target.typeName) has no fields"))
    }
}

/// `has(operand.field)`.
final class PresenceNode: PlanNode, @unchecked Sendable {
    let operand: PlanNode
    let field: Value

    init(_ range: SourceRange, _ operand: PlanNode, field: String) {
        self.operand = operand
        self.field = .string(field)
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        var target = try operand.value(&context)
        if case .optional(let held) = target {
            guard let held else { return .bool(false) }
            target = held
        }
        guard case .map(let map) = target else {
            throw failure(EvaluationError(.noSuchOverload, "has() needs a map, not a \(target.typeName)"))
        }
        return .bool(map.contains(field))
    }
}

/// `operand[key]`, `operand[?key]`.
final class IndexNode: PairNode, @unchecked Sendable {
    let optional: Bool

    init(_ range: SourceRange, _ operand: PlanNode, _ key: PlanNode, optional: Bool) {
        self.optional = optional
        super.init(range, operand, key)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let (target, key) = try operands(&context)
        do throws(EvaluationError) {
            if case .optional(let held) = target {
                guard let held else { return target }
                return .optional(try Operators.find(held, key))
            }
            let found = try Operators.find(target, key)
            if optional { return .optional(found) }
            guard let found else { throw Operators.missing(target, key) }
            return found
        } catch {
            throw failure(error)
        }
    }
}

/// A protobuf message built from its fields.
final class MessageNode: PlanNode, @unchecked Sendable {
    let name: String
    let fields: [String]
    let values: [PlanNode]
    let optional: [Bool]

    init(_ range: SourceRange, _ name: String, _ fields: [String], _ values: [PlanNode], optional: [Bool]) {
        self.name = name
        self.fields = fields
        self.values = values
        self.optional = optional
        super.init(range)
    }

    override func value(_ context: inout EvaluationContext) throws(Failure) -> Value {
        let given = try CallNode.values(values, &context)
        do throws(EvaluationError) {
            var kept: [(name: String, value: Value)] = []
            for (index, value) in given.enumerated() {
                guard WellKnownMessages.fieldType(name, fields[index]) != nil else {
                    throw EvaluationError(.noSuchKey, "'\(name)' has no field '\(fields[index])'")
                }
                if optional[index] {
                    guard case .optional(let held) = value else { throw .noOverload("{?_}", value) }
                    if let held { kept.append((fields[index], held)) }
                } else {
                    kept.append((fields[index], value))
                }
            }
            return try WellKnownMessages.make(name, kept)
        } catch {
            throw failure(error)
        }
    }
}
