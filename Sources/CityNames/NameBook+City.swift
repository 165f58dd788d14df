import City
import IncidentCommand
import Operations
import Telemetry
import Views

extension NameBook {
    /// Names of a city with its departments and officers.
    package init(_ loaded: LoadedCity, exercise: Bool) {
        self.init(
            city: loaded.city.name, utcOffsetMinutes: loaded.city.utcOffsetMinutes, exercise: exercise,
            registry: loaded.city.registry)
        for officer in loaded.city.officers { officers[officer.id] = officer.name }
        for department in loaded.linkage.departments { departments[department.id] = department.name }
        for department in loaded.linkage.departments {
            addTelephone(of: department.id, department.channels, loaded.linkage)
        }
        for officer in loaded.linkage.officerChannels {
            addTelephone(of: officer.officer, officer.channels, loaded.linkage)
        }
        for hazard in loaded.linkage.hazards { hazards[hazard.id] = hazard.name }
    }

    /// The first number in the order of the party's channels.
    private mutating func addTelephone(of party: String, _ channels: [ChannelUse], _ linkage: Linkage) {
        for use in channels where linkage.channel(use.channel)?.kind == .telephone {
            guard let number = use.address else { continue }
            telephones.append(Telephone(party: party, number: number))
            return
        }
    }
}
