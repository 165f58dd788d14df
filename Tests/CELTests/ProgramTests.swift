import Testing

@testable import CEL

@Suite struct ProgramTests {
    static func ruleEnvironment() -> Environment {
        var environment = Environment(options: .rules)
        environment.declareVariable("value", .double)
        environment.declareVariable("params.warning", .double)
        environment.declareVariable("rate", .double)
        environment.declareVariable("station", .string, maximumSize: 64)
        environment.declareIntrinsic("rise", [Overload([.string], .double), Overload([.duration], .double)])
        return environment
    }

    static func frame(_ value: Double, _ warning: Double, _ rate: Double, _ station: String) -> Frame {
        let frame = Frame(slotCount: 8)
        frame.setDouble(value, at: 0)
        frame.setDouble(warning, at: 1)
        frame.setDouble(rate, at: 2)
        frame.setString(station, at: 3)
        return frame
    }

    @Test func evaluatesTheSampleRule() throws {
        let program = try Self.ruleEnvironment().compile(
            "value >= params.warning && rate > 0.3 || station in ['a', 'b']", expecting: .bool)
        #expect(program.evaluateCondition(Self.frame(3.1, 3, 0.5, "c")) == .yes)
        #expect(program.evaluateCondition(Self.frame(3.1, 3, 0.1, "c")) == .no)
        #expect(program.evaluateCondition(Self.frame(3.1, 3, 0.1, "b")) == .yes)
        #expect(program.referencedSlots == [0, 1, 2, 3])
    }

    @Test func asksTheHostForAPendingSlotOnlyWhenItIsNeeded() throws {
        let program = try Self.ruleEnvironment().compile("value > 3 && rate > 0.3")
        final class Calls { var slots: [Int] = [] }
        let calls = Calls()
        let frame = Frame(slotCount: 4) { frame, _, slot in
            calls.slots.append(slot)
            frame.setDouble(1, at: slot)
        }
        #expect(program.evaluateCondition(frame) == .no)
        #expect(calls.slots == [0])
    }

    @Test func absorbsTheUnknownOrCarriesItsReasons() throws {
        let environment = Self.ruleEnvironment()
        let frame = Self.frame(3.1, 3, 0.1, "c")
        frame.setUnknown(reasons: 0b100, at: 2)
        #expect(try environment.compile("rate > 1.0 || value > 3.0").evaluateCondition(frame) == .yes)
        #expect(try environment.compile("rate > 1.0 && value < 3.0").evaluateCondition(frame) == .no)
        let undecided = try environment.compile("rate > 1.0 && value > 3.0")
        #expect(undecided.evaluateCondition(frame) == .unknown)
        guard case .unknown(let set) = undecided.evaluate(frame) else {
            Issue.record("not unknown")
            return
        }
        #expect(set.reasons == 0b100)
        #expect(set.slots == [2])
    }

    @Test func comparingNotANumberFails() throws {
        let program = try Self.ruleEnvironment().compile("value > 3.0")
        #expect(program.evaluateCondition(Self.frame(.nan, 3, 0, "")) == .failed)
    }

    @Test func givesIntrinsicsASlot() throws {
        let program = try Self.ruleEnvironment().compile("rise('30m') >= 1.0 || rise(duration('1h')) > 2") {
            (call) throws(IntrinsicRefusal) in
            #expect(call.name == "rise")
            if case .duration = call.arguments[0] { return 6 }
            return 5
        }
        #expect(program.referencedSlots == [5, 6])
        let frame = Frame(slotCount: 7)
        frame.setDouble(0, at: 5)
        frame.setDouble(3, at: 6)
        #expect(program.evaluateCondition(frame) == .yes)
    }

    @Test func refusesIntrinsicsWithThePlaceOfTheArgument() {
        do {
            _ = try Self.ruleEnvironment().compile("rise('tomorrow') > 1.0") { (_) throws(IntrinsicRefusal) in
                throw IntrinsicRefusal("no window", remedy: "write rise('30m')")
            }
            Issue.record("compiled")
        } catch {
            #expect(error.diagnostics.first?.column == 6)
            #expect(error.diagnostics.first?.length == 10)
            #expect(error.diagnostics.first?.remedy == "write rise('30m')")
        }
    }

