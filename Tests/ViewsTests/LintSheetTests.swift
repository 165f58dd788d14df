import Telemetry
import Testing
import Views

/// What people see of a finding: the mark stands below what is meant, whatever stands before it.
@Suite struct LintSheetTests {
    private func view(_ source: String, column: Int, length: Int, path: String = "a/b.yaml") -> LintView {
        LintView(
            rules: 1,
            findings: [
                LintView.Finding(
                    id: "expr/fragile", severity: .warning, path: path, line: 7, column: column, length: length,
                    source: source, alert: "A", message: Bilingual(chinese: "不妥。", english: "Wrong."),
                    remedy: Bilingual(chinese: "改正。", english: "Mend it."))
            ], suppressed: [])
    }

    @Test func aFindingHasPlaceLineMarkAndRemedy() {
        let text = LintSheet.render(view("        expr: value == 3.0", column: 15, length: 12), language: .english)
        #expect(
            text == """
                a/b.yaml:7:15: warning expr/fragile: Wrong.
                    expr: value == 3.0
                          ^~~~~~~~~~~~
                    → Mend it.
                1 rules: 0 errors, 1 warnings, 0 of policy, 0 suppressed by comments

                """)
    }

    @Test func chineseCharactersTakeTwoColumns() {
        let text = LintSheet.render(view("zh: 水位 value", column: 8, length: 5), language: .chinese)
        #expect(text.contains("    zh: 水位 value\n             ^~~~~\n"))
        #expect(text.contains("警告 expr/fragile: 不妥。"))
        let wide = LintSheet.render(view("zh: 水位 value", column: 5, length: 2), language: .chinese)
        #expect(wide.contains("        ^~~~\n"))
    }

    @Test func ofALongLineThePartAroundThePlaceIsShown() {
        let source = String(repeating: "a", count: 500) + "BAD" + String(repeating: "c", count: 500)
        let lines = LintSheet.render(view(source, column: 501, length: 3), language: .english).split(separator: "\n")
        #expect(lines[1].count < 130)
        let mark = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        #expect(mark.map { Array(lines[1])[$0...($0 + 2)] } == ["B", "A", "D"])
    }

    @Test(arguments: [(1, 1), (90, 40), (3, 900)])
    func placesOutsideOfTheLineAreNoFault(_ column: Int, _ length: Int) {
        for source in ["", "x", "水", "expr: a"] {
            #expect(LintSheet.render(view(source, column: column, length: length), language: .english).contains("Mend"))
        }
    }

    @Test func aChangedThresholdSaysWhatItWasAndWhoReadsIt() {
        var changed = view("", column: 1, length: 1)
        changed.findings = []
        changed.thresholds = [
            LintView.Threshold(
                station: "river-1", quantity: "stage", name: "warning", unit: "m", before: 3.5, after: nil,
                alerts: ["A", "B"])
        ]
        let english = LintSheet.render(changed, language: .english)
        #expect(english.hasPrefix("threshold changed: river-1 stage station.warning: 3.5 → none m; read by: A, B\n"))
        #expect(LintSheet.render(changed, language: .chinese).hasPrefix("阈值已改：river-1 stage station.warning：3.5 → 无"))
    }

    @Test func controlCharactersAreNotWritten() {
        let text = LintSheet.render(
            view("expr: \u{1B}[31m \u{202E}value", column: 7, length: 3, path: "a\u{1B}.yaml"), language: .english)
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }
}
