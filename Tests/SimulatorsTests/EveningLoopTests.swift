import IncidentCommand
import Simulators
import Telemetry
import Testing

/// What the shipped city makes of the storm evening when everybody does their part, and when one does not.
@Suite struct EveningLoopTests {
    /// Every department of the matrix answers within a minute.
    private static func prompt() throws -> [String: Interval] {
        let departments = try ShippedCity.linkage().departments
        return Dictionary(uniqueKeysWithValues: departments.map { ($0.id, Interval(seconds: 60)) })
    }

    @Test func nobodyIsEscalatedWhenEverybodyAnswers() throws {
        let loop = try EveningLoop.play(seed: 2_026, delays: Self.prompt(), officerActs: true)
        let missed = loop.facts.filter { $0.fact.code == "deadline_missed" }
        #expect(missed.isEmpty, "\(missed)")
    }

    @Test func onlyTheLateDepartmentClimbsTheLadder() throws {
        var delays = try Self.prompt()
        delays["traffic-police"] = Interval(seconds: 14 * 60)
        let loop = try EveningLoop.play(seed: 2_026, delays: delays, officerActs: true)
        let missed = loop.facts.filter { $0.fact.code == "deadline_missed" }
        let departments = Set(missed.compactMap { text("department", in: $0.fact) })
        #expect(departments == ["traffic-police"])
    }

    @Test func everyIncidentIsAboutOnePlaceAndHazard() throws {
        let loop = try EveningLoop.play(seed: 2_026, delays: Self.prompt(), officerActs: true)
        let incidents = loop.command.incidents
        let keys = incidents.map { "\($0.hazard) \($0.place)" }
        #expect(Set(keys).count == keys.count, "\(keys)")
        #expect((40...60).contains(incidents.count), "\(keys)")
    }

    @Test func theUnattendedRoomIsToldUpToTheCommander() throws {
        let loop = try EveningLoop.play(seed: 2_026)
        let told = Set(loop.facts.filter { $0.fact.code == "escalated" }.compactMap { text("whom", in: $0.fact) })
        #expect(told.isSuperset(of: ["duty-officer", "deputy-officer", "duty-leader", "commander"]), "\(told)")
    }

    private func text(_ name: String, in fact: LogFact) -> String? {
        guard case .text(let value) = fact.fields.first(where: { $0.name == name })?.value else { return nil }
        return value
    }
}
