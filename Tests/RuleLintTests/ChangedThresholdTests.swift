import Configuration
import Telemetry
import Testing

@testable import RuleLint

/// Changed thresholds of stations are looked at with the rules that read them, though no rule's text changed.
@Suite struct ChangedThresholdTests {
    /// `Reads` and `Other` have the same fault each; `Reads` is held against `station.warning`.
    private static let rules = LintFixture.file(
        LintFixture.rule("value == station.warning", alert: "Reads")
            + LintFixture.rule("value == station.switch", alert: "Other"))

    private func report(since old: Registry?, _ new: Registry = LintFixture.registry) -> LintReport {
        RuleLint.run(
            LintInput(files: [Self.rules], registry: new),
            changed: ChangedRules(old: [Self.rules], new: [Self.rules], registry: old))
    }

    private func registry(_ change: (inout [Station]) -> Void) -> Registry {
        var stations = LintFixture.registry.stations
        change(&stations)
        return Registry(stations: stations, places: [], districts: [])
    }

    private func threshold(_ name: String, _ value: Double) -> StationThreshold {
        StationThreshold(name: name, value: value, source: "test", date: "2026-01-01")
    }

    @Test func theSameThresholdsTellNothing() {
        #expect(report(since: LintFixture.registry).findings.isEmpty)
        let dated = registry { $0[0].quantities[0].thresholds[0].date = "2020-01-01" }
        #expect(report(since: dated).thresholds.isEmpty)
    }

    @Test func rulesThatReadAChangedThresholdAreTold() {
        let lower = registry { $0[1].quantities[0].thresholds[0].value = 3.5 }
        let report = report(since: lower)
        #expect(report.findings.compactMap(\.alert) == ["Reads"])
        #expect(
            report.thresholds == [
                ChangedThreshold(
                    station: "river-2", quantity: "stage", name: "warning", unit: "m", before: 3.5, after: 4,
                    alerts: ["Reads"])
            ])
    }

    @Test func oneThatComesOrGoesIsListed() throws {
        let without = registry { $0[0].quantities[0].thresholds.removeAll { $0.name == "switch" } }
        let come = report(since: without)
        #expect(come.findings.compactMap(\.alert) == ["Other"])
        #expect(come.thresholds.map(\.before) == [nil] && come.thresholds.map(\.after) == [1])
        let gone = report(since: LintFixture.registry, without)
        // What the rule lacks now is a finding of its own.
        #expect(gone.findings.map(\.id).contains(.thresholdMissing))
        #expect(Set(gone.findings.compactMap(\.alert)) == ["Other"])
        #expect(gone.thresholds.map(\.before) == [1] && gone.thresholds.map(\.after) == [nil])
    }

    /// Nothing reads it, but somebody changed it.
    @Test func oneThatNoRuleReadsIsListedAlone() {
        let report = report(since: registry { $0[0].quantities[0].thresholds[1].value = 0.3 })
        #expect(report.findings.isEmpty)
        #expect(report.thresholds.map(\.name) == ["deadband"] && report.thresholds.map(\.alerts) == [[]])
    }

    @Test func aNewStationIsLookedAtByAllItsRules() {
        let report = report(since: registry { $0.remove(at: 1) })
        #expect(Set(report.findings.compactMap(\.alert)) == ["Reads", "Other"])
        #expect(Set(report.thresholds.map(\.station)) == ["river-2"])
    }

    /// A registry that can't be read may have held anything.
    @Test func withoutTheOlderRegistryAllThatReadThresholdsAreTold() {
        let report = report(since: nil)
        #expect(Set(report.findings.compactMap(\.alert)) == ["Reads", "Other"])
        #expect(report.thresholds.isEmpty)
    }
}
