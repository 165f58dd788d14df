import Telemetry

/// Which entries a duty officer's own log would hold: what happened, who was called, who declined or was late, how it
/// ended; and what repeats, once. Everything else stays in the command log and is counted.
///
/// Give it every entry in order, from the beginning or from any other.
package struct DutyLog: Sendable {
    /// Entries that were not told.
    package private(set) var routine: Int64 = 0
    /// What each open incident has been told already.
    private var told: [String: Set<String>] = [:]
    /// The newest close, merge or false alarm: whoever is told of it at that moment is routine.
    private var newestEnd: (incident: String, at: Timestamp)?

    package init() {}

    /// - Returns: whether this entry is to be shown.
    package mutating func tells(_ record: LogRecord) -> Bool {
        let isTold = isWorthTelling(record)
        if !isTold { routine += 1 }
        if let incident = record.incident, let code = LogCode(rawValue: record.code) {
            if code == .incidentClosed || code == .incidentMerged { told[incident] = nil }
            if code == .incidentClosed || code == .incidentMerged || code == .incidentFalseAlarm {
                newestEnd = (incident, record.at)
            }
        }
        return isTold
    }

    private mutating func isWorthTelling(_ record: LogRecord) -> Bool {
        // What has no word of its own is never left out.
        guard let code = LogCode(rawValue: record.code) else { return true }
        switch code {
        case .orderIssued, .orderProposed, .orderApproved, .orderRejected:
            // A newer version of an order is news; the same one twice is not.
            return isNew(record, ["order", "version"])
        case .orderAcknowledged:
            return record.flag("late") || (record.text("via") ?? "mqtt") != "mqtt"
        case .escalated:
            // The ladder's first call on each person; that it goes on ringing is routine, and so is its first step, which
            // reminds whoever has just missed the deadline.
            return record.integer("step") != 1 && isNew(record, ["whom"])
        case .deadlineMissed:
            // Several proposals of one incident wait for the same decision.
            let isDecision = record.text("missed") == "decision_missed"
            return isNew(record, isDecision ? ["missed"] : ["missed", "order"])
        case .incidentAcknowledged, .incidentHeld, .ladderExhausted:
            return isNew(record, [])
        case .alarmRevised, .watchStopped:
            return false
        case .incidentCleared:
            return true
        case .standDownIssued:
            // With a close or a false alarm everyone is told; else somebody, or the matrix, has ended this order alone.
            if let newestEnd, record.incident == newestEnd.incident, record.at == newestEnd.at { return false }
            return isNew(record, ["order", "recipient"])
        case .orderHandedOver:
            // That an order arrived is routine; that its channel had to try again is not.
            return record.integer("attempts") != nil
        case .orderOnScene:
            return isNew(record, [])
        case .callMade:
            return !record.flag("reached")
        case .orderRecalled, .orderReassigned, .orderChannelChanged:
            return true
        default:
            return code.isBrief
        }
    }

    private mutating func isNew(_ record: LogRecord, _ members: [String]) -> Bool {
        guard let incident = record.incident else { return true }
        let parts = members.map { record.text($0) ?? record.integer($0).map(String.init) ?? "" }
        return told[incident, default: []].insert(([record.code] + parts).joined(separator: "\u{1F}")).inserted
    }
}
