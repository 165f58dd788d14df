/// Which open incidents are about life safety, as the log tells it: the state sheet is written anew when one of them changes.
package struct LifeSafetyIncidents: Hashable, Sendable {
    private var ids: Set<String> = []

    package init() {}

    /// Adds those among the open ones that the log told of earlier.
    package mutating func know(_ open: [IncidentView]) {
        for incident in open where StateSheet.isLifeSafety(incident) { ids.insert(incident.id) }
    }

    /// - Returns: whether the entry is about a life-safety incident; its closing is the last such entry.
    package mutating func isChanged(by record: LogRecord) -> Bool {
        guard let incident = record.incident else { return false }
        if record.flag("life_safety") { ids.insert(incident) }
        let isKnown = ids.contains(incident)
        if record.code == LogCode.incidentClosed.rawValue { ids.remove(incident) }
        return isKnown
    }
}
