import Telemetry

/// Stands between the rules, which find alarms, and incident command, which tells people: alarms that are shelved, silenced,
/// out of service, muted by calendar or explained by another alarm are withheld, and told as soon as that ends while they
/// are on. Only the telling is suppressed: every raise and end of a withheld alarm is a log entry, and what was told is
/// told the end. Life safety passes always. Pure; after ISA-18.2 (ANSI/ISA-18.2-2016) and IEC 62682.
package struct AlarmManagement: Sendable {
    package internal(set) var rules: AlarmManagementRules
    /// Every alarm that is on, and those that were on lately. Looked up by id; walked only in the order of ids.
    var alarms: [AlarmID: ManagedAlarm] = [:]
    /// Ids of withheld alarms in order.
    var withheld: [AlarmID] = []
    package internal(set) var suppressions: [Suppression] = []
    var suppressionCount: Int64 = 0
    var flood = FloodMeter()
    var timers = TimerQueue<AlarmTimer>()
    /// How many sources are on, for each inhibition and what they have in common with their targets. Made anew from the
    /// alarms with every change of rules and every snapshot.
    var sources: [Bond: Int] = [:]

    /// An inhibition, and the values in which its sources and targets agree.
    struct Bond: Hashable, Sendable {
        var inhibition: Int
        var values: [String]
    }

    package init(rules: AlarmManagementRules) {
        self.rules = rules
    }

    /// What comes of an input.
    package struct Output: Sendable {
        /// For the log, in order.
        package var facts: [LogFact] = []
        /// For incident command, in order.
        package var told: [AlarmChange] = []

        package init() {}
    }

    /// Takes one step of an alarm's life.
    package mutating func apply(_ change: AlarmChange, into output: inout Output) {
        switch change.kind {
        case .pending, .dropped, .history: output.told.append(change)
        case .raised: raise(change, &output)
        case .cleared: end(change, &output)
        case .retracted where change.isOn: end(change, &output)
        case .held, .restored, .retracted, .revised: follow(change, &output)
        }
    }

    // MARK: Raised

    private mutating func raise(_ change: AlarmChange, _ output: inout Output) {
        let wasOn = alarms[change.alarm]?.isOn ?? false
        var alarm = alarms[change.alarm] ?? ManagedAlarm(raised: change)
        alarm.raised = change
        alarm.isOn = true
        measureChattering(&alarm, at: change.at, &output)
        if !wasOn, let age = rules.staleAfter {
            timers.reschedule(&alarm.staleTimer, change.at + age, .stale(change.alarm))
        }
        // One that was told and rings again is told again: what was told is told the end.
        let wasTold = wasOn && alarm.withheld == nil
        let reason = wasTold ? nil : reason(for: change, at: change.at)
        if let reason {
            withhold(&alarm, reason)
            alarms[change.alarm] = alarm
            count(reason)
            output.facts.append(withheldFact(change, reason))
        } else {
            release(&alarm)
            alarms[change.alarm] = alarm
            tell(change, &output)
        }
        if !wasOn { addSource(change) }
    }

    private mutating func tell(_ change: AlarmChange, _ output: inout Output) {
        measureFlood(at: change.at, &output)
        output.told.append(change)
    }

    /// Why an alarm is not told now; nil where it is. A suppression by a person comes first, as it says who.
    func reason(for change: AlarmChange, at now: Timestamp, mayWait: Bool = true) -> WithholdingReason? {
        if change.lifeSafety { return nil }
        for suppression in suppressions where suppression.matcher.matches(change) {
            let kind: WithholdingReason.Kind =
                switch suppression.kind {
                case .shelved: .shelved
                case .silenced: .silenced
                case .outOfService: .outOfService
                }
            return WithholdingReason(kind: kind, by: suppression.id, until: nil)
        }
        for calendar in rules.calendars where calendar.matcher.matches(change) {
            if let end = calendar.end(at: now, utcOffsetMinutes: rules.utcOffsetMinutes) {
                return WithholdingReason(kind: .muted, by: calendar.id, until: end)
            }
        }
        var awaited: WithholdingReason?
        for (index, inhibition) in rules.inhibitions.enumerated() where inhibition.target.matches(change) {
            // An alarm that is a source itself does not explain itself.
            let own = alarms[change.alarm]?.isOn == true && inhibition.source.matches(change) ? 1 : 0
            if sources[Bond(inhibition: index, values: inhibition.bond(change)), default: 0] > own {
                return WithholdingReason(kind: .inhibited, by: inhibition.id, until: nil)
            }
            if mayWait, inhibition.wait > .zero, awaited == nil {
                awaited = WithholdingReason(kind: .awaited, by: inhibition.id, until: now + inhibition.wait)
            }
        }
        return awaited
    }

    // MARK: Over, or otherwise changed

    private mutating func end(_ change: AlarmChange, _ output: inout Output) {
        guard var alarm = alarms[change.alarm], alarm.isOn else {
            output.told.append(change)
            return
        }
        let explainedOthers = removeSource(alarm.raised)
        alarm.isOn = false
        alarm.isStale = false
        timers.cancel(&alarm.staleTimer)
        let reason = alarm.withheld
        release(&alarm)
        forgetLater(&alarm, at: change.at)
        alarms[change.alarm] = alarm
        if let reason {
            output.facts.append(withheldFact(change, reason))
        } else {
            output.told.append(change)
        }
        if explainedOthers { lookAtWithheld(at: change.at, &output) }
    }

    private mutating func follow(_ change: AlarmChange, _ output: inout Output) {
        guard let reason = alarms[change.alarm]?.withheld else {
            output.told.append(change)
            return
        }
        output.facts.append(withheldFact(change, reason))
    }

    // MARK: Released

    /// Looks at every withheld alarm: told is whatever nothing withholds any more.
    mutating func lookAtWithheld(at now: Timestamp, _ output: inout Output) {
        for id in withheld { look(id, at: now, &output) }
    }

    mutating func look(_ id: AlarmID, at now: Timestamp, _ output: inout Output) {
        guard var alarm = alarms[id], alarm.isOn, let old = alarm.withheld else { return }
        // Who waits goes on waiting until the time that was set, not anew with every look.
        if old.kind == .awaited, let until = old.until, until > now,
            reason(for: alarm.raised, at: now, mayWait: false) == nil
        {
            return
        }
        let reason = reason(for: alarm.raised, at: now, mayWait: old.kind == .inhibited)
        if let reason {
            if reason == old { return }
            withhold(&alarm, reason)
            alarms[id] = alarm
            return
        }
        release(&alarm)
        alarms[id] = alarm
        output.facts.append(
            LogFact(
                "alarm_released",
                fields: identity(alarm.raised) + [
                    .init("reason", .text(old.kind.rawValue)), .init("by", .text(old.by)),
                    .init("raised_at", .time(alarm.raised.at)),
                ]))
        var change = alarm.raised
        change.at = now
        tell(change, &output)
    }

    // MARK: Keeping the books

    private mutating func count(_ reason: WithholdingReason) {
        guard let index = suppressions.firstIndex(where: { $0.id == reason.by }) else { return }
        suppressions[index].withheld += 1
    }

    /// Keeps why it is not told, and when that has to be looked at again.
    private mutating func withhold(_ alarm: inout ManagedAlarm, _ reason: WithholdingReason) {
        if alarm.withheld == nil { insertWithheld(alarm.raised.alarm) }
        alarm.withheld = reason
        timers.cancel(&alarm.lookTimer)
        if let until = reason.until { alarm.lookTimer = timers.schedule(until, .look(alarm.raised.alarm)) }
    }

    private mutating func release(_ alarm: inout ManagedAlarm) {
        if alarm.withheld != nil { removeWithheld(alarm.raised.alarm) }
        alarm.withheld = nil
        timers.cancel(&alarm.lookTimer)
    }

    mutating func addSource(_ change: AlarmChange) {
        for bond in bonds(asSource: change) { sources[bond, default: 0] += 1 }
    }

    /// - Returns: whether something that it explained may be left without an explanation: none is on, or only one, which
    ///   explains others but not itself.
    private mutating func removeSource(_ change: AlarmChange) -> Bool {
        var fewAreLeft = false
        for bond in bonds(asSource: change) {
            let number = sources[bond, default: 0] - 1
            sources[bond] = number > 0 ? number : nil
            if number <= 1 { fewAreLeft = true }
        }
        return fewAreLeft
    }

    private func bonds(asSource change: AlarmChange) -> [Bond] {
        rules.inhibitions.enumerated().compactMap { index, inhibition in
            guard inhibition.source.matches(change) else { return nil }
            return Bond(inhibition: index, values: inhibition.bond(change))
        }
    }

    mutating func recountSources() {
        sources = [:]
        for id in alarms.keys.sorted() {
            if let alarm = alarms[id], alarm.isOn { addSource(alarm.raised) }
        }
    }

    private mutating func insertWithheld(_ id: AlarmID) {
        withheld.insert(id, at: withheldPosition(id))
    }

    private mutating func removeWithheld(_ id: AlarmID) {
        let position = withheldPosition(id)
        if position < withheld.count, withheld[position] == id { withheld.remove(at: position) }
    }

    private func withheldPosition(_ id: AlarmID) -> Int {
        var low = 0
        var high = withheld.count
        while low < high {
            let middle = (low + high) / 2
            if withheld[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
