extension Value {
    /// Elements that one comparison looks at before it gives up: a few nested lists that hold one another many times
    /// would otherwise take for ever.
    static let comparedElements = 4_000_000

    /// `==` of the language: false for different types, numbers compared on one line, NaN equal to nothing.
    /// Values with more than four million nested elements are taken as different.
    public func equals(_ other: Value) -> Bool { decidedEquality(other) ?? false }

    /// Whether the values are equal; nil when that is too much to find out.
    @inline(__always)
    func decidedEquality(_ other: Value) -> Bool? {
        switch (self, other) {
        case (.int(let left), .int(let right)): return left == right
        case (.double(let left), .double(let right)): return left == right
        case (.string(let left), .string(let right)): return CodePoints.equal(left, right)
        case (.bool(let left), .bool(let right)): return left == right
        default:
            var elementsLeft = Self.comparedElements
            let result = equals(other, &elementsLeft)
            return elementsLeft >= 0 ? result : nil
        }
    }

    func equals(_ other: Value, _ elementsLeft: inout Int) -> Bool {
        switch (self, other) {
        case (.int(let left), .int(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): CodePoints.equal(left, right)
        case (.bool(let left), .bool(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.null, .null): true
        case (.duration(let left), .duration(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.bytes(let left), .bytes(let right)): left == right
        case (.list(let left), .list(let right)): Self.equal(left, right, &elementsLeft)
        case (.map(let left), .map(let right)): left.equals(right, &elementsLeft)
        case (.type(let left), .type(let right)): CodePoints.equal(left.name, right.name)
        case (.optional(let left), .optional(let right)): Self.equal(left, right, &elementsLeft)
        case (.opaque(let left), .opaque(let right)): left.equals(right)
        case (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int), (.double, .uint):
            numericOrder(other) == .same
        default: false
        }
    }

    private static func equal(_ left: [Value], _ right: [Value], _ elementsLeft: inout Int) -> Bool {
        guard left.count == right.count else { return false }
        elementsLeft -= left.count
        guard elementsLeft >= 0 else { return false }
        for index in left.indices where !left[index].equals(right[index], &elementsLeft) { return false }
        return true
    }

    private static func equal(_ left: Value?, _ right: Value?, _ elementsLeft: inout Int) -> Bool {
        switch (left, right) {
        case (nil, nil): return true
        case (let left?, let right?):
            elementsLeft -= 1
            return elementsLeft >= 0 && left.equals(right, &elementsLeft)
        default: return false
        }
    }

    /// How two values are ordered.
    enum Order {
        case before, same, after
        /// NaN is one of them.
        case none

        @inline(__always)
        init<Operand: Comparable>(_ left: Operand, _ right: Operand) {
            self = left < right ? .before : left == right ? .same : left > right ? .after : .none
        }
    }

    /// The order of two numbers of any types; nil if one is no number.
    func numericOrder(_ other: Value) -> Order? {
        switch (self, other) {
        case (.int(let left), .int(let right)): Order(left, right)
        case (.uint(let left), .uint(let right)): Order(left, right)
        case (.double(let left), .double(let right)): Order(left, right)
        case (.int(let left), .uint(let right)): left < 0 ? .before : Order(UInt64(left), right)
        case (.uint(let left), .int(let right)): right < 0 ? .after : Order(left, UInt64(right))
        case (.int(let left), .double(let right)): Self.order(left, right)
        case (.double(let left), .int(let right)): Self.order(right, left).reversed
        case (.uint(let left), .double(let right)): Self.order(left, right)
        case (.double(let left), .uint(let right)): Self.order(right, left).reversed
        default: nil
        }
    }

    // As cel-go: outside the integer's range decided by the range, inside by converting the integer to double.
    private static func order(_ left: Int64, _ right: Double) -> Order {
        if right.isNaN { return .none }
        if right < -0x1p63 { return .after }
        if right > 0x1p63 { return .before }
        return Order(Double(left), right)
    }

    private static func order(_ left: UInt64, _ right: Double) -> Order {
        if right.isNaN { return .none }
        if right < 0 { return .after }
        if right > 0x1p64 { return .before }
        return Order(Double(left), right)
    }

    /// The order of two values that `<` takes; nil if their types cannot be ordered.
    func order(_ other: Value) -> Order? {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            CodePoints.equal(left, right) ? .same : CodePoints.less(left, right) ? .before : .after
        case (.bool(let left), .bool(let right)): Order(left ? 1 : 0, right ? 1 : 0)
        case (.duration(let left), .duration(let right)): Order(left, right)
        case (.timestamp(let left), .timestamp(let right)): Order(left, right)
        case (.bytes(let left), .bytes(let right)):
            left == right ? .same : left.lexicographicallyPrecedes(right) ? .before : .after
        default: numericOrder(other)
        }
    }
}

extension Value.Order {
    var reversed: Value.Order {
        switch self {
        case .before: .after
        case .same: .same
        case .after: .before
        case .none: .none
        }
    }
}
