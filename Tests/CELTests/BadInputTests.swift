import Foundation
import Testing

@testable import CEL

/// Expressions that someone could write to harm the server: each gives an error with a place, within bounds.
@Suite struct BadInputTests {
    /// Runs on a thread with the small stack that other platforms give to threads.
    static func onSmallStack(_ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            body()
            done.signal()
        }
        thread.stackSize = 512 * 1024
        thread.start()
        done.wait()
    }

    static func problem(_ expression: String, _ options: Environment.Options = .init()) -> Diagnostic? {
        var environment = Environment(options: options)
        environment.declareVariable("x", .dyn)
        do throws(CompilationErrors) {
            let program = try environment.compile(expression)
            let frame = Frame(slotCount: environment.slotCount)
            _ = program.evaluate(frame)
            _ = program.explain(frame).count
            return nil
        } catch {
            return error.diagnostics.first
        }
    }

    static let deep: [String] = [
        String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000),
        String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
        String(repeating: "{1:", count: 10_000) + "1" + String(repeating: "}", count: 10_000),
        Array(repeating: "1", count: 10_000).joined(separator: " + "),
        Array(repeating: "1", count: 10_000).joined(separator: " < "),
        Array(repeating: "true ? 1 : ", count: 5_000).joined() + "1",
        "x" + String(repeating: ".y", count: 10_000),
        "x" + String(repeating: "[0]", count: 10_000),
        String(repeating: "size(", count: 10_000) + "x" + String(repeating: ")", count: 10_000),
        String(repeating: "x.map(x, ", count: 5_000) + "x" + String(repeating: ")", count: 5_000),
        String(repeating: "-(", count: 10_000) + "1" + String(repeating: ")", count: 10_000),
        "x" + String(repeating: ".f(1)", count: 10_000),
    ]

    @Test(arguments: deep) func refusesWhatIsNestedTooDeep(_ expression: String) {
        Self.onSmallStack {
            let problem = Self.problem(expression)
            #expect(problem?.message.contains("deeper") == true)
            #expect((problem?.column ?? 0) > 0)
        }
    }

    @Test func evaluatesWhatIsJustNotTooDeep() {
        let shapes: [(String, String, String)] = [
            ("(", "1", ")"), ("[", "1", "]"), ("{1:", "1", "}"), ("size([", "1", "])"), ("-(", "x", ")"),
            ("[1].map(y, ", "1", ")"), ("true ? (", "1", ") : 2"), ("!(", "true", ")"), ("1 + (", "x", ")"),
            ("cel.bind(y, [x], ", "y == y", ")"), ("[x].exists(y, ", "true", ")"),
        ]
        Self.onSmallStack {
            for (open, inner, close) in shapes {
                for count in [60, 100, 120, 200, 240, 248] {
                    _ = Self.problem(
                        String(repeating: open, count: count) + inner + String(repeating: close, count: count))
                }
            }
        }
    }

    @Test func acceptsLongChainsOfLogic() {
        Self.onSmallStack {
            #expect(Self.problem(Array(repeating: "x == 1", count: 5_000).joined(separator: " || ")) == nil)
        }
    }

    @Test func refusesTenMegabytes() {
        #expect(Self.problem(String(repeating: "1 + ", count: 2_500_000) + "1")?.message.contains("longer") == true)
    }

    @Test(arguments: [
        "a{1000}{1000}", "(a{1000}){1000}", "a{1001}", "(?<=a)b", "(a)\\1", "[", "(", "*", "a**", "\\", "\\p{Foo}",
    ])
    func refusesPatterns(_ pattern: String) {
        let problem = Self.problem("'a'.matches(r'\(pattern)')")
        #expect(problem?.message.contains("pattern") == true)
        #expect(problem?.column == 13)
    }

    @Test func matchesEvilPatternsInLinearTime() throws {
        let text = String(repeating: "a", count: 20_000)
        for pattern in ["(a+)+$b", "(a|a)*c", "(a|aa)+$d", "((a?){100}){5}b", "(x+x+)+y"] {
            for automaton in [true, false] {
                let compiled = try RegularExpression.compiled(pattern, automaton: automaton)
                #expect(!compiled.matches(String(text.prefix(automaton ? 20_000 : 500))))
            }
        }
    }

    @Test func boundsNestedMacrosWhenTheyRun() throws {
        var options = Environment.Options()
        options.maximumIterations = 10_000
        var environment = Environment(options: options)
        environment.declareVariable("l", .list(.int))
        let frame = Frame(slotCount: 1)
        frame.set(.list(Array(repeating: .int(1), count: 1_000)), at: 0)
        let program = try environment.compile("l.all(a, l.all(b, l.all(c, a + b + c > 0)))")
        #expect(program.evaluateCondition(frame) == .failed)
        guard case .error(let error) = program.evaluate(frame) else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .limit)
    }

    @Test func refusesCostlyRules() throws {
        var environment = Environment(options: .rules)
        environment.declareVariable("l", .list(.double), maximumSize: 100)
        #expect(throws: CompilationErrors.self) {
            try environment.compile("l.exists(a, l.exists(b, l.exists(c, a + b + c > 0.0)))")
        }
        #expect(throws: CompilationErrors.self) { try environment.compile("l.exists(a, l.exists(b, a > b))") }
        #expect(throws: Never.self) { try environment.compile("l.exists(a, a > 1.0)") }
    }

    @Test func doublingGrowsToAnErrorAndNoFurther() throws {
        let strings = (0..<60).reduce("v60") { inner, index in
            "cel.bind(v\(60 - index), v\(59 - index) + v\(59 - index), \(inner))"
        }
        let lists = (0..<60).reduce("v60 == v60") { inner, index in
            "cel.bind(v\(60 - index), [v\(59 - index), v\(59 - index)], \(inner))"
        }
        let texts = (0..<60).reduce("'%s'.format([v60])") { inner, index in
            "cel.bind(v\(60 - index), [v\(59 - index), v\(59 - index)], \(inner))"
        }
        for (expression, seed) in [(strings, "'abc' + string(x)"), (strings, "[x]"), (lists, "x"), (texts, "x")] {
            var environment = Environment()
            environment.declareVariable("x", .dyn)
            let frame = Frame(slotCount: 1)
            frame.setInt(1, at: 0)
            let program = try environment.compile("cel.bind(v0, \(seed), \(expression))")
            guard case .error(let error) = program.evaluate(frame) else {
                Issue.record("no error: \(seed)")
                continue
            }
            #expect(error.code == .limit)
        }
    }

    @Test func everyByteAsSourceGivesAPlaceOrAValue() {
        for byte in UInt8.min...UInt8.max {
            for bytes in [[byte], [0x31, byte, 0x31], [0x27, byte, 0x27], [0x27, 0x5C, byte, 0x27]] {
                do throws(CompilationErrors) {
                    _ = try Environment().compile(utf8: bytes)
                } catch {
                    #expect((error.diagnostics.first?.line ?? 0) >= 1)
                }
            }
        }
    }

    @Test func invalidUTF8IsRefusedAtItsPlace() {
        for (bytes, column) in [([0x31, 0x20, 0xFF], 3), ([0xED, 0xA0, 0x80], 1), ([0x27, 0xC3, 0x27], 2)]
            as [([UInt8], Int)]
        {
            do throws(CompilationErrors) {
                _ = try Environment().compile(utf8: bytes)
                Issue.record("compiled")
            } catch {
                #expect(error.diagnostics.first?.column == column)
            }
        }
    }

    @Test(arguments: [
        "-9223372036854775808 / -1", "-9223372036854775808 % -1", "-(-9223372036854775808)", "9223372036854775807 + 1",
        "1 / 0", "1 % 0", "0u - 1u", "int(1e300)", "uint(-1.0)", "int(0.0 / 0.0)", "timestamp(9223372036854775807)",
        "duration('9223372036854775807h')", "math.abs(-9223372036854775808)", "'a'.charAt(-9223372036854775808)",
        "'a'.substring(9223372036854775807)", "[1][9223372036854775807]", "[1][-9223372036854775808]",
        "'%.999999999f'.format([1.0])", "timestamp('0001-01-01T00:00:00Z') - duration('2562047h')",
    ])
    func failsWithoutATrap(_ expression: String) throws {
        let result = try Environment().compile(expression).evaluate(Frame(slotCount: 0))
        guard case .error = result else {
            Issue.record("no error: \(result)")
            return
        }
    }
}

@Suite struct WorkLimitTests {
    @Test(arguments: [
        "l.all(x, (s + s).size() > 0)", "l.exists(x, s.matches(p))", "l.exists(x, 5 in l)",
        "l.all(x, s.replace('a', 'b') != '')",
    ])
    func workInsideOfMacrosIsLimited(_ expression: String) throws {
        var environment = Environment()
        environment.options.maximumIterations = 1_000
        environment.declareVariable("l", .list(.int))
        environment.declareVariable("s", .string)
        environment.declareVariable("p", .string)
        let frame = Frame(slotCount: 3)
        frame.set(.list(Array(repeating: .int(1), count: 900)), at: 0)
        frame.setString(String(repeating: "a", count: 900), at: 1)
        frame.setString("(a|aa)+b", at: 2)
        guard case .error(let error) = try environment.compile(expression).evaluate(frame) else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .limit)
    }
}
