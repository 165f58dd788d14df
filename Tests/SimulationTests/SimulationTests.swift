import Foundation
import Simulation
import TestSupport
import Testing

/// Cities, rules and streams by chance, through the whole fold. `make simulate` tries more of them; a failure names its seed,
/// and SIMULATION_SEED repeats it.
@Suite struct SimulationTests {
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["SIMULATION_SEED"].flatMap(UInt64.init) { return [seed] }
        // Some that stay, and some that nobody has seen.
        let fresh = UInt64.random(in: 1_000...999_999)
        return [1, 2, 3, 4, fresh, fresh + 1]
    }()

    @Test(arguments: seeds) func batchesTicksAndCrashesChangeNothing(seed: UInt64) throws {
        let simulation = try Simulation(seed: seed)
        #expect(simulation.played.log.count > 20, "seed \(seed)")
        let failure = try simulation.failure()
        #expect(failure == nil, "seed \(seed)")
    }

    /// In the last two an alarm that was not believed is believed by a reading that came late, or by one that came before
    /// that: it is on since the same event.
    @Test(
        arguments: ProcessInfo.processInfo.environment["SIMULATION_SEED"] == nil
            ? [1, 2, 3, 4, 5, 6, 910_270, 910_276] : seeds)
    func aDelayedReadingEndsWhereOneInTimeDoes(seed: UInt64) throws {
        let failure = try Delays(seed: seed).failure()
        #expect(failure == nil)
    }

    @Test(arguments: seeds.prefix(3)) func anotherProcessComesToTheSame(seed: UInt64) throws {
        let here = try Simulation(seed: seed).played.digest
        for _ in 0..<2 {
            let there = try Processes.run(Processes.built("simulate"), ["digest", "\(seed)"])
            #expect(there.status == 0, "seed \(seed): \(there.errors)")
            #expect(there.output == here + "\n", "seed \(seed)")
        }
    }

    /// The seeds together have everything in them that the properties are about.
    @Test func theSeedsHaveEverythingInThem() throws {
        var log = ""
        var readings = ""
        for seed in UInt64(1)...4 {
            let played = try Simulation(seed: seed).played
            log += played.log.joined(separator: "\n")
            readings += played.readings.joined(separator: "\n")
        }
        for code in [
            "incident_raised", "order_issued", "order_handed_over", "configuration_loaded", "clock_stepped",
            "intake_gap",
            "life_safety_message_unreadable", "watch_gap",
        ] {
            #expect(log.contains("\"code\":\"\(code)\""), "no \(code)")
        }
        for part in ["\"unverified\":true", "\"alarm_held\""] { #expect(log.contains(part), "no \(part)") }
        for part in [" q1/2 ", " q3/2 ", " q4/2 ", " q9/9 ", "spike", "rate", "flat_line", "gap", "neighbour", " r1 "] {
            #expect(readings.contains(part), "no \(part)")
        }
    }
}
