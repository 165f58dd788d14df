/// The optionals extension; `or`, `orValue`, `optMap` and selections have nodes of their own, since they are lazy.
enum OptionalLibrary {
    private static let t = ValueType.parameter("T")
    private static let optional = ValueType.optional(t)

    static let functions: [FunctionDeclaration] = [
        FunctionDeclaration(name: "optional.of", overloads: [Overload([t], optional)], one: { .optional($0) }),
        FunctionDeclaration(name: "optional.none", overloads: [Overload([], optional)], many: { _ in .optional(nil) }),
        FunctionDeclaration(
            name: "optional.ofNonZeroValue", overloads: [Overload([t], optional)],
            one: { .optional(isZero($0) ? nil : $0) }),
        member("hasValue", .bool) { .bool($0 != nil) },
        FunctionDeclaration(
            name: "value", overloads: [Overload([optional], t, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard case .optional(let held) = value else { throw .noOverload("value", value) }
                guard let held else { throw EvaluationError(.invalidArgument, "optional.none() has no value") }
                return held
            }),
        // Planned apart; here for their signatures.
        FunctionDeclaration(name: "or", overloads: [Overload([optional, optional], optional, isMember: true)]),
        FunctionDeclaration(name: "orValue", overloads: [Overload([optional, t], t, isMember: true)]),
        element("first") { $0.first },
        element("last") { $0.last },
        FunctionDeclaration(
            name: "optional.unwrap", overloads: [Overload([.list(optional)], .list(t))], one: unwrap),
        FunctionDeclaration(
            name: "unwrapOpt", overloads: [Overload([.list(optional)], .list(t), isMember: true)], one: unwrap),
    ]

    private static func member(
        _ name: String, _ result: ValueType, _ body: @escaping @Sendable (Value?) -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([optional], result, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard case .optional(let held) = value else { throw .noOverload(name, value) }
                return body(held)
            })
    }

    private static func element(
        _ name: String, _ body: @escaping @Sendable ([Value]) -> Value?
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([.list(t)], optional, isMember: true)],
            one: { (value) throws(EvaluationError) in
                guard case .list(let elements) = value else { throw .noOverload(name, value) }
                return .optional(body(elements))
            })
    }

    private static func unwrap(_ value: Value) throws(EvaluationError) -> Value {
        guard case .list(let elements) = value else { throw .noOverload("optional.unwrap", value) }
        var result: [Value] = []
        for element in elements {
            guard case .optional(let held) = element else { throw .noOverload("optional.unwrap", value) }
            if let held { result.append(held) }
        }
        return .list(result)
    }

    private static func isZero(_ value: Value) -> Bool {
        switch value {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .duration(let span): span == 0
        case .string(let text): text.isEmpty
        case .bytes(let octets): octets.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let map): map.count == 0
        case .timestamp(let time): time.seconds == 0 && time.nanoseconds == 0
        case .optional(let held): held == nil
        case .type, .opaque: false
        }
    }
}
