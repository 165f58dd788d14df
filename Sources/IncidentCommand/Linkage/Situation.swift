import Telemetry

/// What of an incident the matrix asks for.
package struct Situation: Hashable, Sendable {
    package var hazard: String
    package var severity: Severity
    package var evidence: Evidence
    package var place: String
    package var district: String
    /// As a person decided: 1 (Ⅰ, the gravest) … 4; nil before.
    package var grade: Int?

    package init(
        hazard: String, severity: Severity, evidence: Evidence = .unverified, place: String = "", district: String = "",
        grade: Int? = nil
    ) {
        self.hazard = hazard
        self.severity = severity
        self.evidence = evidence
        self.place = place
        self.district = district
        self.grade = grade
    }
}

extension Incident {
    var situation: Situation {
        Situation(
            hazard: hazard, severity: severity, evidence: evidence, place: place, district: district, grade: grade)
    }
}
