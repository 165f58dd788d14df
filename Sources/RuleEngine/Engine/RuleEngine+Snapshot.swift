import Matching
import Telemetry

/// The whole state as bytes: the same state gives the same bytes, and an engine that reads them goes on as the one that
/// wrote them would have.
///
/// Layout, version 2: version byte, fingerprint of the rules, failed evaluations; count of series and for
/// each its state, ring and cells; last raises; what is not known; keyed alarms; what is kept of the past. The heap of timers
/// is not written, it follows from the rest.
extension RuleEngine {
    private static let snapshotVersion: UInt8 = 2

    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(byte: RuleEngine.snapshotVersion)
        writer.write(unsigned: rules.fingerprint)
        writer.write(failedEvaluations)
        writer.write(states.count)
        for index in 0..<states.count { encode(states.base[index], into: &writer) }
        writer.write(lastRaises.count)
        for (cell, at) in lastRaises.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            writer.write(cell.rawValue)
            writer.write(at)
        }
        encodeUnknowns(into: &writer)
        writer.write(keyed.count)
        for alarm in keyed { encode(alarm, into: &writer) }
        encodePast(into: &writer)
    }

    private func encode(_ state: SeriesState, into writer: inout ByteWriter) {
        writer.write(state.newestEvent)
        writer.write(state.newestValue)
        writer.write(state.lastHeard)
        writer.write(state.armed)
        writer.write(byte: state.quality)
        writer.write(byte: state.flags.rawValue)
        writer.write(state.floor)
        writer.write(state.timerDecided)
        writer.write(state.newestLag)
        state.ring.encode(into: &writer)
        writer.write(state.plan.pointee.ruleCount)
        for position in 0..<state.plan.pointee.ruleCount {
            let cell = cells.base[Int(state.firstCell) + position]
            let isPlain = cell.phase == .inactive && cell.armed == .max && cell.due == .max
            writer.write(byte: cell.phase.rawValue | (isPlain ? 0x80 : 0))
            writer.write(byte: cell.flags.rawValue)
            if isPlain { continue }
            writer.write(cell.since)
            writer.write(cell.due)
            writer.write(cell.armed)
            writer.write(cell.onset)
        }
    }

    private func encode(_ alarm: KeyedAlarm, into writer: inout ByteWriter) {
        writer.write(alarm.rule ?? -1)
        writer.write(alarm.alarm.alert)
        writer.write(alarm.alarm.key)
        writer.write(words: alarm.words)
        writer.write(alarm.isOn)
        writer.write(alarm.isUnverified)
        writer.write(alarm.lastRaise)
        writer.write(alarm.onset)
        writer.write(alarm.due)
        writer.write(alarm.isClearing)
        writer.write(alarm.armed)
        writer.write(alarm.raises.count)
        for raise in alarm.raises {
            writer.write(raise.at)
            writer.write(words: raise.words)
            writer.write(byte: raise.role.rawValue)
            writer.write(raise.eventTime)
            writer.write(raise.deadline)
        }
        writer.write(alarm.clearDue)
        writer.write(alarm.members.count)
        for member in alarm.members.sorted() { writer.write(member) }
    }

    /// Takes over the state of a snapshot. The engine must have been made with the same rules and the same series, added in
    /// the same order; on a fault it is unchanged or must be thrown away.
    package func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        guard try reader.readByte() == RuleEngine.snapshotVersion else {
            throw CodingFault(position: reader.position, what: "is of another version")
        }
        guard try reader.readUnsigned() == rules.fingerprint else {
            throw CodingFault(position: reader.position, what: "was made with other rules")
        }
        failedEvaluations = try reader.readInt()
        guard try reader.readInt() == states.count else {
            throw CodingFault(position: reader.position, what: "was made with other series")
        }
        for index in 0..<states.count { try decode(states.base + index, from: &reader) }
        lastRaises = [:]
        for _ in 0..<(try reader.readCount()) {
            let cell = TimerID(rawValue: try reader.readInt64())
            lastRaises[cell] = try reader.readInt64()
        }
        try restoreUnknowns(from: &reader)
        keyed = []
        keyedIndex = [:]
        for _ in 0..<(try reader.readCount()) {
            let alarm = try decodeKeyed(from: &reader)
            keyedIndex[alarm.alarm] = keyed.count
            keyed.append(alarm)
        }
        try restorePast(from: &reader)
        recountMemberships()
        rebuildTimers()
    }

    private func decode(
        _ state: UnsafeMutablePointer<SeriesState>, from reader: inout ByteReader
    ) throws(CodingFault) {
        state.pointee.newestEvent = try reader.readInt64()
        state.pointee.newestValue = try reader.readDouble()
        state.pointee.lastHeard = try reader.readInt64()
        state.pointee.armed = try reader.readInt64()
        state.pointee.quality = try reader.readByte()
        state.pointee.flags = SeriesState.Flags(rawValue: try reader.readByte())
        state.pointee.floor = try reader.readInt64()
        state.pointee.timerDecided = try reader.readInt64()
        state.pointee.newestLag = try reader.readInt64()
        try state.pointee.ring.restore(from: &reader)
        guard try reader.readInt() == state.pointee.plan.pointee.ruleCount else {
            throw CodingFault(position: reader.position, what: "was made with other rules")
        }
        for position in 0..<state.pointee.plan.pointee.ruleCount {
            let index = Int(state.pointee.firstCell) + position
            var cell = Cell()
            cell.series = cells.base[index].series
            let head = try reader.readByte()
            guard let phase = Cell.Phase(rawValue: head & 0x7F) else {
                throw CodingFault(position: reader.position, what: "has an unknown phase")
            }
            cell.phase = phase
            cell.flags = Cell.Flags(rawValue: try reader.readByte())
            if head & 0x80 == 0 {
                cell.since = try reader.readInt64()
                cell.due = try reader.readInt64()
                cell.armed = try reader.readInt64()
                cell.onset = try reader.readInt64()
            }
            cells.base[index] = cell
        }
    }

    private func decodeKeyed(from reader: inout ByteReader) throws(CodingFault) -> KeyedAlarm {
        let rule = try reader.readInt()
        guard rule >= -1, rule < rules.rules.count else {
            throw CodingFault(position: reader.position, what: "names a rule that is not there")
        }
        let id = AlarmID(alert: try reader.readString(), key: try reader.readString())
        var alarm = KeyedAlarm(rule: rule < 0 ? nil : rule, alarm: id, words: try reader.readWords())
        alarm.isOn = try reader.readBool()
        alarm.isUnverified = try reader.readBool()
        alarm.lastRaise = try reader.readInt64()
        alarm.onset = try reader.readInt64()
        alarm.due = try reader.readInt64()
        alarm.isClearing = try reader.readBool()
        alarm.armed = try reader.readInt64()
        for _ in 0..<(try reader.readCount()) {
            let at = try reader.readInt64()
            var raise = KeyedAlarm.Raise(at: at, words: try reader.readWords())
            guard let role = KeyedAlarm.Raise.Role(rawValue: try reader.readByte()) else {
                throw CodingFault(position: reader.position, what: "has an unknown role")
            }
            raise.role = role
            raise.eventTime = try reader.readInt64()
            raise.deadline = try reader.readInt64()
            alarm.raises.append(raise)
        }
        alarm.clearDue = try reader.readInt64()
        for _ in 0..<(try reader.readCount()) { alarm.members.insert(try reader.readString()) }
        return alarm
    }

    /// Memberships follow from the cells.
    func recountMemberships() {
        memberships = [:]
        for index in 0..<cells.count where cells.base[index].phase != .inactive {
            let cell = cells.base[index]
            let rule = rule(ofCell: index)
            let alarm = AlarmID(alert: rule.alert, key: words(of: Int(cell.series)).key(by: rule.by))
            var members = memberships[alarm] ?? Membership()
            if cell.isOn { members.on += 1 } else { members.pending += 1 }
            if cell.flags.contains(.held) { members.held += 1 }
            memberships[alarm] = members
        }
    }
}

extension ByteWriter {
    mutating func write(words: SourceWords) {
        for field in SourceField.allCases { write(words[field]) }
    }
}

extension ByteReader {
    mutating func readWords() throws(CodingFault) -> SourceWords {
        let station = try readString()
        let district = try readString()
        let domain = try readString()
        let quantity = try readString()
        let place = try readString()
        return SourceWords(
            station: station, district: district, domain: domain, quantity: quantity, place: place,
            unit: try readString())
    }
}
