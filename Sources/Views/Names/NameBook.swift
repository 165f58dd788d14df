import Telemetry

/// What ids are called in the city's two languages, and the offset its clocks show. Everything that renders text for people
/// looks names up here; an id that is not in the book shows as itself.
package struct NameBook: Hashable, Sendable, Codable {
    package var city: Bilingual
    /// Minutes east of Greenwich of the times shown.
    package var utcOffsetMinutes: Int
    /// Any clock but the wall's: everything shown says 演练 EXERCISE.
    package var exercise: Bool
    package var stations: [String: Bilingual]
    package var places: [String: Bilingual]
    package var districts: [String: Bilingual]
    package var departments: [String: Bilingual]
    package var officers: [String: Bilingual]
    /// As the linkage names them, over the vocabulary's own words.
    package var hazards: [String: Bilingual]
    /// Numbers to ring for departments and officers, as the linkage gives them; whoever has none is not in it.
    @Listed package var telephones: [Telephone]
    /// Who stands for a party now, by the roster; whoever has no schedule is not in it.
    @Listed package var duties: [DutyContact] = []

    package init(
        city: Bilingual = Bilingual(""), utcOffsetMinutes: Int = 0, exercise: Bool = false,
        stations: [String: Bilingual] = [:], places: [String: Bilingual] = [:], districts: [String: Bilingual] = [:],
        departments: [String: Bilingual] = [:], officers: [String: Bilingual] = [:],
        hazards: [String: Bilingual] = [:], telephones: [Telephone] = []
    ) {
        self.city = city
        self.utcOffsetMinutes = utcOffsetMinutes
        self.exercise = exercise
        self.stations = stations
        self.places = places
        self.districts = districts
        self.departments = departments
        self.officers = officers
        self.hazards = hazards
        self.telephones = telephones
    }

    /// Names of a registry; departments and officers come from the linkage and the city file.
    package init(city: Bilingual, utcOffsetMinutes: Int, exercise: Bool, registry: Registry) {
        self.init(city: city, utcOffsetMinutes: utcOffsetMinutes, exercise: exercise)
        for station in registry.stations { stations[station.id] = station.name }
        for place in registry.places { places[place.id] = place.name }
        for district in registry.districts { districts[district.id] = district.name }
    }

    package func station(_ id: String, _ language: Language) -> String {
        named(stations[id], id, language)
    }

    /// A place may also be a station that nobody gave a place.
    package func place(_ id: String, _ language: Language) -> String {
        named(places[id] ?? stations[id] ?? districts[id], id, language)
    }

    package func district(_ id: String, _ language: Language) -> String {
        named(districts[id], id, language)
    }

    /// A department or an officer: whoever is told something.
    package func party(_ id: String, _ language: Language) -> String {
        named(departments[id] ?? officers[id], id, language)
    }

    package func hazard(_ id: String, _ language: Language) -> String {
        guard let name = hazards[id]?[language], !name.isEmpty else { return Vocabulary.hazard(id, language) }
        return DisplayText.safe(name, limit: 200)
    }

    private func named(_ name: Bilingual?, _ id: String, _ language: Language) -> String {
        let text = name?[language] ?? ""
        return DisplayText.safe(text.isEmpty ? id : text, limit: 200)
    }

    /// The number to ring for a department or an officer: of whoever is on duty, else the party's own; nil where none is known.
    package func telephone(_ party: String) -> String? {
        let duty = duties.first { $0.party == party }
        let number = duty?.number ?? ownNumber(party)
        guard let number else { return duty.map { DisplayText.safe($0.shown, limit: 60) } }
        return DisplayText.safe((duty.map { $0.shown + " " } ?? "") + number, limit: 80)
    }

    /// The number that the linkage gives for a party.
    package func ownNumber(_ party: String) -> String? {
        telephones.first { $0.party == party }?.number
    }

    /// Who stands for a party, and how to reach this person: only for whoever may have to ring.
    package struct DutyContact: Hashable, Sendable, Codable {
        package var party: String
        /// Id in the roster; nil: nobody is on duty.
        @Nullable package var person: String?
        @Nullable package var name: String?
        @Nullable package var number: String?

        package init(party: String, person: String?, name: String? = nil, number: String? = nil) {
            self.party = party
            self.person = person
            self.name = name
            self.number = number
        }

        /// The name, else the id; `⚠ –` in a hole.
        var shown: String { name ?? person ?? "⚠ –" }
    }

    package func duty(_ party: String) -> DutyContact? {
        duties.first { $0.party == party }
    }

    /// A number by which a department or an officer is reached.
    package struct Telephone: Hashable, Sendable, Codable {
        package var party: String
        package var number: String

        package init(party: String, number: String) {
            self.party = party
            self.number = number
        }
    }

    private enum CodingKeys: String, CodingKey {
        case city
        case utcOffsetMinutes = "utc_offset_minutes"
        case exercise, stations, places, districts, departments, officers, hazards, telephones, duties
    }
}
