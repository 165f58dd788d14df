import CSimdjson
import Telemetry

/// A member `t`: Unix seconds or ISO 8601, from its characters, never through a floating-point number.
enum EventTimeText {
    /// Nanoseconds since the Unix epoch; nil where the member is no time. `null` is to be treated as missing before.
    static func nanoseconds(_ member: csimdjson_member) -> Int64? {
        let bytes = member.textBytes
        switch member.valueKind {
        case .number: return seconds(bytes)
        case .string: return Timestamp(iso8601: bytes)?.nanoseconds ?? seconds(bytes)
        case .null, .no, .yes, .nested: return nil
        }
    }

    /// A decimal number of seconds as nanoseconds.
    static func seconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        plain(bytes) ?? DecimalText.scaled(bytes, by: 9)
    }

    /// The usual form `1780272000[.25]`, below 9,000,000,000 s and with at most nine fraction digits, so that nothing
    /// can overflow. Nil for any other form.
    private static func plain(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var whole: Int64 = 0
        var position = 0
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit > 9 { break }
            whole = whole &* 10 &+ Int64(digit)
            position += 1
            if position > 10 { return nil }
        }
        guard position > 0, whole < 9_000_000_000 else { return nil }
        if position == bytes.count { return whole &* 1_000_000_000 }
        guard bytes[position] == UInt8(ascii: "."), bytes.count - position <= 10, bytes.count - position > 1 else {
            return nil
        }
        var scale: Int64 = 100_000_000
        var fraction: Int64 = 0
        for index in (position + 1)..<bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            fraction &+= Int64(digit) &* scale
            scale /= 10
        }
        return whole &* 1_000_000_000 &+ fraction
    }
}
