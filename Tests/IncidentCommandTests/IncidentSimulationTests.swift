import IncidentSimulation
import Testing

/// `make simulate` plays ten thousand incidents; here some hundred of them, from seeds that stay and one that nobody has seen.
@Suite struct IncidentSimulationTests {
    static let seeds: [UInt64] = [1, 2, UInt64.random(in: 1_000...999_999)]

    @Test(arguments: seeds) func whatMustHoldHolds(seed: UInt64) {
        var simulation = IncidentSimulation(seed: seed)
        let failure = simulation.run(incidents: 40)
        #expect(failure == nil)
        #expect(simulation.closed >= 40 && simulation.replays > 1, "seed \(seed)")
    }

    /// The seeds together have everything in them that the properties are about.
    @Test func everyKindOfEntryComesUp() {
        var codes: Set<String> = []
        for seed in Self.seeds.prefix(2) {
            var simulation = IncidentSimulation(seed: seed)
            _ = simulation.run(incidents: 80)
            codes.formUnion(simulation.codes.keys)
        }
        for code in [
            "order_channel_changed", "call_due", "call_made", "order_hand_over_failed", "evidence_grew",
            "incident_false_alarm", "linkage_satisfied", "order_recalled", "order_reassigned", "order_progress",
            "deadline_missed", "ladder_exhausted", "grade_proposed", "grade_decided", "incident_reopened",
            "incident_held", "report_taken", "incident_merged", "incident_took_over", "alarm_moved_in",
            "order_moved_in", "incident_split_off", "regrouping_undone", "incident_gave_back", "incident_linked",
            "incident_unlinked", "parent_set", "child_removed",
        ] {
            #expect(codes.contains(code), "\(code) never came")
        }
    }
}
