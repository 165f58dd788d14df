import CSimdjson
import Telemetry

/// A SenML pack (RFC 8428): resolves its records one after the other, in the order in which they are written.
///
/// Base fields carry forward. A record that has only base fields sets them and says nothing more. A base value or base
/// sum whose record has none of its own stands for it (the missing one counts as 0, as the RFC says of times).
struct SenMLPack {
    private let parsed: ParsedMessage
    private let limits: IntakeLimits
    private var base = Base()

    private struct Base {
        var name = UnsafeRawBufferPointer(start: nil, count: 0)
        var unit = UnsafeRawBufferPointer(start: nil, count: 0)
        var timeNanoseconds: Int64?
        var value: Double?
        var sum: Double?
        var version: Double?
    }

    /// The fields of one record.
    private struct Record {
        var name = UnsafeRawBufferPointer(start: nil, count: 0)
        var unit: UnsafeRawBufferPointer?
        var timeNanoseconds: Int64?
        var value: Double?
        var boolean: Bool?
        var text = false
        var sum: Double?
        var quality: QualityFlag = .notEvaluated
        /// Has fields that are not base fields.
        var speaks = false
        var values = 0
    }

    /// Versions above this are refused (RFC 8428 section 4.4).
    static let highestVersion = 10.0
    /// Times below 2²⁸ s are relative to now (RFC 8428 section 4.5.3).
    static let relativeBelowNanoseconds: Int64 = 268_435_456 * 1_000_000_000

    init(parsed: ParsedMessage, limits: IntakeLimits) {
        self.parsed = parsed
        self.limits = limits
    }

    mutating func resolve() {
        let members = parsed.members
        var position = 0
        for record in 0..<Int(parsed.document.record_count) {
            let first = position
            while position < members.count, Int(members[position].record) == record { position += 1 }
            if let refusal = resolve(members, first..<position) {
                parsed.refusal = refusal
                return
            }
        }
        if parsed.itemCount == 0 && parsed.recordRefusals.isEmpty { parsed.refusal = Refusal(.valueMissing) }
    }

    /// Returns why the whole pack is refused.
    private mutating func resolve(
        _ members: UnsafeBufferPointer<csimdjson_member>, _ range: Range<Int>
    ) -> Refusal? {
        var record = Record()
        var seen: UInt32 = 0
        for position in range {
            if let refusal = take(members[position], into: &record, &seen) { return refusal }
        }
        if record.speaks { emit(record, range) }
        return nil
    }

    // Labels of RFC 8428 table 4 as little-endian words of their ASCII bytes.
    private mutating func take(
        _ member: csimdjson_member, into record: inout Record, _ seen: inout UInt32
    ) -> Refusal? {
        var bit: UInt32 = 0
        switch member.short_name {
        case 0x6E62: bit = 1 << 0  // bn
        case 0x7462: bit = 1 << 1  // bt
        case 0x7562: bit = 1 << 2  // bu
        case 0x7662: bit = 1 << 3  // bv
        case 0x7362: bit = 1 << 4  // bs
        case 0x7265_7662: bit = 1 << 5  // bver
        case 0x6E: bit = 1 << 6  // n
        case 0x75: bit = 1 << 7  // u
        case 0x76: bit = 1 << 8  // v
        case 0x6276: bit = 1 << 9  // vb
        case 0x7376: bit = 1 << 10  // vs
        case 0x6476: bit = 1 << 11  // vd
        case 0x73: bit = 1 << 12  // s
        case 0x74: bit = 1 << 13  // t
        case 0x7475: bit = 1 << 14  // ut
        case 0x71: bit = 1 << 15  // q, ours: a quality flag
        case _:
            guard member.nameBytes.last == UInt8(ascii: "_") else { return nil }
            return Refusal(.senMLUnknownMandatory, "It is \(Intake.quoted(member.nameBytes)).")
        }
        if seen & bit != 0 { return Refusal(.duplicateMember, "It is \(Intake.quoted(member.nameBytes)).") }
        seen |= bit
        let taken = bit < 1 << 6 ? takeBase(member, bit) : takeField(member, bit, &record)
        if taken { return nil }
        if bit & (1 << 1 | 1 << 13) != 0 {
            return Refusal(.timeUnreadable, "It says \(Intake.quoted(member)).")
        }
        if bit == 1 << 5 { return Refusal(.senMLVersion, "It says \(Intake.quoted(member)).") }
        return Refusal(
            .senMLBase, "Member \(Intake.quoted(member.nameBytes)) says \(Intake.quoted(member)).")
    }

    private mutating func takeBase(_ member: csimdjson_member, _ bit: UInt32) -> Bool {
        let kind = member.valueKind
        switch bit {
        case 1 << 0:
            base.name = member.textBytes
            return kind == .string
        case 1 << 1:
            base.timeNanoseconds = kind == .number ? EventTimeText.seconds(member) : nil
            return base.timeNanoseconds != nil
        case 1 << 2:
            base.unit = member.textBytes
            return kind == .string
        case 1 << 3:
            base.value = member.number
            return kind == .number
        case 1 << 4:
            base.sum = member.number
            return kind == .number
        case _:
            // The version must be the same in the whole pack.
            let version = member.number
            if let known = base.version, known != version { return false }
            base.version = version
            return kind == .number && version >= 1 && version <= SenMLPack.highestVersion
                && version == version.rounded()
        }
    }

