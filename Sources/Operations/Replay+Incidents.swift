import IncidentCommand
import Store
import Telemetry

extension Replay {
    /// Compares the incidents that the journal leads to with the stored ones. Closed ones that the fold no longer keeps are
    /// told by their log entries.
    ///
    /// - Returns: the first that differs, as a full sentence; nil where all agree.
    static func firstDifferentIncident(_ fold: Fold, _ reader: StoreReader) throws(StoreError) -> String? {
        let derived = fold.incidentCommand?.incidents ?? []
        for incident in derived {
            guard let stored = try reader.incident(incident.id) else {
                return "The journal leads to the incident \(incident.id), which is not stored."
            }
            let row = IncidentRecord.row(incident, at: stored.changedAt)
            if row != stored { return "The incident \(incident.id) is not stored as the journal leads to it." }
        }
        let open = derived.count { !$0.isClosed }
        let storedOpen = try reader.status().incidentsOpen
        if open != storedOpen { return "\(storedOpen) incidents are stored as open; the journal leads to \(open)." }
        return nil
    }
}
