/// ISO 8601 (RFC 3339) and Unix-seconds text, both ways, without Foundation: Foundation reads mosquitto's
/// `2026-11-21T15:32:16.337428Z+0800` as if the `Z` ended it, eight hours wrong.
extension Timestamp {
    /// Reads an ISO 8601 date and time with an offset: `YYYY-MM-DD(T| )hh:mm[:ss[.fraction]]` followed by `Z`, `±hh`,
    /// `±hhmm`, `±hh:mm`, or mosquitto's `Z±hhmm` (where the offset wins). Up to nine fraction digits count; further ones are
    /// cut. A second of 60 is read as the next second. Text without an offset is refused: a sensor's local time is a guess.
    ///
    /// - Returns: nil where the text is not such a time or is outside 1677-09-21 to 2262-04-11.
    package init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.number(digits: 4), reader.take(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.take(UInt8(ascii: "-")),
            let day = reader.number(digits: 2), (1...Timestamp.daysInMonth(year: year, month: month)).contains(day),
            reader.take(UInt8(ascii: "T")) || reader.take(UInt8(ascii: "t")) || reader.take(UInt8(ascii: " ")),
            let hour = reader.number(digits: 2), hour < 24, reader.take(UInt8(ascii: ":")),
            let minute = reader.number(digits: 2), minute < 60
        else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if reader.take(UInt8(ascii: ":")) {
            guard let value = reader.number(digits: 2), value <= 60 else { return nil }
            second = value
            if reader.take(UInt8(ascii: ".")) || reader.take(UInt8(ascii: ",")) {
                guard let digits = reader.fractionNanoseconds() else { return nil }
                fraction = digits
            }
        }
        guard let offsetSeconds = reader.offsetSeconds(), reader.isAtEnd else { return nil }
        let days = Timestamp.daysFromCivil(year: year, month: month, day: day)
        let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - offsetSeconds
        // Before 1970 the fraction is counted back from the next second: the earliest instant has no whole second before it.
        let isCountedBack = seconds < 0 && fraction > 0
        let whole = isCountedBack ? seconds + 1 : seconds
        let (product, overflow) = whole.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowed) = product.addingReportingOverflow(isCountedBack ? fraction - 1_000_000_000 : fraction)
        if overflow || overflowed { return nil }
        self.nanoseconds = sum
    }

    package init?(iso8601 text: some StringProtocol) {
        var copy = String(text)
        let parsed = copy.withUTF8 { Timestamp(iso8601: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads Unix seconds as decimal text: `1780272000`, `1780272000.25`, `1.7e9`. Exact to the nanosecond.
    ///
    /// - Returns: nil where the text is not a decimal number or is outside the years 1678 to 2262.
    package init?(unixSeconds bytes: UnsafeRawBufferPointer) {
        guard let scaled = DecimalText.scaled(bytes, by: 9) else { return nil }
        self.nanoseconds = scaled
    }

    /// RFC 3339 in UTC with the fraction trimmed: `2012-11-21T19:45:00Z`, `2026-11-21T15:32:16.337428Z`.
    package var iso8601: String {
        iso8601(offsetMinutes: 0)
    }

    /// RFC 3339 at a fixed offset; `Z` when the offset is zero.
    ///
    /// - Parameter offsetMinutes: minutes east of Greenwich, −1,439 … 1,439.
    package func iso8601(offsetMinutes: Int) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        appendISO8601(offsetMinutes: offsetMinutes, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of `iso8601(offsetMinutes:)` without a string in between.
    ///
    /// - Parameters:
    ///   - offsetMinutes: minutes east of Greenwich, −1,439 … 1,439.
    ///   - bytes: where it is appended, as UTF-8.
    package func appendISO8601(offsetMinutes: Int = 0, to bytes: inout [UInt8]) {
        let local = self + Interval(seconds: Int64(offsetMinutes) * 60)
        let parts = local.civil
        func append(_ value: Int, digits: Int) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
        }
        append(parts.year, digits: 4)
        bytes.append(UInt8(ascii: "-"))
        append(parts.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        append(parts.day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        append(parts.hour, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(parts.minute, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(parts.second, digits: 2)
        let fraction = local.nanosecondsOfSecond
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            append(Int(fraction), digits: 9)
            while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        }
        if offsetMinutes == 0 {
            bytes.append(UInt8(ascii: "Z"))
        } else {
            bytes.append(UInt8(ascii: offsetMinutes < 0 ? "-" : "+"))
            append(abs(offsetMinutes) / 60, digits: 2)
            bytes.append(UInt8(ascii: ":"))
            append(abs(offsetMinutes) % 60, digits: 2)
        }
    }
}

extension Timestamp: Codable, CustomStringConvertible {
    public var description: String { iso8601 }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not an ISO 8601 time.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

/// Walks over fixed-width digits; nil where a digit is missing.
private struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for index in position..<(position + digits) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += digits
        return value
    }

    mutating func fractionNanoseconds() -> Int64? {
        var value: Int64 = 0
        var scale: Int64 = 100_000_000
        let start = position
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value += Int64(digit) * scale
            scale /= 10
            position += 1
        }
        return position > start ? value : nil
    }

    /// `Z`, `±hh`, `±hhmm`, `±hh:mm`, `Z±hhmm`.
    mutating func offsetSeconds() -> Int64? {
        let zulu = take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z"))
        if isAtEnd { return zulu ? 0 : nil }
        let negative = take(UInt8(ascii: "-"))
        guard negative || take(UInt8(ascii: "+")), let hours = number(digits: 2), hours < 24 else { return nil }
        var minutes = 0
        if !isAtEnd {
            _ = take(UInt8(ascii: ":"))
            guard let value = number(digits: 2), value < 60 else { return nil }
            minutes = value
        }
        let seconds = Int64(hours * 3_600 + minutes * 60)
        return negative ? -seconds : seconds
    }
}