    private func takeField(_ member: csimdjson_member, _ bit: UInt32, _ record: inout Record) -> Bool {
        let kind = member.valueKind
        record.speaks = true
        switch bit {
        case 1 << 6:
            record.name = member.textBytes
            return kind == .string
        case 1 << 7:
            record.unit = member.textBytes
            return kind == .string
        case 1 << 8:
            record.value = member.number
            record.values += 1
            return kind == .number
        case 1 << 9:
            record.boolean = kind == .yes
            record.values += 1
            return kind == .yes || kind == .no
        case 1 << 10, 1 << 11:
            record.text = true
            record.values += 1
            return kind == .string
        case 1 << 12:
            record.sum = member.number
            return kind == .number
        case 1 << 13:
            record.timeNanoseconds = kind == .number ? EventTimeText.seconds(member) : nil
            return record.timeNanoseconds != nil
        case 1 << 14:
            return kind == .number
        case _:
            record.quality = QualityText.flag(member)
            return true
        }
    }
}

extension SenMLPack {
    private func emit(_ record: Record, _ range: Range<Int>) {
        guard let name = appendName(record.name, suffix: "") else {
            parsed.recordRefusals.append(Refusal(.senMLName, "It is \(joinedName(record.name))."))
            return
        }
        let hasSum = record.sum != nil || base.sum != nil
        let hasValue = record.values > 0 || base.value != nil
        guard record.values <= 1, hasValue || hasSum else {
            parsed.recordRefusals.append(
                Refusal(
                    .senMLValue, "It has \(record.values).", nameOffset: name.lowerBound, nameLength: name.count))
            return
        }
        guard let time = time(record) else {
            parsed.recordRefusals.append(
                Refusal(
                    .timeUnreadable, "The sum of bt and t is out of range.", nameOffset: name.lowerBound,
                    nameLength: name.count))
            return
        }
        let unit = record.unit ?? base.unit
        if hasValue {
            append(name, record, time, unit, range)
        }
        if hasSum, let sumName = appendName(record.name, suffix: ".sum") {
            appendSum(sumName, (base.sum ?? 0) + (record.sum ?? 0), record, time, unit, range)
        }
    }

    private func append(
        _ name: Range<Int>, _ record: Record, _ time: (ParsedItem.Clock, Int64), _ unit: UnsafeRawBufferPointer,
        _ range: Range<Int>
    ) {
        let value = record.boolean.map { $0 ? 1.0 : 0.0 } ?? (base.value ?? 0) + (record.value ?? 0)
        let shape: ParsedItem.Shape = record.text ? .event : record.boolean != nil ? .boolean : .number
        parsed.append(
            ParsedItem(
                nameOffset: name.lowerBound, nameLength: name.count, nameHash: hash(name), value: value,
                nanoseconds: time.1, unit: unit, unitKey: UnitKey(unit), firstMember: range.lowerBound,
                memberCount: range.count, shape: shape, clock: time.0, quality: record.quality, isSenML: true))
    }

    /// The sum of values over time is its own series, `<quantity>.sum`; its unit is the value's times seconds, written
    /// as UCUM does: `W.s`.
    private func appendSum(
        _ name: Range<Int>, _ sum: Double, _ record: Record, _ time: (ParsedItem.Clock, Int64),
        _ unit: UnsafeRawBufferPointer, _ range: Range<Int>
    ) {
        parsed.append(
            ParsedItem(
                nameOffset: name.lowerBound, nameLength: name.count, nameHash: hash(name), value: sum,
                nanoseconds: time.1, unit: unit, unitKey: nil, isSum: true, firstMember: range.lowerBound,
                memberCount: range.count, shape: .number, clock: time.0, quality: record.quality, isSenML: true))
    }

    private func time(_ record: Record) -> (ParsedItem.Clock, Int64)? {
        if base.timeNanoseconds == nil && record.timeNanoseconds == nil { return (.none, 0) }
        let (sum, overflow) = (base.timeNanoseconds ?? 0).addingReportingOverflow(record.timeNanoseconds ?? 0)
        if overflow { return nil }
        return (sum < SenMLPack.relativeBelowNanoseconds ? .relative : .absolute, sum)
    }

    /// Base name and name joined, in `parsed.names`. A name without a separator belongs to the station of the message's
    /// own city topic. Nil where no station and quantity can be made out or it is too long.
    private func appendName(_ own: UnsafeRawBufferPointer, suffix: StaticString) -> Range<Int>? {
        let start = parsed.namesLength
        let separated = [base.name, own].contains { part in
            part.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        }
        if !separated {
            guard base.name.count + own.count > 0, let station = TopicName.stationPrefix(parsed.topic) else {
                return nil
            }
            parsed.appendName(UnsafeRawBufferPointer(rebasing: parsed.topic[..<station]))
        }
        parsed.appendName(base.name)
        parsed.appendName(own)
        suffix.withUTF8Buffer { parsed.appendName(UnsafeRawBufferPointer($0)) }
        guard parsed.namesLength - start <= limits.topicBytes else {
            parsed.removeNames(from: start)
            return nil
        }
        return start..<parsed.namesLength
    }

    private func joinedName(_ own: UnsafeRawBufferPointer) -> String {
        "“\(DisplayText.safe(bytes: Array(base.name.prefix(400)) + Array(own.prefix(400)), limit: 80))”"
    }

    private func hash(_ name: Range<Int>) -> UInt64 {
        NameHash.of(parsed.name(name.lowerBound, name.count))
    }
}
