/// All stations, places and districts of a city. Immutable: a changed registry is a new configuration.
package struct Registry: Sendable {
    package let stations: [Station]
    package let places: [Place]
    package let districts: [District]
    package let areas: [Area]
    private let stationIndex: [String: Int]
    private let placeIndex: [String: Int]

    /// - Parameters: ids must be unique; the loader has checked it, and a repeated id keeps its first meaning.
    package init(stations: [Station], places: [Place], districts: [District], areas: [Area] = []) {
        self.areas = areas
        self.stations = stations
        self.places = places
        self.districts = districts
        self.stationIndex = Dictionary(
            stations.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.placeIndex = Dictionary(
            places.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    package static let empty = Registry(stations: [], places: [], districts: [])

    package func index(ofStation id: String) -> Int? { stationIndex[id] }
    package func station(_ id: String) -> Station? { stationIndex[id].map { stations[$0] } }
    package func place(_ id: String) -> Place? { placeIndex[id].map { places[$0] } }
    package func district(_ id: String) -> District? { districts.first { $0.id == id } }
    package func area(_ id: String) -> Area? { areas.first { $0.id == id } }

    /// Ids that an incident's place may have: the places, and stations that have none.
    package var placeIDs: [String] { places.map(\.id) + stations.map(\.place) }

    /// The gateway of each station that reports through one. Only to be looked up.
    package var gateways: [String: String] {
        var gateways: [String: String] = [:]
        for station in stations { gateways[station.id] = station.gateway }
        return gateways
    }
}

/// Where incidents happen.
package struct Place: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    package var district: String

    package init(id: String, name: Bilingual, district: String) {
        self.id = id
        self.name = name
        self.district = district
    }
}

package struct District: Hashable, Sendable {
    package var id: String
    package var name: Bilingual

    package init(id: String, name: Bilingual) {
        self.id = id
        self.name = name
    }
}

/// A piece of the city that no district is: a flood plain, an industrial park. Which stations lie in it was found out when the
/// city was loaded.
package struct Area: Hashable, Sendable {
    package var id: String
    package var name: Bilingual
    /// Indices into `Registry.stations`, ascending.
    package var stations: [Int]

    package init(id: String, name: Bilingual, stations: [Int]) {
        self.id = id
        self.name = name
        self.stations = stations
    }
}
