/// Runs files of conformance tests: the public suite as JSON, and the corpus of differential cases.
public struct ConformanceRunner: Sendable {
    /// What became of one test.
    public struct Outcome: Sendable {
        /// The test's id.
        public let id: String
        /// `must`, `should`, `may`, or `differential`.
        public let level: String
        /// Whether a value is expected; the others are passed by whoever lacks the feature.
        public let isValueTest: Bool
        /// The expression.
        public let expression: String
        /// What was wrong; nil if it passed.
        public let problem: String?
    }

    /// What became of the tests of a file.
    public struct Report: Sendable {
        /// In the order of the file.
        public var outcomes: [Outcome] = []

        /// Number of tests that passed.
        public var passed: Int { outcomes.count { $0.problem == nil } }
        /// Those that failed.
        public var failures: [Outcome] { outcomes.filter { $0.problem != nil } }

        /// Counts of a level.
        public func counts(level: String) -> (passed: Int, failed: Int, valuesPassed: Int, valuesFailed: Int) {
            let own = outcomes.filter { $0.level == level }
            return (
                own.count { $0.problem == nil }, own.count { $0.problem != nil },
                own.count { $0.problem == nil && $0.isValueTest }, own.count { $0.problem != nil && $0.isValueTest }
            )
        }

        /// The levels that occur, most binding first.
        public var levels: [String] {
            ["must", "should", "may", "differential"].filter { level in outcomes.contains { $0.level == level } }
        }
    }

    /// A file that is in neither shape.
    public struct FileError: Error, Sendable, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// Runs all tests of a file.
    public static func run(_ bytes: [UInt8]) throws(FileError) -> Report {
        let document: JSON
        do throws(JSON.ParseError) { document = try JSON.parse(bytes) } catch {
            throw FileError(description: error.description)
        }
        guard let tests = document["tests"]?.elements else {
            throw FileError(description: "the file has no member 'tests'")
        }
        let environments = document["bindings"]?.elements
        var report = Report()
        for test in tests {
            report.outcomes.append(
                environments.map { differential(test, document["vars"], $0) } ?? conformance(test))
        }
        return report
    }

    // MARK: The suite

    private static func conformance(_ test: JSON) -> Outcome {
        let expected = test["expect"]
        let kind = expected?["kind"]?.text ?? ""
        let expression = test["expr"]?.text ?? ""
        var options = Environment.Options()
        options.checksTypes = !(test["disable_check"]?.isTrue ?? false)
        options.expandsMacros = !(test["disable_macros"]?.isTrue ?? false)
        var environment = Environment(options: options, container: test["container"]?.text ?? "")
        for declaration in test["type_env"]?.elements ?? [] { declare(declaration, &environment) }
        var bindings: [(name: String, value: JSON)] = []
        if case .object(let members)? = test["bindings"] { bindings = members }
        for binding in bindings where environment.slot(of: binding.name) == nil {
            environment.declareVariable(binding.name, .dyn)
        }
        let checkOnly = test["check_only"]?.isTrue ?? false
        let problem = judge(kind, expected) {
            let result = run(expression, environment, bindings, evaluates: !checkOnly)
            return result
        }
        return Outcome(
            id: test["id"]?.text ?? "", level: test["level"]?.text ?? "must", isValueTest: kind != "error",
            expression: expression, problem: problem)
    }

    private enum Result {
        case refused(String)
        case failed(String)
        case value(Value?, ValueType)
    }

    private static func run(
        _ expression: String, _ environment: Environment, _ bindings: [(name: String, value: JSON)], evaluates: Bool
    ) -> Result {
        do throws(CompilationErrors) {
            if !evaluates { return .value(nil, try environment.check(expression)) }
            let program = try environment.compile(expression)
            switch program.evaluate(frame(environment, bindings)) {
            case .value(let value): return .value(value, program.resultType)
            case .error(let error): return .failed(error.description)
            case .unknown: return .failed("unknown")
            }
        } catch {
            return .refused(error.diagnostics.map(\.message).joined(separator: "; "))
        }
    }