    @Test func reportsSeveralErrorsWithPlaceAndRemedy() {
        do {
            _ = try Self.ruleEnvironment().compile("valeu > 3.0 &&\n  value == 3", expecting: .bool)
            Issue.record("compiled")
        } catch {
            let shown = error.diagnostics.map { "\($0.line):\($0.column) \($0.message) (\($0.remedy ?? ""))" }
            #expect(
                shown == [
                    "1:1 undeclared name 'valeu' (did you mean 'value'?)",
                    "2:9 '==' does not take double and int (write 3.0)",
                ])
            #expect(error.description.contains(" |   value == 3\n |         ^^"))
        }
    }

    @Test func rendersTemplates() throws {
        let template = try Self.ruleEnvironment().compileTemplate("{{ station }} at {{ value }} of {{params.warning}}")
        #expect(template.render(Self.frame(1.25, 3, 0, "river-7")) == "river-7 at 1.25 of 3")
    }

    @Test func placesErrorsOfTemplatesInTheWholeText() {
        do {
            _ = try Self.ruleEnvironment().compileTemplate("at {{ valu }}")
            Issue.record("compiled")
        } catch {
            #expect(error.diagnostics.first?.column == 7)
        }
    }

    @Test func explainsEverySubexpression() throws {
        let program = try Self.ruleEnvironment().compile("value >= params.warning && rate > 0.3")
        let lines = program.explain(Self.frame(3.1, 3, 0.5, "c")).map { "\($0.depth) \($0.text)" }
        #expect(
            lines == [
                "0 value >= params.warning && rate > 0.3", "1 value >= params.warning", "2 value", "2 params.warning",
                "1 rate > 0.3", "2 rate", "2 0.3",
            ])
    }

    @Test func evaluatesMacros() throws {
        let environment = Environment()
        let frame = Frame(slotCount: 0)
        #expect(try environment.compile("[1, 2, 3].exists(x, x > 2)").evaluateCondition(frame) == .yes)
        #expect(try environment.compile("[1, 2, 3].all(x, x > 2)").evaluateCondition(frame) == .no)
        #expect(try environment.compile("[1, 2].map(x, x * 2) == [2, 4]").evaluateCondition(frame) == .yes)
        #expect(try environment.compile("{'a': 1}.filter(k, k == 'a') == ['a']").evaluateCondition(frame) == .yes)
    }
}

@Suite struct SharingTests {
    @Test func evaluatesARepeatedSubexpressionOnce() throws {
        final class Counter: @unchecked Sendable { var calls = 0 }
        let counter = Counter()  // touched by this test's thread only
        var environment = Environment()
        environment.declareVariable("l", .list(.double), maximumSize: 100)
        environment.declareFunction(
            "seen",
            [
                Overload([.double], .double) { (values) throws(EvaluationError) in
                    counter.calls += 1
                    return values[0]
                }
            ])
        let program = try environment.compile("l.map(x, seen(x)).size() > 5 || l.map(x, seen(x)).size() < 3")
        let frame = Frame(slotCount: 1)
        frame.set(.list([.double(1), .double(2), .double(3)]), at: 0)
        #expect(program.evaluateCondition(frame) == .no)
        #expect(counter.calls == 3)
    }

    @Test func namesInsideOfMacrosAreNotMixedUp() throws {
        let program = try Environment().compile(
            "[1, 2].map(x, [x].map(y, y * 10)) == [[10], [20]] && [1, 2].map(x, [3].map(y, y * 10)) == [[30], [30]]")
        #expect(program.evaluateCondition(Frame(slotCount: 0)) == .yes)
    }
}

@Suite struct SharedProgramTests {
    @Test func oneProgramServesManyThreads() async throws {
        let program = try ProgramTests.ruleEnvironment().compile(
            "value >= params.warning && station.matches('^r[a-z]+-\\\\d$') && [1, 2].exists(x, x > 1)")
        let results = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    let frame = ProgramTests.frame(Double(task), 4, 0, "river-7")
                    return (0..<500).count { _ in program.evaluateCondition(frame) == .yes }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.sorted() == [0, 0, 0, 0, 500, 500, 500, 500])
    }

    @Test func aFrameGrowsAndKeepsItsValues() throws {
        let frame = Frame(slotCount: 1)
        frame.setString("a string that does not fit into a register", at: 0)
        frame.reserve(slotCount: 40)
        frame.setDouble(1, at: 39)
        var environment = Environment()
        environment.declareVariable("s", .string)
        #expect(try environment.compile("s.endsWith('register')").evaluateCondition(frame) == .yes)
    }

    @Test func aFrameThatIsTooSmallFails() throws {
        let program = try ProgramTests.ruleEnvironment().compile("station == 'a'")
        #expect(program.evaluateCondition(Frame(slotCount: 2)) == .failed)
    }

    @Test func aSlotOfAnotherTypeFailsAndDoesNotTrap() throws {
        let environment = ProgramTests.ruleEnvironment()
        let frame = ProgramTests.frame(1, 2, 3, "a")
        frame.setString("seven", at: 0)
        frame.setFailed("the sensor is broken", at: 2)
        #expect(try environment.compile("value > 1.0").evaluateCondition(frame) == .failed)
        #expect(try environment.compile("value * 2.0").evaluateDouble(frame).state == .failed)
        guard case .error(let error) = try environment.compile("1.0 + rate > 2.0").evaluate(frame) else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .host)
        #expect(error.message == "the sensor is broken")
        #expect(error.range == SourceRange(6, 10))
    }
}
