/// Signatures and implementations of the language's own functions.
enum StandardLibrary {
    typealias Declaration = FunctionDeclaration

    /// All functions of all libraries by name, with the library of each.
    static let functions: [String: (library: Library, declaration: Declaration)] = {
        var table: [String: (library: Library, declaration: Declaration)] = [:]
        func add(_ declarations: [Declaration], _ library: Library) {
            for declaration in declarations { table[declaration.name] = (library, declaration) }
        }
        add(operators + conversions + strings + times, .standard)
        add(StringLibrary.functions, .strings)
        add(MathLibrary.functions, .math)
        add(EncoderLibrary.functions, .encoders)
        add(OptionalLibrary.functions, .optionals)
        add(NetworkLibrary.functions, .network)
        return table
    }()

    /// Names that are types, as values.
    static let types: [String: ValueType] = [
        "int": .int, "uint": .uint, "double": .double, "bool": .bool, "string": .string, "bytes": .bytes,
        "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type(.dyn),
        "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
        "optional_type": .optional(.dyn), "net.IP": NetworkLibrary.ip, "net.CIDR": NetworkLibrary.cidr,
    ]

    private static let t = ValueType.parameter("T")
    private static let k = ValueType.parameter("K")
    private static let v = ValueType.parameter("V")

    private static func same(_ types: [ValueType]) -> [Overload] { types.map { Overload([$0, $0], $0) } }

    private static func ordering(_ name: String, _ comparison: BinaryOperator) -> Declaration {
        let types: [ValueType] = [.bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration]
        return Declaration(
            name: name, overloads: types.map { Overload([$0, $0], .bool) },
            two: { (left, right) throws(EvaluationError) in .bool(try Operators.compare(comparison, left, right)) })
    }

    // The order of overloads is cel-go's: where an operand's type is still open, the first that fits decides.
    private static let operators: [Declaration] = [
        Declaration(name: "_==_", overloads: [Overload([t, t], .bool)], two: { .bool($0.equals($1)) }),
        Declaration(name: "_!=_", overloads: [Overload([t, t], .bool)], two: { .bool(!$0.equals($1)) }),
        ordering("_<_", .less), ordering("_<=_", .lessOrEqual), ordering("_>_", .greater),
        ordering("_>=_", .greaterOrEqual),
        Declaration(
            name: "_+_",
            overloads: same([.bytes, .double, .duration]) + [
                Overload([.duration, .timestamp], .timestamp), Overload([.timestamp, .duration], .timestamp),
            ] + same([.int, .list(t), .string, .uint]), two: Operators.add),
        Declaration(
            name: "_-_",
            overloads: same([.double, .duration, .int]) + [
                Overload([.timestamp, .duration], .timestamp), Overload([.timestamp, .timestamp], .duration),
                Overload([.uint, .uint], .uint),
            ], two: Operators.subtract),
        Declaration(name: "_*_", overloads: same([.double, .int, .uint]), two: Operators.multiply),
        Declaration(name: "_/_", overloads: same([.double, .int, .uint]), two: Operators.divide),
        Declaration(name: "_%_", overloads: same([.int, .uint]), two: Operators.remainder),
        Declaration(
            name: "-_", overloads: [Overload([.double], .double), Overload([.int], .int)], one: Operators.negate),
        Declaration(name: "!_", overloads: [Overload([.bool], .bool)], one: Operators.not),
        Declaration(
            name: "@in", overloads: [Overload([t, .list(t)], .bool), Overload([k, .map(k, v)], .bool)],
            two: Operators.contains),
        Declaration(
            name: "_[_]", overloads: [Overload([.list(t), .int], t), Overload([.map(k, v), k], v)],
            two: { (operand, key) throws(EvaluationError) in
                guard let found = try Operators.find(operand, key) else { throw Operators.missing(operand, key) }
                return found
            }),
    ]

    private static func conversion(
        _ name: String, _ from: [ValueType], _ to: ValueType, _ convert: @escaping Declaration.One
    ) -> Declaration {
        Declaration(name: name, overloads: from.map { Overload([$0], to) }, one: convert)
    }

