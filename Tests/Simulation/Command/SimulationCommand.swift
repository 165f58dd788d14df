import Foundation
import Simulation

/// `simulate digest SEED` prints the digest of what a seed comes to; `simulate delays SEED` holds some readings up; `simulate city SEED`
/// prints the files of the city that `delays` plays in; `simulate run [SEED [SECONDS]]` tries seed after seed and
/// stops at the first that breaks a property.
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
        default: usage()
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
            Data("simulate digest|delays|city SEED | simulate run [SEED [SECONDS]]\n".utf8))
        exit(64)
    }
}
