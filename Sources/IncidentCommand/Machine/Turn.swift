import Telemetry

/// One input's work: its time and what it has caused so far.
struct Turn {
    /// The input's stamp, or the due time of the timer.
    let at: Timestamp
    /// Deadlines that fell into a gap are told now, marked late.
    let isLate: Bool
    var actions: [IncidentAction] = []
    /// Positions of the incidents that changed, in order of their first change.
    var touched: [Int] = []

    init(at: Timestamp, isLate: Bool = false) {
        self.at = at
        self.isLate = isLate
    }

    mutating func touch(_ incident: Int) {
        if !touched.contains(incident) { touched.append(incident) }
    }
}
