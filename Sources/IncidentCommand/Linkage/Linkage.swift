import Telemetry

/// The linkage matrix of a city, with its departments and the officer on duty: who is called, for what, by when, and who
/// is told when they do not answer.
package struct Linkage: Hashable, Sendable {
    package var departments: [Department]
    package var hazards: [Hazard]
    package var rows: [MatrixRow]
    package var duty: DutyPlan
    /// As written; `channel(_:)` knows `mqtt` besides.
    package var channels: [Channel]
    package var officerChannels: [OfficerChannels]
    /// When an incident is corroborated; nil: never by itself.
    package var corroboration: Corroboration?
    package var gradeScales: [GradeScale]
    /// A report by position joins what is open within so many metres; nil: only at the nearest place.
    package var reportsJoinWithinMetres: Int?
    /// Gateway of a station where it reports through one: stations behind one gateway are one source. Only looked up.
    package var gateways: [String: String] = [:]

    package init(
        departments: [Department], hazards: [Hazard], rows: [MatrixRow], duty: DutyPlan, channels: [Channel] = [],
        officerChannels: [OfficerChannels] = [], corroboration: Corroboration? = nil, gradeScales: [GradeScale] = []
    ) {
        self.departments = departments
        self.hazards = hazards
        self.rows = rows
        self.duty = duty
        self.channels = channels
        self.officerChannels = officerChannels
        self.corroboration = corroboration
        self.gradeScales = gradeScales
    }

    package struct Hazard: Hashable, Sendable {
        package var id: String
        package var name: Bilingual
        /// Alert names from the mildest to the gravest; an alert that is not named counts as the mildest.
        package var worsening: [String]
        /// Id of the scale by which its figures propose a grade; nil: it is not graded.
        package var gradeScale: String?
        /// In place of the city's own; nil: as everywhere.
        package var corroboration: Corroboration?
        /// When the program stands orders down by itself; empty: a person does (解除).
        package var standsDown: Set<StandDownOccasion>

        package init(
            id: String, name: Bilingual, worsening: [String] = [], gradeScale: String? = nil,
            corroboration: Corroboration? = nil, standsDown: Set<StandDownOccasion> = []
        ) {
            self.id = id
            self.name = name
            self.worsening = worsening
            self.gradeScale = gradeScale
            self.corroboration = corroboration
            self.standsDown = standsDown
        }
    }

    /// An occasion on which a hazard's orders may end without a person.
    package enum StandDownOccasion: String, Hashable, Sendable, CaseIterable {
        /// The incident's last alarm has cleared: every order.
        case onClear = "on_clear"
        /// It became milder: orders of the graver row that the milder one does not have.
        case onDowngrade = "on_downgrade"
    }

    /// The officer on duty: an own deadline and an own ladder, which proposals that nobody decides climb too.
    package struct DutyPlan: Hashable, Sendable {
        package var officer: String
        package var acknowledgeWithin: Interval
        package var ladder: Ladder

        package init(officer: String, acknowledgeWithin: Interval, ladder: Ladder) {
            self.officer = officer
            self.acknowledgeWithin = acknowledgeWithin
            self.ladder = ladder
        }
    }

    package func department(_ id: String) -> Department? {
        departments.first { $0.id == id }
    }

    /// The department that a person means: by its id, its name in either language or an alias, in this order.
    package func department(named text: String) -> Department? {
        department(text)
            ?? departments.first { $0.name.chinese == text || $0.name.english == text }
            ?? departments.first { $0.aliases.contains(text) }
    }

    package func hazard(_ id: String) -> Hazard? {
        hazards.first { $0.id == id }
    }

    /// Place of an alert in its hazard's order of worsening, from 1; 0 where it is not named.
    package func kindRank(hazard id: String, alert: String) -> Int {
        guard let position = hazard(id)?.worsening.firstIndex(of: alert) else { return 0 }
        return position + 1
    }
}

/// How grave an incident's alarms are together: the parts are compared one by one, and any that grows is a worsening.
package struct Severity: Hashable, Sendable, Codable {
    /// The gravest colour proposed by an alarm that is on.
    package var colour: WarningColour?
    /// The gravest kind of alert, by the hazard's order of worsening.
    package var kindRank: Int
    package var lifeSafety: Bool

    package init(colour: WarningColour? = nil, kindRank: Int = 0, lifeSafety: Bool = false) {
        self.colour = colour
        self.kindRank = kindRank
        self.lifeSafety = lifeSafety
    }

    /// In which respects this is worse than another: `colour`, `kind`, `life_safety`. An incident that gets worse may also
    /// be `verified`: what was told unverified is believed now.
    package func worsenings(since earlier: Severity) -> [String] {
        var reasons: [String] = []
        if (colour?.rawValue ?? 0) > (earlier.colour?.rawValue ?? 0) { reasons.append("colour") }
        if kindRank > earlier.kindRank { reasons.append("kind") }
        if lifeSafety && !earlier.lifeSafety { reasons.append("life_safety") }
        return reasons
    }
}

extension Severity {
    /// The worse of both in every respect.
    package mutating func formMaximum(_ other: Severity) {
        if (other.colour?.rawValue ?? 0) > (colour?.rawValue ?? 0) { colour = other.colour }
        kindRank = max(kindRank, other.kindRank)
        lifeSafety = lifeSafety || other.lifeSafety
    }
}
