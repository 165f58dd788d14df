import Telemetry

/// Finds what somebody means who names a place, or gives a position.
package struct PlaceFinder: Sendable {
    private let registry: Registry
    private let box: BoundingBox?

    /// Where something may be, and what may be near it.
    package struct Finding: Hashable, Sendable {
        /// The likeliest first; never empty.
        package var spots: [Spot]
        /// Places of a district or an area that was named: what is open in one of them may be meant.
        package var region: [Spot] = []
        /// To the station that is nearest to a position; nil for a name.
        package var metres: Double?
    }

    package struct Spot: Hashable, Sendable {
        package var place: String
        package var district: String
    }

    /// What can't be found.
    package enum Failure: Error, Hashable, Sendable {
        case unknown
        /// Names of what it could be, in both languages, with the ids.
        case ambiguous([Candidate])
        case outsideTheCity
    }

    /// Something that a name may mean.
    package struct Candidate: Hashable, Sendable {
        package var id: String
        package var name: Bilingual
        var finding: Finding
    }

    package init(_ city: City) {
        self.init(registry: city.registry, box: city.boundingBox)
    }

    init(registry: Registry, box: BoundingBox?) {
        self.registry = registry
        self.box = box
    }

    // MARK: By position

    /// The place of the nearest station, and those of further stations within the distance.
    ///
    /// - Parameter reach: metres around the position.
    /// - Throws: `outsideTheCity`, or `unknown` where the city has no stations.
    package func find(near position: GeoPosition, reach: Double) throws(Failure) -> Finding {
        let globe = BoundingBox(south: -90, west: -180, north: 90, east: 180)
        guard (box ?? globe).contains(latitude: position.latitude, longitude: position.longitude) else {
            throw .outsideTheCity
        }
        let stations = registry.stations.map { (metres: position.metres(to: $0.position), station: $0) }
            .sorted { ($0.metres, $0.station.id) < ($1.metres, $1.station.id) }
        guard let nearest = stations.first else { throw .unknown }
        let within = stations.prefix { $0.metres <= reach }.map(\.station)
        return Finding(spots: spots(of: [nearest.station] + within), metres: nearest.metres)
    }

    // MARK: By name

    /// By id, by either name, or by how one of them begins where only one does. Case is no matter.
    ///
    /// - Throws: `unknown`, or `ambiguous`.
    package func find(named text: String) throws(Failure) -> Finding {
        let wanted = PlaceFinder.folded(text)
        guard !wanted.isEmpty else { throw .unknown }
        let all = candidates
        if let known = all.first(where: { PlaceFinder.folded($0.id) == wanted }) { return known.finding }
        // A district's place of the same name comes first: it is what the district's incidents happen at.
        if let same = try only(all.filter { $0.isNamed(wanted) }) { return same }
        if let begun = try only(all.filter { $0.begins(with: wanted) }) { return begun }
        throw .unknown
    }

    /// The one that is meant, nil where there is none; candidates that mean the same spot first are one.
    private func only(_ candidates: [Candidate]) throws(Failure) -> Finding? {
        guard let first = candidates.first else { return nil }
        let region = candidates.first { !$0.finding.region.isEmpty }
        if candidates.allSatisfy({ $0.finding.spots.first == first.finding.spots.first }) {
            return region?.finding ?? first.finding
        }
        // A place and the stations at it are one thing to choose.
        var seen: Set<Spot?> = []
        throw .ambiguous(candidates.filter { seen.insert($0.finding.spots.first).inserted })
    }

    /// Places, stations, districts and areas, in the order of the city's files.
    private var candidates: [Candidate] {
        registry.places.map { place in
            Candidate(
                id: place.id, name: place.name,
                finding: Finding(spots: [Spot(place: place.id, district: place.district)]))
        }
            + registry.stations.map {
                Candidate(id: $0.id, name: $0.name, finding: Finding(spots: spots(of: [$0])))
            } + registry.districts.map(candidate) + registry.areas.compactMap(candidate)
    }

    /// A district's own place is the one that is called as it is; else the district itself.
    private func candidate(_ district: District) -> Candidate {
        let own = registry.places.first { $0.district == district.id && $0.name == district.name }
        let spot = Spot(place: own?.id ?? district.id, district: district.id)
        let places = registry.places.filter { $0.district == district.id }.map {
            Spot(place: $0.id, district: $0.district)
        }
        let stations = registry.stations.filter { $0.district == district.id }
        return Candidate(
            id: district.id, name: district.name,
            finding: Finding(spots: [spot], region: unique(places + spots(of: stations))))
    }

    /// An area without stations has no place at which something could be told.
    private func candidate(_ area: Area) -> Candidate? {
        let places = spots(of: area.stations.map { registry.stations[$0] })
        guard let first = places.first else { return nil }
        let own = registry.places.first { $0.name == area.name }
        let spot = own.map { Spot(place: $0.id, district: $0.district) } ?? first
        return Candidate(id: area.id, name: area.name, finding: Finding(spots: [spot], region: places))
    }

    // MARK: Parts

    private func spots(of stations: [Station]) -> [Spot] {
        unique(stations.map { Spot(place: $0.place, district: $0.district) })
    }

    private func unique(_ spots: [Spot]) -> [Spot] {
        var seen: Set<Spot> = []
        return spots.filter { seen.insert($0).inserted }
    }

    fileprivate static func folded(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()).lowercased()
    }
}

extension PlaceFinder.Candidate {
    fileprivate func isNamed(_ wanted: String) -> Bool {
        PlaceFinder.folded(name.chinese) == wanted || PlaceFinder.folded(name.english) == wanted
    }

    fileprivate func begins(with wanted: String) -> Bool {
        [id, name.chinese, name.english].contains { PlaceFinder.folded($0).hasPrefix(wanted) }
    }
}
