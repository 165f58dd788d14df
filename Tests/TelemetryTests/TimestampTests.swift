import Testing

@testable import Telemetry

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999999Z", -1),
        ("2026-06-01T00:00:00Z", 1_780_272_000_000_000_000),
        ("2026-06-01T08:00:00+08:00", 1_780_272_000_000_000_000),
        ("2026-06-01T08:00:00+0800", 1_780_272_000_000_000_000),
        ("2026-06-01T08:00:00+08", 1_780_272_000_000_000_000), ("2026-06-01T08:00:00Z+0800", 1_780_272_000_000_000_000),
        ("2026-06-01 00:00Z", 1_780_272_000_000_000_000), ("2026-05-31T18:30:00-05:30", 1_780_272_000_000_000_000),
        ("2026-06-01t00:00:00z", 1_780_272_000_000_000_000), ("2026-06-01T00:00:00,5Z", 1_780_272_000_500_000_000),
        ("2026-06-01T00:00:00.1234567899Z", 1_780_272_000_123_456_789),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
    ])
    func readsISO8601(text: String, nanoseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1_000_000_001, -1_000_000_000, -1, 0, 1, Int64.max])
    func readsBackWhatItWrites(nanoseconds: Int64) {
        #expect(Timestamp(iso8601: Timestamp(nanoseconds: nanoseconds).iso8601)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-06-01", "2026-06-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2026-06-31T00:00:00Z", "2026-06-01T24:00:00Z", "2026-06-01T00:60:00Z", "2026-06-01T00:00:61Z",
        "2026-06-01T00:00:00.Z", "2026-06-01T00:00:00Zx", "2026-06-01T00:00:00+8", "2026-06-01T00:00:00+24:00",
        "2026-06-01T00:00:00+08:60", "26-06-01T00:00:00Z", "2026/06/01T00:00:00Z", "9999-12-31T23:59:59Z",
        "1600-01-01T00:00:00Z", "２０26-06-01T00:00:00Z", "+026-06-01T00:00:00Z",
    ])
    func refusesTextThatIsNoTime(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func writesWhatItReads() {
        for nanoseconds: Int64 in [
            0, 1, -1, 1_780_272_000_000_000_000, 1_780_272_000_123_456_000, Int64.max, -9_223_372_036_000_000_000,
        ] {
            let time = Timestamp(nanoseconds: nanoseconds)
            #expect(Timestamp(iso8601: time.iso8601) == time)
            #expect(Timestamp(iso8601: time.iso8601(offsetMinutes: 480)) == time || nanoseconds == Int64.max)
        }
        #expect(Timestamp(seconds: 1_780_272_000).iso8601 == "2026-06-01T00:00:00Z")
        #expect(Timestamp(seconds: 1_780_272_000).iso8601(offsetMinutes: 480) == "2026-06-01T08:00:00+08:00")
        #expect(Timestamp(seconds: 1_780_272_000).iso8601(offsetMinutes: -330) == "2026-05-31T18:30:00-05:30")
        #expect(Timestamp(nanoseconds: 1_500_000_000).iso8601 == "1970-01-01T00:00:01.5Z")
    }

    @Test func agreesWithTheCalendarOverFiveCenturies() {
        var days = Timestamp.daysFromCivil(year: 1_700, month: 1, day: 1)
        for year in 1_700...2_200 {
            for month in 1...12 {
                let count = Timestamp.daysInMonth(year: year, month: month)
                #expect(Timestamp.daysFromCivil(year: year, month: month, day: 1) == days)
                let civil = Timestamp(seconds: days * 86_400 + 86_399).civil
                #expect(
                    civil == Timestamp.Civil(year: year, month: month, day: 1, hour: 23, minute: 59, second: 59))
                days += Int64(count)
            }
        }
    }

    @Test func saturatesInsteadOfTrapping() {
        #expect(Timestamp.distantFuture + Interval.longest == .distantFuture)
        #expect(Timestamp.distantPast - Interval.longest == .distantPast)
        #expect(Timestamp.distantPast + Interval(nanoseconds: Int64.min) == .distantPast)
        #expect(Timestamp.distantFuture - Interval(nanoseconds: Int64.min) == .distantFuture)
        #expect(Timestamp.distantFuture - Timestamp.distantPast == .longest)
        #expect(Timestamp.distantPast - Timestamp.distantFuture == Interval(nanoseconds: Int64.min))
        #expect(Timestamp(seconds: Int64.max) == .distantFuture)
        #expect(Timestamp(seconds: Int64.min) == .distantPast)
        #expect(Timestamp(nanoseconds: -1).wholeSeconds == -1)
        #expect(Timestamp(nanoseconds: -1).nanosecondsOfSecond == 999_999_999)
    }

    @Test func writesTheEndsOfTheRange() {
        #expect(!Timestamp.distantPast.iso8601.isEmpty)
        #expect(!Timestamp.distantFuture.iso8601(offsetMinutes: 1_439).isEmpty)
        #expect(Interval(nanoseconds: Int64.min).text.hasPrefix("-"))
    }
}
