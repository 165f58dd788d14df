import Telemetry

/// Times as people in the city read them: at the city's fixed offset, to the second.
package enum TimeText {
    /// `2026-11-21 18:03:12`.
    package static func full(_ time: Timestamp, _ names: NameBook) -> String {
        let text = rounded(time).iso8601(offsetMinutes: names.utcOffsetMinutes)
        return String(text.prefix(19)).map { $0 == "T" ? " " : String($0) }.joined()
    }

    /// `11-21 18:03:12`: the year is clear from where it stands.
    package static func short(_ time: Timestamp, _ names: NameBook) -> String {
        String(full(time, names).dropFirst(5))
    }

    /// `18:03:12` on the same day as `reference`, else `11-22 18:03:12`.
    package static func clock(_ time: Timestamp, near reference: Timestamp, _ names: NameBook) -> String {
        let text = full(time, names)
        return text.prefix(10) == full(reference, names).prefix(10)
            ? String(text.dropFirst(11)) : String(text.dropFirst(5))
    }

    /// `+08:00`.
    package static func offset(_ names: NameBook) -> String {
        let minutes = abs(names.utcOffsetMinutes)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return (names.utcOffsetMinutes < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// A length of time in words: `2 分 5 秒`, `2 min 5 s`; the two largest units that are not zero.
    package static func length(_ interval: Interval, _ language: Language) -> String {
        let seconds = Int(abs(interval.seconds).rounded(.down))
        let parts = [
            (seconds / 86_400, "天", "d"), (seconds / 3_600 % 24, "小时", "h"), (seconds / 60 % 60, "分", "min"),
            (seconds % 60, "秒", "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        if shown.isEmpty { return language == .chinese ? "0 秒" : "0 s" }
        return shown.map { "\($0.0) \(language == .chinese ? $0.1 : $0.2)" }.joined(separator: " ")
    }

    /// Whole seconds, towards the past: a deadline never shows later than it is.
    private static func rounded(_ time: Timestamp) -> Timestamp {
        Timestamp(seconds: time.wholeSeconds)
    }
}
