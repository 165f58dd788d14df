import Telemetry

extension AlarmManagement {
    /// When the earliest timer is due; `distantFuture` where none runs.
    package var nextDue: Timestamp { timers.firstDue ?? .distantFuture }

    /// Fires exactly the earliest timer, at its own due time. A timer whose matter is settled does nothing.
    package mutating func fireNextTimer(into output: inout Output) {
        guard let entry = timers.popEarliest() else { return }
        fire(entry, at: entry.due, into: &output)
    }

    /// After a gap in which nobody watched: what fell into it happens now, since nothing is told in the past.
    package mutating func restarted(at now: Timestamp, into output: inout Output) {
        while let entry = timers.earliest, entry.due < now {
            _ = timers.popEarliest()
            fire(entry, at: now, into: &output)
        }
    }

    private mutating func fire(_ entry: TimerQueue<AlarmTimer>.Entry, at now: Timestamp, into output: inout Output) {
        switch entry.target {
        case .look(let id): look(id, at: now, &output)
        case .suppression(let id):
            guard let index = suppressions.firstIndex(where: { $0.id == id && $0.until == entry.due }) else { return }
            end(index, cause: "expired", by: nil, reason: nil, at: now, &output)
        case .stale(let id): measureStaleness(id, at: now, &output)
        case .flood: measureFloodsEnd(at: now, &output)
        case .calm(let id): calm(id, at: now)
        }
    }

    /// Takes new rules; what they no longer withhold is told.
    package mutating func replaceRules(_ next: AlarmManagementRules, at now: Timestamp, into output: inout Output) {
        rules = next
        recountSources()
        for id in alarms.keys.sorted() {
            guard var alarm = alarms[id], alarm.isOn, !alarm.isStale else { continue }
            timers.cancel(&alarm.staleTimer)
            if let age = next.staleAfter {
                alarm.staleTimer = timers.schedule(max(now, alarm.raised.at + age), .stale(id))
            }
            alarms[id] = alarm
        }
        lookAtWithheld(at: now, &output)
    }

    // MARK: Measures

    /// An alarm that is raised again and again within the window: told once, until it has been calm for a window.
    mutating func measureChattering(_ alarm: inout ManagedAlarm, at now: Timestamp, _ output: inout Output) {
        guard let chattering = rules.chattering else { return }
        alarm.raises.append(now)
        if alarm.raises.count > chattering.raises { alarm.raises.removeFirst(alarm.raises.count - chattering.raises) }
        let isTooOften =
            alarm.raises.count == chattering.raises && alarm.raises.first.map { now - $0 <= chattering.window } == true
        guard isTooOften || alarm.isChattering else { return }
        if !alarm.isChattering {
            alarm.isChattering = true
            output.facts.append(
                LogFact(
                    "alarm_chattering",
                    fields: identity(alarm.raised) + [
                        .init("raises", .integer(Int64(chattering.raises))),
                        .init("window", .interval(chattering.window)),
                    ]))
        }
        timers.reschedule(&alarm.calmTimer, now + chattering.window, .calm(alarm.raised.alarm))
    }

    /// Keeps an alarm that is off for as long as it may still turn out to chatter.
    mutating func forgetLater(_ alarm: inout ManagedAlarm, at now: Timestamp) {
        timers.reschedule(
            &alarm.calmTimer, now + (rules.chattering?.window ?? .zero), .calm(alarm.raised.alarm))
    }

    private mutating func calm(_ id: AlarmID, at now: Timestamp) {
        guard var alarm = alarms[id] else { return }
        let window = rules.chattering?.window ?? .zero
        if let last = alarm.raises.last, last + window > now { return }
        alarm.isChattering = false
        alarms[id] = alarm.isOn ? alarm : nil
    }

    private mutating func measureStaleness(_ id: AlarmID, at now: Timestamp, _ output: inout Output) {
        guard let age = rules.staleAfter, var alarm = alarms[id], alarm.isOn, !alarm.isStale,
            alarm.raised.at + age <= now
        else { return }
        alarm.isStale = true
        alarms[id] = alarm
        output.facts.append(
            LogFact(
                "alarm_stale",
                fields: identity(alarm.raised) + [
                    .init("raised_at", .time(alarm.raised.at)), .init("after", .interval(age)),
                ]))
    }

    mutating func measureFlood(at now: Timestamp, _ output: inout Output) {
        guard let limits = rules.flood else { return }
        flood.add(now, keep: max(limits.on, limits.off))
        if flood.isOn {
            flood.alarms += 1
        } else if flood.count(within: limits.window, at: now) >= limits.on {
            flood.begin(at: now, alarms: limits.on)
            output.facts.append(
                LogFact(
                    "alarm_flood_began",
                    fields: [
                        .init("alarms", .integer(Int64(limits.on))), .init("window", .interval(limits.window)),
                    ]))
            _ = timers.schedule(flood.calm(limits), .flood)
        }
    }

    private mutating func measureFloodsEnd(at now: Timestamp, _ output: inout Output) {
        guard flood.isOn else { return }
        if let limits = rules.flood {
            let due = flood.calm(limits)
            if due > now {
                _ = timers.schedule(due, .flood)
                return
            }
        }
        output.facts.append(
            LogFact(
                "alarm_flood_ended",
                fields: [
                    .init("alarms", .integer(Int64(flood.alarms))), .init("began_at", .time(flood.beganAt)),
                ]))
        flood.end()
    }
}
