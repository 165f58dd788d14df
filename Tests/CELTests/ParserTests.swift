import Testing

@testable import CEL

@Suite struct ParserTests {
    @Test func chainsOfLogicAreBalanced() throws {
        let text = Array(repeating: "true", count: 10_000).joined(separator: " || ")
        let (root, _) = try Parser.parse(Source(text))
        #expect(root.height < 20)
    }
}

@Suite struct ParserRecoveryTests {
    static func findings(_ text: String) -> [String] {
        do throws(CompilationErrors) {
            _ = try Parser.parse(Source(text))
            return []
        } catch {
            return error.diagnostics.map { "\($0.line):\($0.column) \($0.message)" }
        }
    }

    @Test func findsSeveralErrorsAtOnce() {
        #expect(
            Self.findings("value > && rate = 3 || f(1 2, ) && [1, *] == 'x\\q'") == [
                "1:9 a value is expected here, not '&&'", "1:17 unexpected character '='",
                "1:28 ')' is expected here, not '2'", "1:40 a value is expected here, not '*'",
                "1:48 unknown escape",
            ])
    }

    @Test func reportsWhatIsMissingAtTheEndOnce() {
        #expect(Self.findings("f(1, [2, (3") == ["1:12 the expression ends where ')' is expected"])
        #expect(Self.findings("a &&") == ["1:5 the expression ends where a value is expected"])
    }

    @Test(arguments: [
        "a +* b", "(a", "a)", "f(,)", "[1,,2]", "{1}", "a.", "a.1", "if", "x in", "a ? b", "!-x", "1.", "a b", "a = b",
        "a & b",
    ])
    func refuses(_ text: String) {
        #expect(!Self.findings(text).isEmpty)
    }
}
