import Testing

@testable import Telemetry

struct IntervalTests {
    @Test(arguments: [
        ("0", 0), ("5m", 300_000_000_000), ("1h30m", 5_400_000_000_000), ("1.5h", 5_400_000_000_000),
        ("250ms", 250_000_000),
        ("-5m", -300_000_000_000), ("1d", 86_400_000_000_000), ("3us2ns", 3_002), ("0s", 0),
        ("24h", 86_400_000_000_000),
        ("0.5s", 500_000_000), (".5h", 1_800_000_000_000),
    ])
    func readsText(text: String, nanoseconds: Int64) {
        #expect(Interval(text: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "-", "5", "m", "5 m", "5x", "5m3", ".", "1..5h", "1.h", "999999999999h", "200000000d", "1d200000000d", "五m",
        "--5m", "5M",
    ])
    func refusesOtherText(text: String) {
        #expect(Interval(text: text) == nil)
    }

    @Test func writesWhatItReads() {
        for nanoseconds: Int64 in [
            0, 1, 999, 1_000, 61_000_000_000, 90_000_000_000_000, 129_600_000_000_000, -5, Int64.max,
        ] {
            let interval = Interval(nanoseconds: nanoseconds)
            #expect(Interval(text: interval.text) == interval)
        }
        #expect(Interval(seconds: 5_400).text == "1h30m")
        #expect(Interval(seconds: 300).text == "5m")
    }
}
