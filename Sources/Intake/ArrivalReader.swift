import Telemetry

/// Reads the times of arrival of a recording's lines. Lines that follow one another mostly share the minute and the zone:
/// those two are read once and then only compared.
struct ArrivalReader {
    /// `YYYY-MM-DDThh:mm` of the last line as two words.
    private var minuteText: (UInt64, UInt64) = (0, 0)
    /// What followed its seconds: `Z`, `+08:00` or mosquitto's `Z+0800`, as a word; and its length.
    private var zoneText: UInt64 = 0
    private var zoneLength = -1
    /// Nanoseconds since the Unix epoch at which that minute began.
    private var minuteStart: Int64 = 0

    private static let minuteLength = 16

    /// - Parameter text: ISO 8601, as `Timestamp(iso8601:)` reads it.
    mutating func read(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        guard let seconds = ArrivalReader.seconds(text) else { return Timestamp(iso8601: text) }
        let minute = (
            text.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            text.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
        let zone = ArrivalReader.word(text, from: seconds.end)
        if minute == minuteText, zone == zoneText, text.count - seconds.end == zoneLength {
            return Timestamp(nanoseconds: minuteStart + seconds.nanoseconds)
        }
        guard let time = Timestamp(iso8601: text) else { return nil }
        // At the ends of the range another second of the minute could lie outside it.
        if time.nanoseconds.magnitude < Int64.max.magnitude - 120_000_000_000 {
            minuteText = minute
            zoneText = zone
            zoneLength = text.count - seconds.end
            minuteStart = time.nanoseconds - seconds.nanoseconds
        }
        return time
    }

    /// Reads `:ss[.fraction]` after the minute: nanoseconds, and where it ends. Nil where the text has another form.
    @inline(__always)
    private static func seconds(_ text: UnsafeRawBufferPointer) -> (nanoseconds: Int64, end: Int)? {
        guard text.count > minuteLength + 3, text[minuteLength] == UInt8(ascii: ":") else { return nil }
        let tens = text[minuteLength + 1] &- UInt8(ascii: "0")
        let ones = text[minuteLength + 2] &- UInt8(ascii: "0")
        guard tens < 6, ones < 10 else { return nil }
        var nanoseconds = Int64(tens &* 10 &+ ones) &* 1_000_000_000
        var position = minuteLength + 3
        if text[position] == UInt8(ascii: ".") {
            position += 1
            let first = position
            var fraction: Int64 = 0
            while position < text.count, position < first + 9, text[position] &- UInt8(ascii: "0") < 10 {
                fraction = fraction &* 10 &+ Int64(text[position] &- UInt8(ascii: "0"))
                position += 1
            }
            switch position - first {
            case 3: fraction &*= 1_000_000
            case 6: fraction &*= 1_000
            case 9: break
            case let digits: for _ in digits..<9 { fraction &*= 10 }
            }
            nanoseconds &+= fraction
            // Further digits are cut, as `Timestamp(iso8601:)` does.
            while position < text.count, text[position] &- UInt8(ascii: "0") < 10 { position += 1 }
            if position == first { return nil }
        }
        return text.count - position <= 8 ? (nanoseconds, position) : nil
    }

    /// At most 8 bytes as a word.
    @inline(__always)
    private static func word(_ text: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
        var word: UInt64 = 0
        for position in start..<text.count { word = word << 8 | UInt64(text[position]) }
        return word
    }
}
