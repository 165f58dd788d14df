import Telemetry

/// Turns a fact into the line that the log keeps.
package enum LogEntryEncoder {
    /// Version of the line's shape, in every line as `v`; lines are never migrated.
    package static let formatVersion: Int64 = 1
    /// Names the hash in every line as `alg`, so that another can follow.
    package static let algorithm = "sha-256"

    private static let beginning: StaticString = "{\"n\":"

    /// `{"n":…,"at":…,"v":1,"alg":"sha-256","code":…[,"exercise":true][,"incident":…,"incident_version":…],…fields}`
    ///
    /// - Parameters:
    ///   - seq: number of the entry, from 1.
    ///   - exercise: marks what happened on any clock but the wall's.
    package static func line(for fact: LogFact, seq: Int64, at: Timestamp, exercise: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        beginning.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: String(seq).utf8)
        member("at", .time(at), &bytes)
        member("v", .integer(formatVersion), &bytes)
        member("alg", .text(algorithm), &bytes)
        member("code", .text(fact.code), &bytes)
        if exercise { member("exercise", .boolean(true), &bytes) }
        if let incident = fact.incident { member("incident", .text(incident), &bytes) }
        if let version = fact.incidentVersion { member("incident_version", .integer(Int64(version)), &bytes) }
        for field in fact.fields { member(field.name, field.value, &bytes) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Reads the number back that `line` begins with; nil where the line does not begin like an entry.
    package static func number(of line: UnsafeRawBufferPointer) -> Int64? {
        guard beginning.withUTF8Buffer({ line.starts(with: $0) }) else { return nil }
        var value: Int64 = 0
        var position = beginning.utf8CodeUnitCount
        while position < line.count, case let digit = line[position] &- UInt8(ascii: "0"), digit < 10 {
            guard value <= (Int64.max - 9) / 10 else { return nil }
            value = value * 10 + Int64(digit)
            position += 1
        }
        guard position > beginning.utf8CodeUnitCount, position < line.count, line[position] == UInt8(ascii: ",") else {
            return nil
        }
        return value
    }

    private static func member(_ name: String, _ value: LogValue, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: ","))
        LogJSON.append(name: name, value, to: &bytes)
    }
}
