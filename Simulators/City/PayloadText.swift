import Glibc
import Telemetry

/// Writes what devices write.
enum PayloadText {
    /// Fixed decimals by integer arithmetic: the same text on every machine.
    static func decimal(_ value: Double, digits: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((value * Double(scale)).rounded())
        let magnitude = scaled.magnitude
        let fraction = String(magnitude % UInt64(scale))
        let sign = scaled < 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(magnitude)" }
        return
            "\(sign)\(magnitude / UInt64(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    /// `{"t":1795345200,"v":3.42,"u":"m"}`.
    static func plain(at time: Timestamp, value: String, unit: String) -> [UInt8] {
        Array("{\"t\":\(time.wholeSeconds),\"v\":\(value),\"u\":\"\(unit)\"}".utf8)
    }

    /// The same with a date at the city's offset.
    static func dated(at time: Timestamp, value: String, unit: String) -> [UInt8] {
        Array("{\"t\":\"\(time.iso8601(offsetMinutes: 480))\",\"v\":\(value),\"u\":\"\(unit)\"}".utf8)
    }

    /// A SenML pack; the base name ends with `/`, so that each name is a whole topic.
    static func senML(baseName: String, at time: Timestamp, records: [SenMLRecord]) -> [UInt8] {
        let rest = records.enumerated().map { index, record in
            let base = index == 0 ? "\"bn\":\"\(baseName)\",\"bt\":\(time.wholeSeconds)," : ""
            let offset = record.offset.map { "\"t\":\($0)," } ?? ""
            return "{\(base)\"n\":\"\(record.quantity)\",\(offset)\"u\":\"\(record.unit)\",\"v\":\(record.value)}"
        }
        return Array("[\(rest.joined(separator: ","))]".utf8)
    }
}
