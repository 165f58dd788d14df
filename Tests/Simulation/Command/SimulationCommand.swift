import Foundation
import IncidentSimulation
import Simulation

/// `simulate digest SEED` prints the digest of what a seed comes to; `simulate delays SEED` holds some readings up; `simulate city SEED`
/// prints the files of the city that `delays` plays in; `simulate run [SEED [SECONDS]]` tries seed after seed and
/// stops at the first that breaks a property; `simulate incidents [SEED [COUNT]]` plays that many incidents with people,
/// channels, kills and replays by chance; `simulate deadlines` measures the deadlines of a tick.
@main
enum SimulationCommand {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "digest" where arguments.count == 2:
            guard let seed = UInt64(arguments[1]) else { usage() }
            print(try Simulation(seed: seed).played.digest)
        case "delays" where arguments.count == 2:
            guard let seed = UInt64(arguments[1]) else { usage() }
            print(try Delays(seed: seed).failure() ?? "held")
        case "city" where arguments.count == 2:
            guard let seed = UInt64(arguments[1]) else { usage() }
            for file in SimulatedCity(seed: seed, isOfEventTime: true).bundles[0].files {
                print("# \(file.path)\n\(file.text)")
            }
        case "run" where arguments.count <= 3:
            let first = arguments.count > 1 ? UInt64(arguments[1]) : UInt64.random(in: 0...999_999)
            let seconds = arguments.count > 2 ? Double(arguments[2]) : 60
            guard let first, let seconds else { usage() }
            try run(from: first, seconds: seconds)
        case "incidents" where arguments.count <= 3:
            let seed = arguments.count > 1 ? UInt64(arguments[1]) : UInt64.random(in: 0...999_999)
            let count = arguments.count > 2 ? Int(arguments[2]) : 10_000
            guard let seed, let count, count > 0 else { usage() }
            playIncidents(seed: seed, count: count)
        case "deadlines" where arguments.count == 1: measureDeadlines()
        default: usage()
        }
    }

    private static func playIncidents(seed: UInt64, count: Int) {
        print("seed \(seed), \(count) incidents")
        var simulation = IncidentSimulation(seed: seed)
        if let failure = simulation.run(incidents: count) {
            print("FAILED: \(failure)")
            exit(1)
        }
        print("\(simulation.closed) incidents closed, \(simulation.inputs) inputs, \(simulation.replays) kills held")
        for (code, times) in simulation.codes.sorted(by: { $0.key < $1.key }) { print("  \(code) \(times)") }
    }

    private static func measureDeadlines() {
        let benchmark = DeadlineBenchmark()
        print("\(benchmark.incidents) open incidents with \(benchmark.departments) departments each, nobody answers:")
        for (name, gap) in [("one incident a second", Int64(1_000)), ("ten a second", 100), ("all at once", 0)] {
            let result = benchmark.run(gapMilliseconds: gap)
            print(
                String(
                    format:
                        "  %@: %d deadlines in %d ticks, at most %d in one; a tick %.3f ms (median), %.3f ms (largest)",
                    name, result.deadlines, result.ticks, result.mostInOneTick, result.medianMilliseconds,
                    result.largestMilliseconds))
        }
    }

    private static func run(from first: UInt64, seconds: Double) throws {
        print("seeds from \(first), \(Int(seconds)) s")
        let end = Date().addingTimeInterval(seconds)
        var seed = first
        while Date() < end {
            let simulation = try Simulation(seed: seed, hours: 4)
            if let failure = try simulation.failure() ?? Delays(seed: seed).failure() {
                print("FAILED: \(failure)")
                exit(1)
            }
            seed += 1
        }
        print("\(seed - first) seeds held")
    }

    private static func usage() -> Never {
        FileHandle.standardError.write(
            Data(
                "simulate digest|delays|city SEED | simulate run [SEED [SECONDS]] | simulate incidents [SEED [COUNT]] | simulate deadlines\n"
                    .utf8))
        exit(64)
    }
}
