import Testing

@testable import CEL

/// The language in examples of our own; the public suite, where it is present, has far more.
@Suite struct LanguageTests {
    static func result(_ expression: String, checks: Bool = true) -> EvaluationResult? {
        var options = Environment.Options()
        options.checksTypes = checks
        return try? Environment(options: options).compile(expression).evaluate(Frame(slotCount: 0))
    }

    static let truths: [String] = [
        // numbers
        "7 / -2 == -3 && 7 % -2 == 1", "0x10 == 16 && -0x10 == -16", "1e3 == 1000.0 && .5 == 0.5",
        "dyn(1) == 1.0 && dyn(1u) == 1 && dyn(9007199254740993) == 9007199254740992.0", "dyn(-1) < 0u",
        "double('NaN') != double('NaN')", "int(-1.9) == -1", "1.0 / 0.0 == double('Infinity')",
        // strings are code points
        "'é' != 'e\\u0301'", "size('🇨🇭') == 2 && size('e\\u0301') == 2", "'Z' < 'a' && 'a' < 'é' && 'é' < '🚒'",
        "'\\x41\\u00e9\\101' == 'AéA' && b'\\xff\\377' == b'\\377\\xff' && size(b'é') == 2", "r'\\n' == '\\\\n'",
        "'''a\r\nb''' == 'a\\nb'",
        // logic absorbs
        "true || 1 / 0 > 0", "1 / 0 > 0 || true", "!(false && 1 / 0 > 0) && !(1 / 0 > 0 && false)",
        "false ? 1 / 0 > 0 : true", "[1, 0].exists(x, 1 / x == 1)", "![0, 1].all(x, 1 / x == 0)",
        // containers
        "{1: 'a', 'k': 2}[1] == 'a' && {1u: 2}[dyn(1.0)] == 2", "[1, 2] + [3] == [1, 2, 3] && [1][dyn(0.0)] == 1",
        "2 in [1, 2] && 'k' in {'k': null} && !(3 in [1, 2])", "has({'a': null}.a) && !has({'a': null}.b)",
        "{'a-b': 1}.`a-b` == 1", "[[1], [2]].map(l, l[0]) == [1, 2]", "[1, 2, 3].map(x, x > 1, x * 10) == [20, 30]",
        "{'x': 1, 'y': 2}.transformMap(k, v, v * 2) == {'x': 2, 'y': 4}", "[5, 6].transformList(i, v, i + v) == [5, 7]",
        "[1, 2].transformMapEntry(i, v, {v: i}) == {1: 0, 2: 1}", "[1, 2, 2].exists_one(x, x == 1)",
        // times
        "duration('1h30m') == duration('5400s') && string(duration('-2.5s')) == '-2.5s'",
        "timestamp('2024-02-29T23:30:00-01:00').getDate() == 1",
        "timestamp('2026-03-29T00:30:00Z').getHours('Europe/Zurich') == 1",
        "timestamp('2026-03-29T01:30:00Z').getHours('Europe/Zurich') == 3",
        "string(timestamp(0)) == '1970-01-01T00:00:00Z'",
        "timestamp('2026-11-21T00:00:00Z') - timestamp('2026-11-20T00:00:00Z') == duration('24h')",
        "timestamp('2000-01-01T00:00:00Z').getDayOfWeek() == 6 && timestamp('2000-12-31T00:00:00Z').getDayOfYear() == 365",
        "duration('3730s').getMinutes() == 62 && duration('1.5s').getMilliseconds() == 500",
        // conversions
        "string(1e6) == '1e+06' && string(123456.0) == '123456' && string(1e-5) == '1e-05' && string(0.1) == '0.1'",
        "int('-7') == -7 && uint('7') == 7u && double('1e2') == 100.0 && bool('T') && string(b'abc') == 'abc'",
        "type(1) == int && type(type) == type && type({}) == map && type(duration('0')) == google.protobuf.Duration",
        // extensions
        "'abc'.charAt(1) == 'b' && 'tacocat'.lastIndexOf('a') == 5 && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
        "'abcabc'.replace('b', 'x', 1) == 'axcabc' && ' x\\u3000'.trim() == 'x' && 'aé'.reverse() == 'éa'",
        "'%s|%d|%.2f|%x|%o|%b|%e|%%'.format(['a', 7, 2.345, 255, 8, 5, 1234.5]) == 'a|7|2.35|ff|10|101|1.234500e+03|%'",
        "'%.1f %.0f %.0f'.format([0.25, 0.5, 1.5]) == '0.2 0 2'",
        "math.greatest(1, 2.5, 2u) == 2.5 && math.least([3, 1, 2]) == 1 && math.round(-2.5) == -3.0",
        "math.bitShiftRight(-1, 60) == 15 && math.bitShiftLeft(1, 64) == 0 && math.sign(-2.0) == -1.0",
        "base64.encode(b'hi') == 'aGk=' && base64.decode('aGk') == b'hi'",
        "optional.of(1).orValue(1 / 0) == 1 && !optional.none().hasValue() && {}.?a.b.orValue(3) == 3",
        "[?optional.none(), 1] == [1] && {?'a': optional.of(1)} == {'a': 1} && [1, 2].first().value() == 1",
        "optional.of(2).optMap(x, x + 1).value() == 3 && optional.of(1).or(optional.none()) == optional.of(1)",
        "cel.bind(x, 2, x * x) == 4 && cel.bind(x, 1 / 0, true)",
        "cel.block([1 + 1, cel.index(0) * 2], cel.index(1) == 4)",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && string(ip('2001:DB8::0:1')) == '2001:db8::1'",
        "google.protobuf.Int64Value{} == 0 && google.protobuf.Value{string_value: 'a'} == 'a'",
    ]

