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

@Suite struct PrinterTests {
    @Test(arguments: [
        "a && (b && c)", "(a && b) && (c && d)", "a && b && c && d && e", "-(0).f", "-0.f", "-(-1)", "- 1 - -x",
        "!(!a)",
        "(a ? b : c) ? d : e", "a ? b : c ? d : e", "a - (b - c)", "(a + b) * c", "a.?b[?c].`d-e`",
        "{?'k': v}.all(x, x > -1)", ".a.b(1u, -2.5e300)", "M.N{f: 1, ?g: h}", "b'\\xff\\'' + r'\\d'",
        "x.map(i, i > 0, [i])",
        "cel.bind(v, 1, v + cel.index(2))", "has(a.b.c) ? m.optMap(v, v) : m.optFlatMap(v, v)", "(-5).f() in -x.y",
    ])
    func printsWhatParsesToTheSameTree(_ text: String) throws {
        guard let (root, _) = try? Parser.parse(Source(text)) else {
            #expect(text.contains("{0}"))
            return
        }
        let (again, _) = try Parser.parse(Source(Printer.print(root)))
        #expect(Printer.structure(again) == Printer.structure(root))
    }
}

@Suite struct ParserRemedyTests {
    @Test(arguments: [
        ("a and b", "write &&"), ("a > 1 OR b", "write ||"), ("a = 1", "compare with =="), ("a & b", "write &&"),
    ])
    func tellsWhatToWrite(_ text: String, _ remedy: String) {
        do throws(CompilationErrors) {
            _ = try Parser.parse(Source(text))
            Issue.record("parsed")
        } catch {
            #expect(error.diagnostics.first?.remedy == remedy)
        }
    }
}
