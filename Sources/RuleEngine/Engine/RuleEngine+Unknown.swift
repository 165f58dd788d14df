import CEL
import Telemetry

/// How long and why rules have not been able to decide; and the alarm that says so where a rule asks for it.
extension RuleEngine {
    /// Hazard of the alarm that a rule has been blind for longer than its `blind_after`.
    package static let blindHazard = "rule_blind"
    /// What is put behind an alert's name.
    package static let blindSuffix = "Blind"

    /// The alarm of a rule that cannot see, on one series.
    struct Blind {
        /// Due time of the live timer; `.max` where none.
        var armed: Int64
        var isOn = false
    }

    // MARK: Steps

    /// A condition that was known is known no more.
    @inline(never)
    func becameUnknown(_ index: Int) {
        if isReplaying { return }
        let state = states.base + Int(cells.base[index].series)
        let position = index - Int(state.pointee.firstCell)
        unknownSince[TimerID(.cell(Int(cells.base[index].series), position))] = current.now
        guard state.pointee.plan.pointee.rules[position].flags.contains(.tellsBlindness) else { return }
        if let length = rule(ofCell: index).blindAfterNanoseconds {
            armBlind(index, due: saturatingAdd(current.now, length))
        }
    }

    /// A condition is known again, or its rule is gone.
    @inline(never)
    func becameKnown(_ index: Int, _ changes: inout [AlarmChange]) {
        if isReplaying { return }
        let id = timerID(ofCell: index)
        unknownSince[id] = nil
        if blinds.isEmpty { return }
        guard let blind = blinds.removeValue(forKey: id), blind.isOn else { return }
        tellBlind(.cleared, index, &changes)
    }

    private func armBlind(_ index: Int, due: Int64) {
        blinds[timerID(ofCell: index), default: Blind(armed: .max)].armed = due
        timers.push(due: due, id: blindTimer(ofCell: index))
    }

    private func blindTimer(ofCell index: Int) -> TimerID {
        let series = Int(cells.base[index].series)
        return TimerID(.blind(series, index - Int(states.base[series].firstCell)))
    }

    func fireBlind(_ index: Int, due: Int64, _ changes: inout [AlarmChange]) {
        let id = timerID(ofCell: index)
        guard let blind = blinds[id], blind.armed == due else { return }
        blinds[id]?.armed = .max
        let rule = rule(ofCell: index)
        guard cells.base[index].flags.contains(.unknown), let since = unknownSince[id], !blind.isOn,
            let length = rule.blindAfterNanoseconds
        else { return }
        let end = saturatingAdd(since, length)
        guard end <= due else {
            armBlind(index, due: end)
            return
        }
        blinds[id]?.isOn = true
        begin(Int(cells.base[index].series), now: due)
        tellBlind(.raised, index, &changes)
    }

    // MARK: The alarm

    /// Series that share an alarm share its blindness too: on from the first to the last.
    private func tellBlind(_ kind: AlarmChange.Kind, _ index: Int, _ changes: inout [AlarmChange]) {
        let rule = rule(ofCell: index)
        let words = words(of: Int(cells.base[index].series))
        let alarm = AlarmID(alert: rule.alert + RuleEngine.blindSuffix, key: words.key(by: rule.by))
        let before = blindMembers[alarm] ?? 0
        let after = before + (kind == .raised ? 1 : -1)
        blindMembers[alarm] = after > 0 ? after : nil
        guard kind == .raised ? before == 0 : after == 0 else { return }
        let since = unknownSince[timerID(ofCell: index)] ?? current.now
        var evidence = [AlarmChange.Label(name: "expr", value: rule.expressionText)]
        if kind == .raised {
            evidence.append(.init(name: "reasons", value: reasons(ofCell: index).joined(separator: "; ")))
            evidence.append(.init(name: "since", value: Timestamp(nanoseconds: since).iso8601))
        }
        if let length = rule.blindAfterNanoseconds {
            evidence.append(.init(name: "blind_after", value: Interval(nanoseconds: length).text))
        }
        let name = registry.station(words.station)?.name
        let change = AlarmChange(
            kind: kind, alarm: alarm, at: Timestamp(nanoseconds: current.now),
            eventTime: Timestamp(nanoseconds: kind == .raised ? since : current.now), hazard: RuleEngine.blindHazard,
            place: words.place, district: words.district, colour: .blue, station: words.station,
            quantity: words.quantity, value: nil, unit: "",
            summary: Bilingual(
                chinese: "\(name?.chinese ?? words.station)：规则 \(rule.alert) 无法判断",
                english: "\(name?.english ?? words.station): the rule \(rule.alert) cannot decide"),
            evidence: evidence, rule: rule.origin)
        changes.append(change)
        follow(change, words: words, isRepeated: false, &changes)
    }

    /// What a condition lacks: the names in it that are not known, each with why.
    ///
    /// The series must have been begun.
    func reasons(ofCell index: Int) -> [String] {
        let program = rule(ofCell: index).condition
        let result = program.evaluate(frames.reading)
        switch result {
        case .error(let error): return ["failed: \(error)"]
        case .value: return current.isFailed ? ["quality_fail"] : []
        case .unknown: break
        }
        return program.referencedSlots.compactMap { slot in
            guard frames.reading.slots[slot].state == .unknown, case .uint(let bits) = frames.reading.slots[slot].value
            else { return nil }
            return "\(rules.readingNames[slot]): \(UnknownReason.words(bits).joined(separator: ", "))"
        }
    }

    // MARK: To be seen

