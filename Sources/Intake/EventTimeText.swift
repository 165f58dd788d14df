import CSimdjson
import Telemetry

/// A member `t`: Unix seconds or ISO 8601, from its characters, never through a floating-point number.
enum EventTimeText {
    /// Nanoseconds since the Unix epoch; nil where the member is no time. `null` is to be treated as missing before.
    static func nanoseconds(_ member: csimdjson_member) -> Int64? {
        switch member.valueKind {
        case .number: return seconds(member)
        case .string: return Timestamp(iso8601: member.textBytes)?.nanoseconds ?? seconds(member.textBytes)
        case .null, .no, .yes, .nested: return nil
        }
    }

    /// A number of seconds as nanoseconds.
    @inline(__always)
    static func seconds(_ member: csimdjson_member) -> Int64? {
        plain(member) ?? seconds(member.textBytes)
    }

    /// A decimal number of seconds as nanoseconds.
    private static func seconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        DecimalText.scaled(bytes, by: 9)
    }

    /// The usual form `1780272000[.25]`, below 9,000,000,000 s and with at most nine fraction digits, so that nothing
    /// can overflow. Nil for any other form.
    @inline(__always)
    private static func plain(_ member: csimdjson_member) -> Int64? {
        let scale: UInt64
        switch member.fraction_digits {
        case 0: scale = 1_000_000_000
        case 3: scale = 1_000_000
        case 6: scale = 1_000
        case 9: scale = 1
        case _: return nil
        }
        let (product, overflow) = member.word.multipliedReportingOverflow(by: scale)
        return overflow || product >= 9_000_000_000_000_000_000 ? nil : Int64(product)
    }
}
