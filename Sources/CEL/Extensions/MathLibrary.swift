/// The math extension.
enum MathLibrary {
    static let functions: [FunctionDeclaration] =
        [extreme("math.greatest", .after), extreme("math.least", .before)] + rounding + signs + tests + bits

    // MARK: Greatest and least

    private static let numbers: [ValueType] = [.int, .uint, .double]

    /// Any number of numbers, or one list of them; the first of several equal ones.
    private static func extreme(_ name: String, _ wanted: Value.Order) -> FunctionDeclaration {
        var overloads = numbers.map { Overload([$0], $0) } + numbers.map { Overload([.list($0)], $0) }
        overloads.append(Overload([.list(.dyn)], .dyn))
        for left in numbers {
            for right in numbers { overloads.append(Overload([left, right], left == right ? left : .dyn)) }
        }
        let choose: FunctionDeclaration.Many = { (values) throws(EvaluationError) in
            guard var best = values.first else { throw EvaluationError(.invalidArgument, "\(name)() needs a number") }
            for value in values {
                // A single value is compared with itself, so that it is known to be a number.
                guard let order = value.numericOrder(best) else { throw .noOverload(name, best, value) }
                if order == wanted { best = value }
            }
            return best
        }
        return FunctionDeclaration(
            name: name, overloads: overloads,
            one: { (value) throws(EvaluationError) in
                if case .list(let values) = value { return try choose(values) }
                return try choose([value])
            }, two: { (left, right) throws(EvaluationError) in try choose([left, right]) },
            three: { (one, two, three) throws(EvaluationError) in try choose([one, two, three]) }, many: choose,
            isVariadic: true)
    }

    // MARK: Rounding

    private static func ofDouble(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> FunctionDeclaration
    {
        FunctionDeclaration(
            name: name, overloads: [Overload([.double], .double)],
            one: { (value) throws(EvaluationError) in
                guard case .double(let number) = value else { throw .noOverload(name, value) }
                return .double(body(number))
            })
    }

    private static let rounding: [FunctionDeclaration] = [
        ofDouble("math.ceil") { $0.rounded(.up) },
        ofDouble("math.floor") { $0.rounded(.down) },
        ofDouble("math.round") { $0.rounded(.toNearestOrAwayFromZero) },
        ofDouble("math.trunc") { $0.rounded(.towardZero) },
        FunctionDeclaration(
            name: "math.sqrt", overloads: numbers.map { Overload([$0], .double) },
            one: { (value) throws(EvaluationError) in
                switch value {
                case .double(let number): return .double(number.squareRoot())
                case .int(let number): return .double(Double(number).squareRoot())
                case .uint(let number): return .double(Double(number).squareRoot())
                default: throw .noOverload("math.sqrt", value)
                }
            }),
    ]

    private static let signs: [FunctionDeclaration] = [
        FunctionDeclaration(
            name: "math.abs", overloads: numbers.map { Overload([$0], $0) },
            one: { (value) throws(EvaluationError) in
                switch value {
                case .double(let number): return .double(number.magnitude)
                case .int(let number):
                    guard number != .min else { throw Operators.integerOverflow }
                    return .int(number < 0 ? -number : number)
                case .uint: return value
                default: throw .noOverload("math.abs", value)
                }
            }),
        FunctionDeclaration(
            name: "math.sign", overloads: numbers.map { Overload([$0], $0) },
            one: { (value) throws(EvaluationError) in
                switch value {
                case .double(let number): return .double(number.isNaN ? .nan : number > 0 ? 1 : number < 0 ? -1 : 0)
                case .int(let number): return .int(number.signum())
                case .uint(let number): return .uint(number > 0 ? 1 : 0)
                default: throw .noOverload("math.sign", value)
                }
            }),
    ]

    private static func test(_ name: String, _ body: @escaping @Sendable (Double) -> Bool) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([.double], .bool)],
            one: { (value) throws(EvaluationError) in
                guard case .double(let number) = value else { throw .noOverload(name, value) }
                return .bool(body(number))
            })
    }

    private static let tests: [FunctionDeclaration] = [
        test("math.isNaN") { $0.isNaN }, test("math.isInf") { $0.isInfinite }, test("math.isFinite") { $0.isFinite },
    ]

    // MARK: Bits

    private static func bitwise(
        _ name: String, _ body: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([.int, .int], .int), Overload([.uint, .uint], .uint)],
            two: { (left, right) throws(EvaluationError) in
                switch (left, right) {
                case (.int(let one), .int(let two)):
                    return .int(Int64(bitPattern: body(UInt64(bitPattern: one), UInt64(bitPattern: two))))
                case (.uint(let one), .uint(let two)): return .uint(body(one, two))
                default: throw .noOverload(name, left, right)
                }
            })
    }

    /// Shifts by 64 and more give 0; a right shift fills with zeros.
    private static func shift(
        _ name: String, _ body: @escaping @Sendable (UInt64, Int64) -> UInt64
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name: name, overloads: [Overload([.int, .int], .int), Overload([.uint, .int], .uint)],
            two: { (value, by) throws(EvaluationError) in
                guard case .int(let count) = by else { throw .noOverload(name, value, by) }
                guard count >= 0 else {
                    throw EvaluationError(.invalidArgument, "\(name)() by a negative offset: \(count)")
                }
                switch value {
                case .int(let number): return .int(Int64(bitPattern: body(UInt64(bitPattern: number), count)))
                case .uint(let number): return .uint(body(number, count))
                default: throw .noOverload(name, value, by)
                }
            })
    }

    private static let bits: [FunctionDeclaration] = [
        bitwise("math.bitAnd") { $0 & $1 }, bitwise("math.bitOr") { $0 | $1 }, bitwise("math.bitXor") { $0 ^ $1 },
        shift("math.bitShiftLeft") { $0 << $1 }, shift("math.bitShiftRight") { $0 >> $1 },
        FunctionDeclaration(
            name: "math.bitNot", overloads: [Overload([.int], .int), Overload([.uint], .uint)],
            one: { (value) throws(EvaluationError) in
                switch value {
                case .int(let number): return .int(~number)
                case .uint(let number): return .uint(~number)
                default: throw .noOverload("math.bitNot", value)
                }
            }),
    ]
}
