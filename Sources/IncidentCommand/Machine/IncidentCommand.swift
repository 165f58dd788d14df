import Telemetry

/// Incidents and linkage as one pure state machine: alarm changes, answers, commands, reports of channels and timers go
/// in; log entries and messages come out. It reads no clock and no file, and the same inputs give the same actions.
///
/// Who tells it the time keeps one rule: timers due before an input's stamp are fired first, each at its own due time;
/// at equality the input goes first, so that an answer at the deadline is in time.
package struct IncidentCommand: Sendable {
    package private(set) var linkage: Linkage
    /// Minutes east of Greenwich; decides the year in ids.
    package let utcOffsetMinutes: Int
    /// In the order they were raised; closed ones are kept until `closedLimit` newer are closed.
    package internal(set) var incidents: [Incident] = []

    /// Closed incidents kept for late answers; older ones are in the store.
    package static let closedLimit = 1_000

    var timers = TimerQueue<TimerTarget>()
    var nextSerial = 1
    var incidentNumbers = YearlyCounter(prefix: "I")
    var orderNumbers = YearlyCounter(prefix: "O")

    // Found again from `incidents` after a restart. Only looked up, never iterated.
    var openSerials: [IncidentKey: Int] = [:]
    /// Incidents that were over when they were found, and are not closed yet.
    var historySerials: [IncidentKey: Int] = [:]
    var alarmSerials: [AlarmID: Int] = [:]
    /// Alarms that a person split off, and the open incident that has them.
    var pinnedSerials: [AlarmID: Int] = [:]
    var orderSerials: [String: Int] = [:]
    var incidentSerials: [String: Int] = [:]

    struct IncidentKey: Hashable, Sendable {
        var hazard: String
        var place: String

        init(hazard: String, place: String) {
            self.hazard = hazard
            self.place = place
        }

        init(_ incident: Incident) {
            self.init(hazard: incident.hazard, place: incident.place)
        }

        init(_ taken: TakenOver) {
            self.init(hazard: taken.hazard, place: taken.place)
        }
    }

    /// - Parameter utcOffsetMinutes: the city's offset, −1,439 … 1,439.
    package init(linkage: Linkage, utcOffsetMinutes: Int) {
        self.linkage = linkage
        self.utcOffsetMinutes = utcOffsetMinutes
    }

    package func incident(_ id: String) -> Incident? {
        index(ofIncident: id).map { incidents[$0] }
    }

    /// Orders already issued keep their deadlines and ladders; upgrades and new incidents take the new matrix.
    package mutating func replaceLinkage(_ linkage: Linkage, at: Timestamp, into actions: inout [IncidentAction]) {
        self.linkage = linkage
    }

    // MARK: Finding

    /// Incidents are sorted by serial: binary search, because the old closed ones are taken out.
    func index(ofSerial serial: Int) -> Int? {
        var low = 0
        var high = incidents.count
        while low < high {
            let middle = (low + high) / 2
            if incidents[middle].serial < serial { low = middle + 1 } else { high = middle }
        }
        return low < incidents.count && incidents[low].serial == serial ? low : nil
    }

    func index(ofIncident id: String) -> Int? {
        incidentSerials[id].flatMap(index(ofSerial:))
    }

    // MARK: Finishing an input

    mutating func finish(_ turn: Turn, into actions: inout [IncidentAction]) {
        actions.append(contentsOf: turn.actions)
        for position in turn.touched { actions.append(.changed(incidentID: incidents[position].id)) }
        archiveClosed()
    }

    /// Takes out the closed incidents over the limit, those closed first.
    private mutating func archiveClosed() {
        while closedCount > IncidentCommand.closedLimit {
            var oldest: Int?
            for position in incidents.indices {
                // A merge can be taken back for as long as the incident that it went into is open.
                guard let closed = incidents[position].closedAt,
                    incidents[position].mergedInto.flatMap(incident)?.isClosed != false
                else { continue }
                if let known = oldest, let earlier = incidents[known].closedAt, earlier <= closed { continue }
                oldest = position
            }
            guard let oldest else { return }
            let incident = incidents.remove(at: oldest)
            incidentSerials[incident.id] = nil
            for order in incident.orders { orderSerials[order.id] = nil }
            closedCount -= 1
        }
    }

    var closedCount = 0
}

/// Numbers that begin anew each year: `I-2026-000001`.
struct YearlyCounter: Hashable, Sendable {
    let prefix: String
    var year = 0
    var count = 0

    init(prefix: String) {
        self.prefix = prefix
    }

    mutating func next(at: Timestamp, utcOffsetMinutes: Int) -> String {
        let local = (at + Interval(seconds: Int64(utcOffsetMinutes) * 60)).civil.year
        // A clock that steps back over New Year goes on with the later year: no id is given twice.
        if local > year {
            year = local
            count = 0
        }
        count += 1
        let digits = String(count)
        return "\(prefix)-\(year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}
