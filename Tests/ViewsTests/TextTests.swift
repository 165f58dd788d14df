import Telemetry
import Testing
import Views

@Suite struct TextTests {
    @Test(arguments: [
        ("abc", 3), ("沅水", 4), ("（110）", 7), ("e\u{0301}", 1), ("→", 1), ("🚒", 2), ("", 0), ("ｶ", 1),
    ])
    func columnsOfText(text: String, columns: Int) {
        #expect(TerminalWidth.columns(text) == columns)
    }

    @Test func cutsByColumnsAndNeverThroughAWideCharacter() {
        #expect(TerminalWidth.cut("沅水上段", to: 8) == "沅水上段")
        #expect(TerminalWidth.cut("沅水上段", to: 7) == "沅水上…")
        #expect(TerminalWidth.cut("沅水上段", to: 6) == "沅水…")
        #expect(TerminalWidth.cut("abc", to: 0) == "")
    }

    @Test func everyRowOfATableStartsItsColumnsAtTheSameColumn() {
        var table = TextTable([.init("名称"), .init("V", .trailing)])
        table.append(["上游水文站", "1"])
        table.append(["abc", "23"])
        #expect(table.render() == "名称         V\n上游水文站   1\nabc         23\n")
    }

    @Test(arguments: [
        (3.0, "3"), (3.12, "3.12"), (-0.5, "-0.5"), (0.000_025, "0.000025"), (1e15, "1000000000000000"),
        (1e16, "1e+16"), (1e-9, "1e-09"),
        (.infinity, "∞"), (-0.000_1, "-0.0001"),
    ])
    func numbers(value: Double, text: String) {
        #expect(NumberText.value(value) == text)
    }

    @Test func counts() {
        #expect(NumberText.count(0) == "0")
        #expect(NumberText.count(999) == "999")
        #expect(NumberText.count(-1_234_567) == "-1,234,567")
    }

    @Test func timesStandAtTheCitysOffset() {
        let time = Samples.time(0)
        #expect(TimeText.full(time, Samples.names) == "2026-07-01 18:00:00")
        #expect(TimeText.clock(time + Interval(seconds: 86_400), near: time, Samples.names) == "07-02 18:00:00")
        #expect(TimeText.offset(Samples.names) == "+08:00")
        #expect(TimeText.full(time + Interval(nanoseconds: -1), Samples.names) == "2026-07-01 17:59:59")
    }

    @Test func lengthsHaveTwoUnitsAtMost() {
        #expect(TimeText.length(Interval(seconds: 125), .english) == "2 min 5 s")
        #expect(TimeText.length(Interval(seconds: 3_600), .chinese) == "1 小时")
        #expect(TimeText.length(.zero, .english) == "0 s")
    }
}
