/// Times as RFC 3339 text.
enum TimestampText {
    /// Nil when the text is no RFC 3339 time of the years 0001 to 9999.
    static func parse(_ text: String) -> Value.Timestamp? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[start..<start + count] {
                guard Lexer.isDigit(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        func at(_ index: Int, _ character: Unicode.Scalar) -> Bool {
            index < bytes.count && bytes[index] == UInt8(ascii: character)
        }
        guard let year = number(0, 4), at(4, "-"), let month = number(5, 2), at(7, "-"), let day = number(8, 2),
            at(10, "T"), let hour = number(11, 2), at(13, ":"), let minute = number(14, 2), at(16, ":"),
            let second = number(17, 2)
        else { return nil }
        guard (1...12).contains(month), day >= 1, day <= Calendar.days(inMonth: month, year: year), hour < 24,
            minute < 60, second < 60
        else { return nil }
        var index = 19
        var nanoseconds: Int32 = 0
        if at(index, ".") {
            let digits = bytes[(index + 1)...].prefix(while: Lexer.isDigit)
            guard !digits.isEmpty else { return nil }
            var scale: Int32 = 100_000_000
            for digit in digits {
                nanoseconds += Int32(digit - UInt8(ascii: "0")) * scale
                scale /= 10
            }
            index += 1 + digits.count
        }
        var offsetSeconds = 0
        if at(index, "Z") {
            index += 1
        } else if at(index, "+") || at(index, "-") {
            guard let hours = number(index + 1, 2), at(index + 3, ":"), let minutes = number(index + 4, 2), hours < 24,
                minutes < 60
            else { return nil }
            offsetSeconds = (hours * 3600 + minutes * 60) * (at(index, "-") ? -1 : 1)
            index += 6
        } else {
            return nil
        }
        guard index == bytes.count else { return nil }
        let days = Calendar.daysSince1970(year: year, month: month, day: day)
        let seconds = Int64(days * 86400 + hour * 3600 + minute * 60 + second - offsetSeconds)
        return Value.Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    /// UTC with the fraction trimmed: `2009-02-13T23:31:30.12Z`.
    static func format(_ time: Value.Timestamp) -> String {
        let civil = Calendar.civil(seconds: time.seconds)
        func pad(_ value: Int, _ width: Int = 2) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(pad(civil.year, 4))-\(pad(civil.month))-\(pad(civil.day))"
        let clock = "\(pad(civil.hour)):\(pad(civil.minute)):\(pad(civil.second))"
        return "\(date)T\(clock)\(fraction(UInt64(time.nanoseconds)))Z"
    }

    /// `.12` for 120 000 000, nothing for 0.
    static func fraction(_ nanoseconds: UInt64) -> String {
        guard nanoseconds > 0 else { return "" }
        let digits = String(nanoseconds)
        var text = String(repeating: "0", count: 9 - digits.count) + digits
        while text.hasSuffix("0") { text.removeLast() }
        return "." + text
    }
}

/// The proleptic Gregorian calendar (algorithms of Howard Hinnant, "chrono-compatible low-level date algorithms").
enum Calendar {
    struct Civil {
        let year: Int
        let month: Int
        let day: Int
        let hour: Int
        let minute: Int
        let second: Int
        /// 0 is Sunday.
        let weekday: Int
        /// From 0.
        let dayOfYear: Int
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func civil(seconds: Int64) -> Civil {
        var days = Int(seconds / 86400)
        var rest = Int(seconds % 86400)
        if rest < 0 {
            rest += 86400
            days -= 1
        }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfMarchYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfMarchYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let weekday = ((days + 4) % 7 + 7) % 7
        return Civil(
            year: year, month: month, day: dayOfMarchYear - (153 * shiftedMonth + 2) / 5 + 1, hour: rest / 3600,
            minute: rest / 60 % 60, second: rest % 60, weekday: weekday,
            dayOfYear: days - daysSince1970(year: year, month: 1, day: 1))
    }
}