    /// A rule that cannot decide on a series now.
    package struct UnknownState: Hashable, Sendable {
        package var alarm: AlarmID
        package var station: String
        package var quantity: String
        /// Stamp since which it has not been known.
        package var since: Timestamp
        /// The names that are not known, each with why: `rise('1h'): short_history`.
        package var reasons: [String]
        /// Its `blind_after` has passed and the alarm is on.
        package var isBlind: Bool
    }

    /// The rules that cannot decide now, the longest first, and how many there are in all.
    ///
    /// - Parameters:
    ///   - at: the moment, for what depends on it.
    ///   - limit: most that are told.
    package func unknowns(at: Timestamp, limit: Int = 1_000) -> (total: Int, states: [UnknownState]) {
        var found: [(since: Int64, index: Int)] = []
        for index in 0..<cells.count where cells.base[index].flags.contains(.unknown) && !rule(ofCell: index).isProbe {
            found.append((unknownSince[timerID(ofCell: index)] ?? at.nanoseconds, index))
        }
        found.sort { ($0.since, $0.index) < ($1.since, $1.index) }
        let states = found.prefix(limit).map { since, index in
            let rule = rule(ofCell: index)
            let words = words(of: Int(cells.base[index].series))
            begin(Int(cells.base[index].series), now: at.nanoseconds)
            return UnknownState(
                alarm: AlarmID(alert: rule.alert, key: words.key(by: rule.by)), station: words.station,
                quantity: words.quantity, since: Timestamp(nanoseconds: since), reasons: reasons(ofCell: index),
                isBlind: blinds[timerID(ofCell: index)]?.isOn ?? false)
        }
        return (found.count, states)
    }

    /// The alarms of blindness that are on, in no order.
    var blindAlarms: [AlarmState] {
        var onsets: [AlarmID: Int64] = [:]
        for (id, blind) in blinds where blind.isOn {
            guard let index = cell(of: id) else { continue }
            let rule = rule(ofCell: index)
            let key = words(of: Int(cells.base[index].series)).key(by: rule.by)
            let alarm = AlarmID(alert: rule.alert + RuleEngine.blindSuffix, key: key)
            onsets[alarm] = min(onsets[alarm] ?? .max, unknownSince[id] ?? .max)
        }
        return onsets.map { alarm, onset in
            AlarmState(
                alarm: alarm, phase: .firing, isHeld: false, isUnknown: false, onset: Timestamp(nanoseconds: onset),
                due: nil)
        }
    }

    // MARK: Snapshot

    func encodeUnknowns(into writer: inout ByteWriter) {
        writer.write(unknownSince.count)
        for (id, since) in unknownSince.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            writer.write(id.rawValue)
            writer.write(since)
        }
        writer.write(blinds.count)
        for (id, blind) in blinds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            writer.write(id.rawValue)
            writer.write(blind.armed)
            writer.write(blind.isOn)
        }
    }

    func restoreUnknowns(from reader: inout ByteReader) throws(CodingFault) {
        unknownSince = [:]
        for _ in 0..<(try reader.readCount()) {
            let id = TimerID(rawValue: try reader.readInt64())
            unknownSince[id] = try reader.readInt64()
        }
        blinds = [:]
        for _ in 0..<(try reader.readCount()) {
            let id = TimerID(rawValue: try reader.readInt64())
            guard cell(of: id) != nil else {
                throw CodingFault(position: reader.position, what: "names a rule that is not there")
            }
            blinds[id] = Blind(armed: try reader.readInt64(), isOn: try reader.readBool())
        }
        recountBlinds()
    }

    /// The cell that an id names; nil where there is none.
    private func cell(of id: TimerID) -> Int? {
        guard case .cell(let series, let position) = id.owner, series < states.count,
            position < states.base[series].plan.pointee.ruleCount
        else { return nil }
        return Int(states.base[series].firstCell) + position
    }

    func recountBlinds() {
        blindMembers = [:]
        for (id, blind) in blinds where blind.isOn {
            guard let index = cell(of: id) else { continue }
            let rule = rule(ofCell: index)
            let key = words(of: Int(cells.base[index].series)).key(by: rule.by)
            blindMembers[AlarmID(alert: rule.alert + RuleEngine.blindSuffix, key: key), default: 0] += 1
        }
    }

    /// Puts the live timers into the heap, none before `earliest`.
    func pushBlindTimers(earliest: Int64 = .min) {
        for id in blinds.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let armed = blinds[id]?.armed, armed != .max, let index = cell(of: id) else { continue }
            let due = max(earliest, armed)
            blinds[id]?.armed = due
            timers.push(due: due, id: blindTimer(ofCell: index))
        }
    }

    /// What a cell's blindness is after rules have changed.
    func carryUnknown(_ since: Int64, _ blind: Blind?, toCell index: Int, at: Int64) {
        let id = timerID(ofCell: index)
        unknownSince[id] = since
        guard let length = rule(ofCell: index).blindAfterNanoseconds else { return }
        blinds[id] = blind ?? Blind(armed: max(at, saturatingAdd(since, length)))
    }

    /// The gap of `postponeTimers` does not count as blindness.
    func postponeUnknowns(by nanoseconds: Int64) {
        for id in unknownSince.keys { unknownSince[id] = unknownSince[id].map { saturatingAdd($0, nanoseconds) } }
        for id in blinds.keys where blinds[id]?.armed != .max {
            blinds[id]?.armed = saturatingAdd(blinds[id]?.armed ?? 0, nanoseconds)
        }
    }
}
