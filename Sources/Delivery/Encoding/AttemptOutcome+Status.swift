import Telemetry

extension AttemptOutcome {
    /// What an HTTP status that is not 2xx says about the message; nil for 2xx, where the answer has the last word.
    ///
    /// - Parameter retryAfter: the header's value as it came; heeded for 429 and 503 (RFC 9110, 10.2.3).
    package static func failure(status: Int, retryAfter: String?, now: Timestamp) -> AttemptOutcome? {
        switch status {
        case 200..<300: return nil
        case 300..<400: return .refused(reason: "The receiver redirects (\(status)); redirects are not followed.")
        case 429, 503:
            return .again(
                reason: "The receiver answers \(status).", after: retryAfter.flatMap { RetryAfter.wait($0, now: now) })
        case 408, 425, 500...: return .again(reason: "The receiver answers \(status).")
        default: return .refused(reason: "The receiver refuses it: \(status).")
        }
    }
}

/// The header `Retry-After`.
package enum RetryAfter {
    /// Seconds, or a date such as `Fri, 21 Nov 2026 08:15:30 GMT`.
    ///
    /// - Returns: how long to wait from `now`, zero for what is past; nil where the text is neither.
    package static func wait(_ text: String, now: Timestamp) -> Interval? {
        let words = text.split(separator: " ")
        if words.count == 1, text.utf8.count <= 9, let seconds = Int64(text), seconds >= 0 {
            return Interval(seconds: seconds)
        }
        guard words.count == 6, let day = Int(words[1]), let year = Int(words[3]), (1970...9_999).contains(year),
            let month = MonthName.english.firstIndex(of: String(words[2])).map({ $0 + 1 }),
            (1...Timestamp.daysInMonth(year: year, month: month)).contains(day)
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int64($0) }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]), (0...60).contains(time[2]) else {
            return nil
        }
        let seconds =
            Timestamp.daysFromCivil(year: year, month: month, day: day) * 86_400 + time[0] * 3_600 + time[1] * 60
            + time[2]
        return max(.zero, Timestamp(seconds: seconds) - now)
    }
}
