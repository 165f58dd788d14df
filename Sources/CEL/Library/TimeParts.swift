import Foundation

/// The getters of times and durations.
enum TimeParts {
    enum Part: Sendable {
        case fullYear, month, date, dayOfMonth, dayOfWeek, dayOfYear, hours, minutes, seconds, milliseconds
    }

    /// The functions of times that take a time zone.
    static let getters: Set<String> = [
        "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes",
        "getSeconds", "getMilliseconds",
    ]

    static func part(_ part: Part, of time: Value.Timestamp, offsetSeconds: Int64) -> Int64 {
        if part == .milliseconds { return Int64(time.nanoseconds / 1_000_000) }
        let civil = CEL.Calendar.civil(seconds: time.seconds + offsetSeconds)
        return switch part {
        case .fullYear: Int64(civil.year)
        case .month: Int64(civil.month - 1)
        case .date: Int64(civil.day)
        case .dayOfMonth: Int64(civil.day - 1)
        case .dayOfWeek: Int64(civil.weekday)
        case .dayOfYear: Int64(civil.dayOfYear)
        case .hours: Int64(civil.hour)
        case .minutes: Int64(civil.minute)
        case .seconds: Int64(civil.second)
        case .milliseconds: 0
        }
    }

    /// Hours, minutes and seconds are the whole duration in that unit, milliseconds those within the second.
    static func part(_ part: Part, ofDuration nanoseconds: Int64) -> Int64? {
        switch part {
        case .hours: nanoseconds / 3_600_000_000_000
        case .minutes: nanoseconds / 60_000_000_000
        case .seconds: nanoseconds / 1_000_000_000
        case .milliseconds: nanoseconds / 1_000_000 % 1000
        case .fullYear, .month, .date, .dayOfMonth, .dayOfWeek, .dayOfYear: nil
        }
    }
}

/// Time zones by name (the system's tz database) or by offset.
enum TimeZones {
    /// Seconds east of Greenwich at a time; nil for an unknown zone.
    static func offsetSeconds(of name: String, at seconds: Int64) -> Int64? {
        if name.isEmpty || name == "UTC" || name == "Z" { return 0 }
        if let fixed = fixedOffset(name) { return fixed }
        // Names such as GMT+0300 or lower-case spellings, which Foundation takes, are no names of the database.
        guard name.utf8.allSatisfy({ Lexer.isLetter($0) || Lexer.isDigit($0) || "/-+".utf8.contains($0) }),
            let zone = TimeZone(identifier: name)
        else { return nil }
        return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
    }

    /// `+05:30`, `-08:00`, `02:00`.
    private static func fixedOffset(_ name: String) -> Int64? {
        var digits = Array(name.utf8)
        var sign: Int64 = 1
        if let first = digits.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            sign = first == UInt8(ascii: "-") ? -1 : 1
            digits.removeFirst()
        }
        guard digits.count == 5, digits[2] == UInt8(ascii: ":"), let hours = Int64(text(digits[..<2])),
            let minutes = Int64(text(digits[3...])), hours < 24, minutes < 60, hours >= 0, minutes >= 0
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
