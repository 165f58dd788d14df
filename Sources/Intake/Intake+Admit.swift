import Telemetry

/// Stage 2: items to readings and events.
extension Intake {
    /// What is the same for all records of a message.
    struct Receipt {
        var at: Timestamp
        var qos: UInt8
        var retained: Bool
    }

    /// The bits of `ReadingMarks`. An option set of another module works by calls that cost more than the rest of a
    /// reading.
    enum Mark {
        static var timeOfReceipt: UInt8 { 1 << 0 }
        static var clockDisbelieved: UInt8 { 1 << 1 }
        static var unprotected: UInt8 { 1 << 2 }
        static var late: UInt8 { 1 << 3 }
        static var beyondHorizon: UInt8 { 1 << 4 }
        static var boolean: UInt8 { 1 << 6 }
        static var unverified: UInt8 { 1 << 7 }
    }

    /// Takes what `parse` has read.
    ///
    /// - Parameters:
    ///   - parsed: as `parse` of this intake left it.
    ///   - at: the sequencer's stamp of the message.
    ///   - qos: quality of service with which it came; 0 marks readings as unprotected.
    ///   - retained: the broker had kept the message: its age is known only from its own time.
    ///   - output: appended to.
    package mutating func admit(
        _ parsed: ParsedMessage, at: Timestamp, qos: UInt8, retained: Bool, into output: inout IntakeOutput
    ) {
        counts.messages += 1
        let receipt = Receipt(at: at, qos: qos, retained: retained)
        if let refusal = parsed.refusal {
            quarantine(parsed, refusal, receipt, into: &output)
            return
        }
        var refused = 0
        if let items = parsed.items {
            for position in 0..<parsed.itemCount {
                if let refusal = admit(items[position], of: parsed, receipt, into: &output) {
                    quarantineRecord(parsed, refusal, receipt, &refused, into: &output)
                }
            }
        }
        if parsed.recordRefusals.isEmpty { return }
        for refusal in parsed.recordRefusals {
            quarantineRecord(parsed, refusal, receipt, &refused, into: &output)
        }
    }

    @inline(__always)
    private mutating func admit(
        _ item: ParsedItem, of parsed: ParsedMessage, _ receipt: Receipt, into output: inout IntakeOutput
    ) -> Refusal? {
        if receipt.retained && item.clock != .absolute {
            return Refusal(.retainedWithoutTime, nameOffset: item.nameOffset, nameLength: item.nameLength)
        }
        if item.shape == .event { return admitEvent(item, of: parsed, receipt, into: &output) }
        // No closure here: one that reads `self` would copy all of it for every reading.
        var index = table.find(parsed.name(of: item), hash: item.nameHash)
        if index < 0 {
            switch openSeries(item, of: parsed, into: &output) {
            case .success(let opened): index = opened
            case .failure(let failure): return failure.refusal(item)
            }
        }
        let position = Int(index)
        if let refusal = checkUnit(position, item, into: &output) { return refusal }
        var value = item.value
        if states[position].conversion != 0 && item.shape == .number {
            value = conversions[Int(states[position].conversion)].apply(value)
        }
        guard value.isFinite else {
            return Refusal(
                .numberUnreadable, "It is out of range in the series' unit.", nameOffset: item.nameOffset,
                nameLength: item.nameLength)
        }
        var marks: UInt8 = receipt.qos == 0 ? Mark.unprotected : 0
        if item.shape == .boolean { marks |= Mark.boolean }
        let eventTime = Intake.believedTime(
            item, receipt.at, limits, lifeSafety: states[position].lifeSafety, horizon: states[position].horizon,
            &marks)
        let newest = states[position].newestNanoseconds
        if eventTime.nanoseconds <= newest || Intake.isSameMicrosecond(eventTime.nanoseconds, after: newest) {
            marks |= Mark.late
        } else {
            states[position].newestNanoseconds = eventTime.nanoseconds
        }
        counts.readings += 1
        if marks != 0 { counts.count(marks: marks) }
        output.readings.append(
            Reading(
                series: SeriesID(rawValue: index), eventTime: eventTime, receivedAt: receipt.at, value: value,
                quality: item.quality, marks: ReadingMarks(rawValue: marks)))
        return nil
    }

    /// A series has one value a microsecond; another one is a correction, though it be some nanoseconds newer.
    @inline(__always)
    private static func isSameMicrosecond(_ time: Int64, after newest: Int64) -> Bool {
        // The wrapped difference is small for the oldest times as well, which the division then tells apart.
        time &- newest < 1_000 && time / 1_000 == newest / 1_000
    }

    /// When an item counts: at the device's time where its clock is believed, else at its receipt.
    ///
    /// A clock that runs ahead by more than the tolerance, or behind by more than the backfill limit, is not believed.
    /// From a life-safety station nothing older than the horizon is believed to be old: it rings, unverified.
    @inline(__always)
    private static func believedTime(
        _ item: ParsedItem, _ at: Timestamp, _ limits: IntakeLimits, lifeSafety: Bool, horizon: Interval,
        _ marks: inout UInt8
    ) -> Timestamp {
        let claimed: Timestamp
        switch item.clock {
        case .none:
            marks |= Mark.timeOfReceipt
            return at
        case .relative:
            marks |= Mark.timeOfReceipt
            claimed = at + Interval(nanoseconds: item.nanoseconds)
        case .absolute:
            claimed = Timestamp(nanoseconds: item.nanoseconds)
        }
        let isOld = claimed < at - horizon
        let isAhead = at + limits.clockTolerance < claimed
        if isAhead || (isOld && (lifeSafety || claimed < at - limits.backfillLimit)) {
            marks |= Mark.clockDisbelieved | Mark.unverified
            return at
        }
        if isOld { marks |= Mark.beyondHorizon }
        return claimed
    }

    private mutating func admitEvent(
        _ item: ParsedItem, of parsed: ParsedMessage, _ receipt: Receipt, into output: inout IntakeOutput
    ) -> Refusal? {
        let bytes = parsed.name(of: item)
        let name: TopicName
        switch resolve(bytes, isSenML: item.isSenML) {
        case .success(let resolved): name = resolved
        case .failure(let failure): return failure.refusal(item)
        }
        let registered = registry.index(ofStation: name.station)
        let lifeSafety = registered.map { registry.stations[$0].lifeSafety } ?? false
        var marks: UInt8 = receipt.qos == 0 ? Mark.unprotected : 0
        let eventTime = Intake.believedTime(
            item, receipt.at, limits, lifeSafety: lifeSafety, horizon: limits.horizon, &marks)
        let (id, members) = parsed.eventMembers(item)
        counts.events += 1
        counts.count(marks: marks)
        output.events.append(
            EventObject(
                topic: String(decoding: bytes, as: UTF8.self),
                district: registered.map { registry.stations[$0].district } ?? name.district,
                domain: name.domain, station: name.station, quantity: name.quantity, id: id, eventTime: eventTime,
                receivedAt: receipt.at, marks: ReadingMarks(rawValue: marks), members: members, registered: registered))
        return nil
    }
}
