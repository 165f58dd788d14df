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
        for hazard in loaded.linkage.hazards { hazards[hazard.id] = hazard.name }
    }
}
