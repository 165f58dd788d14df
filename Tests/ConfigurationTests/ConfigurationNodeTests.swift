import Configuration
import Telemetry
import Testing

@Suite struct ConfigurationNodeTests {
    private func read(_ text: String, _ body: (ConfigurationNode) -> Void = { _ in }) -> [ConfigurationProblem] {
        let collector = ProblemCollector()
        if let root = ConfigurationNode.root(of: ConfigurationFile(path: "x.yaml", text: text), collector: collector) {
            body(root)
        }
        return collector.problems
    }

    @Test func scalarsStayTextUntilASchemaAsks() {
        let problems = read("a: 010\nb: no\n") { root in
            guard var fields = root.mapping("x") else { return }
            #expect(fields.string("a") == "010")
            #expect(fields.string("b") == "no")
            fields.finish()
        }
        #expect(problems.isEmpty)
    }

    @Test func anUnknownFieldIsNamedWithItsPlaceAndTheNearestKnownName() {
        let problems = read("name: x\nheartbaet: 5m\n") { root in
            guard var fields = root.mapping("A station") else { return }
            _ = fields.string("name")
            _ = fields.optionalInterval("heartbeat")
            fields.finish()
        }
        #expect(problems.count == 1)
        #expect(problems.first?.line == 2)
        #expect(problems.first?.column == 1)
        #expect(problems.first?.remedy.contains("heartbeat") == true)
        #expect(problems.first?.rendered.contains("    heartbaet: 5m\n    ^^^^^^^^^\n") == true)
    }

    @Test func everyProblemOfAFileIsToldAtOnce() {
        let problems = read("a: x\nb: y\n") { root in
            guard var fields = root.mapping("x") else { return }
            _ = fields.double("a")
            _ = fields.interval("b")
            _ = fields.string("c")
            fields.finish()
        }
        #expect(problems.count == 3)
    }

    @Test(arguments: ["a: &x 1\nb: *x\n", "a: &x [1, 2]\nb: {c: *x}\n"])
    func anchorsAndAliasesAreRefused(text: String) {
        let messages = read(text).map(\.message)
        #expect(messages.contains { $0.contains("Anchors") }, "\(messages)")
    }

    @Test func repeatedFieldsAreRefused() {
        #expect(read("a: 1\na: 2\n").contains { $0.message.contains("twice") })
    }

    @Test func brokenYAMLNamesItsLine() {
        let problems = read("a: 1\nb: [1, 2\nc: 3\n")
        #expect(problems.count == 1)
        #expect((problems.first?.line ?? 0) >= 2)
    }

    @Test func tabsAreRefusedWithTheirPlace() {
        let problems = read("a:\n\tb: 1\n")
        #expect(problems.first?.line == 2)
    }

    @Test(arguments: [String(repeating: "[", count: 10_000), String(repeating: "- ", count: 10_000) + "x"])
    func deepNestingIsRefusedBeforeTheParserSeesIt(text: String) {
        #expect(read(text).contains { $0.message.contains("nesting") })
    }

    @Test func anEmptyFileIsAProblem() {
        #expect(read("").count == 1)
    }

    @Test func theCaretStandsBelowWideCharacters() {
        let problem = ConfigurationProblem(
            path: "a.yaml", line: 1, column: 4, message: "m", remedy: "r", sourceLine: "水位: x")
        #expect(problem.rendered.contains("\n    水位: x\n         ^\n"))
    }
}

@Suite struct ConfigurationBundleTests {
    @Test func canonicalBytesAreReadBack() {
        let bundle = ConfigurationBundle(files: [
            ConfigurationFile(path: "b/x.yaml", text: "a: 1\n"), ConfigurationFile(path: "a.yaml", text: "水\n\n3\nx"),
            ConfigurationFile(path: "c.yaml", text: ""),
        ])
        #expect(bundle.files.map(\.path) == ["a.yaml", "b/x.yaml", "c.yaml"])
        #expect(ConfigurationBundle(canonicalBytes: bundle.canonicalBytes) == bundle)
    }

    @Test func damagedBytesAreNotABundle() {
        #expect(ConfigurationBundle(canonicalBytes: Array("a.yaml\n99\nshort".utf8)) == nil)
        #expect(ConfigurationBundle(canonicalBytes: Array("a.yaml\n-3\n".utf8)) == nil)
    }
}
