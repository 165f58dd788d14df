import Telemetry

/// What people do to alarms, and what they may ask about them.
extension RuleEngine {
    /// A person resets a latching alarm: it clears, and the next reading that meets its condition raises it anew.
    ///
    /// - Returns: false where no such alarm is on, or it does not latch.
    @discardableResult
    package func resetLatch(alarm: AlarmID, at: Timestamp, into changes: inout [AlarmChange]) -> Bool {
        let now = at.nanoseconds
        if let position = keyedIndex[alarm] {
            let isLatching = keyed[position].rule.map { rules.rules[$0].latching } ?? true
            guard keyed[position].isOn, isLatching else { return false }
            clearKeyed(position, now: now, &changes)
            return true
        }
        guard memberships[alarm] != nil else { return false }
        var wasReset = false
        for index in 0..<cells.count where cells.base[index].isOn {
            let rule = rule(ofCell: index)
            guard rule.latching, rule.alert == alarm.alert else { continue }
            let seriesIndex = Int(cells.base[index].series)
            guard words(of: seriesIndex).key(by: rule.by) == alarm.key else { continue }
            begin(seriesIndex, now: now)
            cells.base[index].since = now
            clear(index, &changes)
            note(index, isReset: true)
            wasReset = true
        }
        return wasReset
    }

    /// An alarm's state as `tocsin status` and explanations show it.
    package struct AlarmState: Hashable, Sendable {
        package enum Phase: String, Sendable {
            case pending
            case firing
            case clearing
        }

        package var alarm: AlarmID
        package var phase: Phase
        package var isHeld: Bool
        package var isUnknown: Bool
        /// Event time at which the condition first held.
        package var onset: Timestamp
        /// When its delay is over, if one runs.
        package var due: Timestamp?
    }

    /// All alarms that are pending or on, by alert and key.
    package var activeAlarms: [AlarmState] {
        var result: [AlarmState] = []
        for index in 0..<cells.count {
            let cell = cells.base[index]
            let phase: AlarmState.Phase
            switch cell.phase {
            case .inactive: continue
            case .pending: phase = .pending
            case .firing: phase = .firing
            case .clearing: phase = .clearing
            }
            let rule = rule(ofCell: index)
            let key = words(of: Int(cell.series)).key(by: rule.by)
            result.append(
                AlarmState(
                    alarm: AlarmID(alert: rule.alert, key: key), phase: phase, isHeld: cell.flags.contains(.held),
                    isUnknown: cell.flags.contains(.unknown), onset: Timestamp(nanoseconds: cell.onset),
                    due: cell.due == .max ? nil : Timestamp(nanoseconds: cell.due)))
        }
        for alarm in keyed where alarm.isOn {
            result.append(
                AlarmState(
                    alarm: alarm.alarm, phase: .firing, isHeld: false, isUnknown: false,
                    onset: Timestamp(nanoseconds: alarm.onset),
                    due: alarm.due == .max ? nil : Timestamp(nanoseconds: alarm.due)))
        }
        return (result + blindAlarms).sorted { $0.alarm < $1.alarm }
    }

    /// How many decisions are unknown now, by alert and sorted: rules that cannot see are visible.
    package var unknownCounts: [(alert: String, count: Int)] {
        var counts: [String: Int] = [:]
        for index in 0..<cells.count where cells.base[index].flags.contains(.unknown) {
            counts[rule(ofCell: index).alert, default: 0] += 1
        }
        return counts.map { ($0.key, $0.value) }.sorted { $0.alert < $1.alert }
    }
}