    @Test(arguments: truths) func holds(_ expression: String) {
        for checks in [true, false] {
            guard case .value(.bool(true))? = Self.result(expression, checks: checks) else {
                Issue.record("\(String(describing: Self.result(expression, checks: checks)))")
                continue
            }
        }
    }

    @Test(
        arguments: [
            ("1 + 1u", EvaluationError.Code.noSuchOverload), ("{'a': 1}.b", .noSuchKey), ("[1][1]", .invalidArgument),
            ("9223372036854775807 + 1", .overflow), ("1 / 0", .divideByZero), ("nothing", .noSuchAttribute),
            ("int('x')", .conversion), ("1.0 < double('NaN')", .invalidArgument), ("{1: 1, 1u: 2}", .invalidArgument),
            ("{1.5: 1}", .invalidArgument), ("true && 'x'", .noSuchOverload), ("!1", .noSuchOverload),
            ("'a' ? 1 : 2", .noSuchOverload),
            ("[1, 0].exists_one(x, 1 / x == 1)", .divideByZero), ("timestamp('2026-02-30T00:00:00Z')", .conversion),
            ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", .overflow), ("duration('1d')", .conversion),
            ("timestamp(0).getHours('Nowhere/City')", .invalidArgument), ("optional.none().value()", .invalidArgument),
            ("f(1)", .noSuchOverload), ("'abc'.substring(2, 1)", .invalidArgument),
        ] as [(String, EvaluationError.Code)])
    func fails(_ expression: String, _ code: EvaluationError.Code) {
        guard case .error(let error)? = Self.result(expression, checks: false) else {
            Issue.record("\(String(describing: Self.result(expression, checks: false)))")
            return
        }
        #expect(error.code == code)
    }

    @Test(arguments: [
        ("1 + 1.0", "write 1.0"), ("1 == 1.0", "write 1.0"), ("'a' + 1", ""), ("[1].exists(x, x)", ""),
        ("1.exists(x, true)", ""),
        ("undeclared", ""), ("size(1)", "size"), ("'abc'.sizee()", "size"), ("true ? 1 : 'a'", "dyn"),
        ("{}.a.b.c + nope", ""),
        ("math.ceil(1)", "math.ceil(double)"), ("math.least(1, 2, 'a')", "math.least(int)"), ("1 in 'abc'", ""),
        ("optional.of(1) + 1", ""),
    ])
    func isRefusedByTheChecker(_ expression: String, _ remedy: String) {
        do throws(CompilationErrors) {
            _ = try Environment().compile(expression)
            Issue.record("compiled")
        } catch {
            if !remedy.isEmpty { #expect(error.diagnostics.first?.remedy?.contains(remedy) == true) }
        }
    }

    @Test(arguments: [
        ("[1, 2.0]", "list(dyn)"), ("[[], [1]]", "list(list(int))"), ("{'a': [1u]}", "map(string, list(uint))"),
        ("[1].map(x, string(x))", "list(string)"), ("true ? optional.of(1) : optional.none()", "optional_type(int)"),
        ("type(1)", "type(int)"), ("[null, timestamp(0)][0]", "google.protobuf.Timestamp"),
        ("{}.?a", "optional_type(dyn)"),
        ("dyn(1) + 2", "int"), ("[]", "list(dyn)"), ("math.greatest(1, 2, 3, 4)", "int"),
        ("math.least(1, 2.0, 3u)", "dyn"),
    ])
    func findsTheType(_ expression: String, _ type: String) throws {
        #expect(try Environment().check(expression).description == type)
    }

    @Test func namesAreFoundInTheContainer() throws {
        var environment = Environment(container: "city.river")
        let inner = environment.declareVariable("city.river.level", .int)
        let outer = environment.declareVariable("level", .int)
        let dotted = environment.declareVariable("city.gauge.a", .int)
        let map = environment.declareVariable("city.gauge", .map(.string, .int))
        let frame = Frame(slotCount: 4)
        for (slot, value) in [(inner, 1), (outer, 2), (dotted, 3)] { frame.setInt(Int64(value), at: slot) }
        frame.set(.map(Value.Map([("b", .int(4)), ("a", .int(5))]) ?? Value.Map()), at: map)
        let program = try environment.compile("[level, .level, gauge.a, gauge.b, [6].map(level, level)[0]]")
        guard case .value(let value) = program.evaluate(frame) else {
            Issue.record("no value")
            return
        }
        #expect(value.description == "[1, 2, 3, 4, 6]")
    }

    @Test func hostFunctionsAndOpaqueValues() throws {
        struct Place: OpaqueValue {
            let name: String
            var typeName: String { "city.Place" }
            var text: String? { name }
            func equals(_ other: any OpaqueValue) -> Bool { (other as? Place)?.name == name }
        }
        let place = ValueType.opaque("city.Place", [])
        var environment = Environment()
        environment.declareFunction(
            "place",
            [
                Overload([.string], place) { (values) throws(EvaluationError) in
                    guard case .string(let name) = values[0], !name.isEmpty else {
                        throw EvaluationError(.host, "no such place")
                    }
                    return .opaque(Place(name: name))
                }
            ])
        environment.declareFunction(
            "upstream",
            [
                Overload([place, place], .bool, isMember: true) { (values) throws(EvaluationError) in
                    .bool(!values[0].equals(values[1]))
                }
            ])
        let frame = Frame(slotCount: 0)
        #expect(
            try environment.compile("place('a') == place('a') && place('a').upstream(place('b'))").evaluateCondition(
                frame) == .yes)
        #expect(try environment.compile("place('') == place('a')").evaluateCondition(frame) == .failed)
        #expect(throws: CompilationErrors.self) { try environment.compile("place(1)") }
    }
}
