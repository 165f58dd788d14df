import Foundation
import IncidentCommand
import Telemetry
import Views

extension ReportRequest {
    /// The report with its places found in the registry.
    ///
    /// - Throws: `unknown_hazard`, `bad_request` where nothing in the city is meant.
    func report(linkage: Linkage, registry: Registry, caller: String?) throws(ProblemView) -> PublicReport {
        guard
            let known = linkage.hazard(hazard)
                ?? linkage.hazards.first(where: { $0.name.chinese == hazard || $0.name.english == hazard })
        else {
            throw ProblemView(
                code: "unknown_hazard", message: "There is no hazard “\(DisplayText.safe(hazard, limit: 100))”.",
                remedy: "Use one of: \(linkage.hazards.map(\.id).sorted().joined(separator: ", ")).")
        }
        let spots =
            if let latitude, let longitude {
                near(latitude, longitude, within: linkage.reportsJoinWithinMetres ?? 0, registry)
            } else {
                named(registry)
            }
        guard !spots.isEmpty else {
            throw ProblemView(
                code: "bad_request",
                message: "There is no place “\(DisplayText.safe(place ?? "", limit: 100))” in the city.",
                remedy: "Name a place or station of the city, or give a position.")
        }
        return PublicReport(
            hazard: known.id, spots: spots, text: text, via: via, caller: caller, lifeSafety: lifeSafety ?? false)
    }

    private func named(_ registry: Registry) -> [PublicReport.Spot] {
        guard let place else { return [] }
        func isMeant(_ name: Bilingual) -> Bool { name.chinese == place || name.english == place }
        if let known = registry.place(place) ?? registry.places.first(where: { isMeant($0.name) }) {
            return [PublicReport.Spot(place: known.id, district: known.district)]
        }
        guard let station = registry.station(place) ?? registry.stations.first(where: { isMeant($0.name) }) else {
            return []
        }
        return [PublicReport.Spot(place: station.place, district: station.district)]
    }

    /// The nearest place, and further ones within the distance.
    private func near(
        _ latitude: Double, _ longitude: Double, within metres: Int, _ registry: Registry
    ) -> [PublicReport.Spot] {
        // One degree of latitude is 111,320 m; a city is flat enough.
        func distance(_ station: Station) -> Double {
            let north = (station.latitudeDegrees - latitude) * 111_320
            let east = (station.longitudeDegrees - longitude) * 111_320 * cos(latitude * .pi / 180)
            return (north * north + east * east).squareRoot()
        }
        let ordered = registry.stations.map { (distance($0), $0) }.sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }
        var spots: [PublicReport.Spot] = []
        for (metresAway, station) in ordered where spots.isEmpty || metresAway <= Double(metres) {
            let spot = PublicReport.Spot(place: station.place, district: station.district)
            if !spots.contains(spot) { spots.append(spot) }
        }
        return spots
    }
}
