/// Types to be found and what is known of them so far (after cel-go's checker/types.go).
struct TypeUnifier {
    private var found: [ValueType?] = []
    /// Recent bindings, so that a failed attempt can be taken back.
    private var trail: [(index: Int, previous: ValueType?)] = []

    mutating func fresh() -> ValueType {
        found.append(nil)
        return .inferred(found.count - 1)
    }

    /// Whether the attempt succeeds; its bindings are kept only then.
    mutating func attempt(_ body: (inout TypeUnifier) -> Bool) -> Bool {
        let mark = trail.count
        if body(&self) { return true }
        while trail.count > mark {
            let entry = trail.removeLast()
            found[entry.index] = entry.previous
        }
        return false
    }

    private mutating func bind(_ index: Int, _ type: ValueType) {
        trail.append((index, found[index]))
        found[index] = type
    }

    /// The type with everything put in that is known; the rest becomes dyn if `open` is false.
    func resolve(_ type: ValueType, open: Bool = true) -> ValueType {
        switch type {
        case .inferred(let index):
            if let known = found[index] { return resolve(known, open: open) }
            return open ? type : .dyn
        case .list(let element): return .list(resolve(element, open: open))
        case .map(let key, let value): return .map(resolve(key, open: open), resolve(value, open: open))
        case .optional(let wrapped): return .optional(resolve(wrapped, open: open))
        case .type(let named): return .type(resolve(named, open: open))
        case .opaque(let name, let parameters) where !parameters.isEmpty:
            return .opaque(name, parameters.map { resolve($0, open: open) })
        default: return type
        }
    }

    /// The type with the names of type parameters replaced.
    func instantiate(_ type: ValueType, _ names: [String: ValueType]) -> ValueType {
        switch type {
        case .parameter(let name): names[name] ?? .dyn
        case .list(let element): .list(instantiate(element, names))
        case .map(let key, let value): .map(instantiate(key, names), instantiate(value, names))
        case .optional(let wrapped): .optional(instantiate(wrapped, names))
        case .type(let named): .type(instantiate(named, names))
        case .opaque(let name, let parameters): .opaque(name, parameters.map { instantiate($0, names) })
        default: type
        }
    }

    mutating func bindToDynamic(_ type: ValueType) {
        if case .inferred(let index) = type, found[index] == nil { bind(index, .dyn) }
    }

    // MARK: Assignability

    /// Whether a value of one type may stand where the other is wanted. Either may be refined.
    mutating func assignable(_ left: ValueType, _ right: ValueType) -> Bool {
        attempt { $0.agree(left, right) }
    }

    mutating func agree(_ left: ValueType, _ right: ValueType) -> Bool {
        if case .inferred(let index) = right {
            let (valid, known) = substitute(left, index)
            if valid { return true }
            if known { return false }
        }
        if case .inferred(let index) = left { return substitute(right, index).valid }
        if left.isDynamic || right.isDynamic { return true }
        if left == .null { return right.takesNull }
        if right == .null { return left.takesNull }
        switch (left, right) {
        case (.list(let one), .list(let other)), (.optional(let one), .optional(let other)): return agree(one, other)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return agree(key, otherKey) && agree(value, otherValue)
        case (.type, .type): return true
        case (.opaque(let name, let parameters), .opaque(let otherName, let others)):
            guard name == otherName, parameters.count == others.count else { return false }
            for (one, other) in zip(parameters, others) where !agree(one, other) { return false }
            return true
        case (.wrapper(let one), .wrapper(let other)): return one == other
        case (.wrapper(let wrapped), _): return wrapped == right
        case (_, .wrapper(let wrapped)): return wrapped == left
        default: return left == right
        }
    }

    private mutating func substitute(_ type: ValueType, _ index: Int) -> (valid: Bool, known: Bool) {
        if type == .inferred(index) { return (true, true) }
        if let known = found[index] {
            if type == known { return (true, true) }
            let agreed = attempt { $0.agree(type, known) }
            guard agreed else { return (false, true) }
            let general = mostGeneral(type, known)
            if !occurs(index, general) { bind(index, general) }
            return (true, true)
        }
        if occurs(index, type) { return (false, false) }
        bind(index, type)
        return (true, false)
    }

    private func occurs(_ index: Int, _ type: ValueType) -> Bool {
        switch type {
        case .inferred(let other):
            if other == index { return true }
            return found[other].map { occurs(index, $0) } ?? false
        case .list(let inner), .optional(let inner), .type(let inner), .wrapper(let inner): return occurs(index, inner)
        case .map(let key, let value): return occurs(index, key) || occurs(index, value)
        case .opaque(_, let parameters): return parameters.contains { occurs(index, $0) }
        default: return false
        }
    }

    /// The less specific of two types that agree.
    func mostGeneral(_ left: ValueType, _ right: ValueType) -> ValueType {
        isEqualOrLessSpecific(left, right) ? left : right
    }

    private func isEqualOrLessSpecific(_ left: ValueType, _ right: ValueType) -> Bool {
        if left == .dyn { return true }
        if case .inferred = left { return true }
        if right == .dyn { return false }
        if case .inferred = right { return false }
        switch (left, right) {
        case (_, .null): return true
        case (.null, _): return false
        case (.wrapper, .wrapper): return true
        case (.wrapper, _): return true
        case (_, .wrapper): return false
        case (.list(let one), .list(let other)), (.optional(let one), .optional(let other)):
            return isEqualOrLessSpecific(one, other)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return isEqualOrLessSpecific(key, otherKey) && isEqualOrLessSpecific(value, otherValue)
        case (.opaque(let name, let parameters), .opaque(let otherName, let others)):
            guard name == otherName, parameters.count == others.count else { return false }
            return zip(parameters, others).allSatisfy { isEqualOrLessSpecific($0, $1) }
        case (.type, .type): return true
        default: return left == right
        }
    }
}

extension ValueType {
    /// Whether null is a value of the type.
    var takesNull: Bool {
        switch self {
        case .null, .wrapper, .timestamp, .duration, .optional, .opaque, .dyn, .error: true
        default: false
        }
    }
}