    private static func frame(_ environment: Environment, _ bindings: [(name: String, value: JSON)]) -> Frame {
        let frame = Frame(slotCount: environment.slotCount)
        for (name, json) in bindings {
            guard let slot = environment.slot(of: name) else { continue }
            if let value = ConformanceValues.value(json) {
                frame.set(value, at: slot)
            } else {
                frame.setFailed("the binding is an error", at: slot)
            }
        }
        return frame
    }

    private static func judge(_ kind: String, _ expected: JSON?, _ evaluate: () -> Result) -> String? {
        let result = evaluate()
        if kind == "error" {
            if case .value(let value, _) = result {
                return "an error is expected, not \(value?.description ?? "a type")"
            }
            return nil
        }
        guard case .value(let value, let type) = result else {
            switch result {
            case .refused(let message): return "refused: \(message)"
            case .failed(let message): return "failed: \(message)"
            case .value: return nil
            }
        }
        if kind == "typed", let wanted = expected?["deduced_type"].map(ConformanceValues.type), wanted != type {
            return "the type is \(type), expected \(wanted)"
        }
        guard let value, let json = expected?["value"] else { return nil }
        guard let wanted = ConformanceValues.value(json) else { return "the expected value cannot be read" }
        return ConformanceValues.same(value, wanted)
            ? nil : "\(value) (\(value.typeName)), expected \(wanted) (\(wanted.typeName))"
    }

    private static func declare(_ declaration: JSON, _ environment: inout Environment) {
        guard let name = declaration["name"]?.text else { return }
        guard declaration["kind"]?.text == "function" else {
            environment.declareVariable(name, declaration["type"].map(ConformanceValues.type) ?? .dyn)
            return
        }
        let overloads = (declaration["overloads"]?.elements ?? []).map { overload in
            Overload(
                (overload["params"]?.elements ?? []).map(ConformanceValues.type),
                overload["result"].map(ConformanceValues.type) ?? .dyn, isMember: overload["member"]?.isTrue ?? false)
        }
        environment.declareFunction(name, overloads)
    }

    // MARK: The corpus

    private static func differential(_ test: JSON, _ variables: JSON?, _ bindings: [JSON]) -> Outcome {
        let expected = test["expect"]
        let expression = test["expr"]?.text ?? ""
        let index: Int
        if case .number(let text)? = test["env"] { index = Int(text) ?? 0 } else { index = 0 }
        var values: [(name: String, value: JSON)] = []
        if bindings.indices.contains(index), case .object(let members) = bindings[index] { values = members }
        var checked = Environment()
        if case .object(let members)? = variables {
            for member in members { checked.declareVariable(member.name, TypeText.parse(member.value.text ?? "dyn")) }
        }
        return Outcome(
            id: test["id"]?.text ?? "", level: "differential",
            isValueTest: expected?["result"]?["kind"]?.text == "value", expression: expression,
            problem: compare(expression, expected, checked, values))
    }

    private static func compare(
        _ expression: String, _ expected: JSON?, _ environment: Environment, _ values: [(name: String, value: JSON)]
    ) -> String? {
        let parses = (try? Parser.parse(Source(expression))) != nil
        if parses != (expected?["parse"]?.text == "ok") { return parses ? "parsed, but should not" : "did not parse" }
        guard parses else { return nil }
        do throws(CompilationErrors) {
            let type = try environment.check(expression)
            if expected?["check"]?.text != "ok" { return "checked as \(type), but should be refused" }
            if let wanted = expected?["check_type"]?.text, wanted != type.description {
                return "the type is \(type), expected \(wanted)"
            }
        } catch {
            if expected?["check"]?.text == "ok" { return "refused: \(error.diagnostics.map(\.message))" }
        }
        guard let result = expected?["result"] else { return nil }
        var unchecked = environment
        unchecked.options.checksTypes = false
        let problem = judge(result["kind"]?.text ?? "", result) { run(expression, unchecked, values, evaluates: true) }
        if let problem { return problem }
        guard expected?["check"]?.text == "ok" else { return nil }
        return judge(result["kind"]?.text ?? "", result) { run(expression, environment, values, evaluates: true) }
            .map { "checked: " + $0 }
    }
}