    private static let conversions: [Declaration] = [
        conversion("int", [.int, .uint, .double, .string, .timestamp], .int, Conversions.int),
        conversion("uint", [.uint, .int, .double, .string], .uint, Conversions.uint),
        conversion("double", [.double, .int, .uint, .string], .double, Conversions.double),
        conversion("bool", [.bool, .string], .bool, Conversions.bool),
        conversion(
            "string",
            [
                .string, .int, .uint, .double, .bool, .bytes, .timestamp, .duration, NetworkLibrary.ip,
                NetworkLibrary.cidr,
            ],
            .string, Conversions.string),
        conversion("bytes", [.bytes, .string], .bytes, Conversions.bytes),
        conversion("timestamp", [.timestamp, .string, .int], .timestamp, Conversions.timestamp),
        conversion("duration", [.duration, .string], .duration, Conversions.duration),
        Declaration(name: "dyn", overloads: [Overload([t], .dyn)], one: { $0 }),
        Declaration(name: "type", overloads: [Overload([t], .type(t))], one: { .type(Value.TypeName($0.typeName)) }),
    ]

    private static func text(
        _ name: String, _ test: @escaping @Sendable (String, String) -> Bool
    ) -> Declaration {
        Declaration(
            name: name, overloads: [Overload([.string, .string], .bool, isMember: true)],
            two: { (left, right) throws(EvaluationError) in
                guard case .string(let whole) = left, case .string(let part) = right else {
                    throw .noOverload(name, left, right)
                }
                return .bool(test(whole, part))
            })
    }

    private static let sized: [ValueType] = [.bytes, .list(t), .map(k, v), .string]

    private static let strings: [Declaration] = [
        Declaration(
            name: "size",
            overloads: sized.map { Overload([$0], .int) } + sized.map { Overload([$0], .int, isMember: true) },
            one: { (value) throws(EvaluationError) in
                switch value {
                case .string(let text): return .int(Int64(CodePoints.count(text)))
                case .bytes(let octets): return .int(Int64(octets.count))
                case .list(let elements): return .int(Int64(elements.count))
                case .map(let map): return .int(Int64(map.count))
                default: throw .noOverload("size", value)
                }
            }),
        text("contains", CodePoints.contains),
        text("startsWith", CodePoints.hasPrefix),
        text("endsWith", CodePoints.hasSuffix),
        Declaration(
            name: "matches",
            overloads: [
                Overload([.string, .string], .bool), Overload([.string, .string], .bool, isMember: true),
            ],
            two: { (text, pattern) throws(EvaluationError) in
                guard case .string(let text) = text, case .string(let source) = pattern else {
                    throw .noOverload("matches", text, pattern)
                }
                return .bool(try RegularExpression.compiled(source, automaton: false).matches(text))
            }),
    ]

    private static let getters: [(name: String, part: TimeParts.Part, ofDuration: Bool)] = [
        ("getFullYear", .fullYear, false), ("getMonth", .month, false), ("getDate", .date, false),
        ("getDayOfMonth", .dayOfMonth, false), ("getDayOfWeek", .dayOfWeek, false),
        ("getDayOfYear", .dayOfYear, false), ("getHours", .hours, true), ("getMinutes", .minutes, true),
        ("getSeconds", .seconds, true), ("getMilliseconds", .milliseconds, true),
    ]

    private static let times: [Declaration] = getters.map { getter in
        let (name, part) = (getter.name, getter.part)
        var overloads = [
            Overload([.timestamp], .int, isMember: true), Overload([.timestamp, .string], .int, isMember: true),
        ]
        if getter.ofDuration { overloads.append(Overload([.duration], .int, isMember: true)) }
        return Declaration(
            name: name, overloads: overloads,
            one: { (value) throws(EvaluationError) in
                switch value {
                case .timestamp(let time): return .int(TimeParts.part(part, of: time, offsetSeconds: 0))
                case .duration(let span):
                    guard let result = TimeParts.part(part, ofDuration: span) else { throw .noOverload(name, value) }
                    return .int(result)
                default: throw .noOverload(name, value)
                }
            },
            two: { (value, zone) throws(EvaluationError) in
                guard case .timestamp(let time) = value, case .string(let zoneName) = zone else {
                    throw .noOverload(name, value, zone)
                }
                guard let offset = TimeZones.offsetSeconds(of: zoneName, at: time.seconds) else {
                    throw EvaluationError(.invalidArgument, "unknown time zone \(zone)")
                }
                return .int(TimeParts.part(part, of: time, offsetSeconds: offset))
            })
    }
}
