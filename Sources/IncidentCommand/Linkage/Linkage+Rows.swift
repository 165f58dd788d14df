import Telemetry

extension Linkage {
    /// The gravest row that an incident reaches: compared by colour, then alert, evidence, grade, and how narrow its place is.
    /// An incident without a colour reaches the mildest row at least: how grave it is is unknown, and unknown rings.
    ///
    /// - Returns: nil where the matrix calls nobody for this hazard and colour; then only the officer on duty is told.
    package func row(for situation: Situation) -> MatrixRow? {
        let candidates = rows.filter { $0.hazard == situation.hazard && holds($0, at: situation) }.sorted(by: isMilder)
        let reached = candidates.last { row in
            let colourReached = row.colour.map { needed in situation.severity.colour.map { $0 >= needed } ?? false }
            let kindReached = row.alert.map {
                kindRank(hazard: row.hazard, alert: $0) <= situation.severity.kindRank
            }
            return (colourReached ?? true) && (kindReached ?? true)
        }
        if reached == nil, situation.severity.colour == nil {
            // Of the mildest colour, as far as evidence, grade and place reach.
            guard let mildest = candidates.first(where: { $0.alert == nil }) ?? candidates.first else { return nil }
            return candidates.last { $0.colour == mildest.colour && $0.alert == mildest.alert }
        }
        return reached
    }

    /// Whether the row is for this place, and evidence and grade go as far as it asks.
    private func holds(_ row: MatrixRow, at situation: Situation) -> Bool {
        if let evidence = row.evidence, situation.evidence.rank < evidence.rank { return false }
        if let grade = row.grade, situation.grade.map({ $0 > grade }) ?? true { return false }
        if !row.places.isEmpty, !row.places.contains(situation.place) { return false }
        return row.districts.isEmpty || row.districts.contains(situation.district)
    }

    private func isMilder(_ left: MatrixRow, _ right: MatrixRow) -> Bool {
        weight(left).lexicographicallyPrecedes(weight(right))
    }

    private func weight(_ row: MatrixRow) -> [Int] {
        [
            Int(row.colour?.rawValue ?? 0), row.alert.map { kindRank(hazard: row.hazard, alert: $0) } ?? 0,
            row.evidence?.rank ?? 0, row.grade.map { 5 - $0 } ?? 0,
            row.places.isEmpty ? (row.districts.isEmpty ? 0 : 1) : 2,
        ]
    }
}
