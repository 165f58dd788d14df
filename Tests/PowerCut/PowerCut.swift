import Foundation
import Store

/// Power cuts rebuilt from a recorded trace: a killed process cannot show a missing sync, since the page cache outlives it.
///
///     powercut write FOLDER full|off BATCHES SEED      the small writer, under the recorder
///     powercut check TRACE CUTS SEED WORK [ignore-syncs]
///
/// Exit code 0: every cut sound. 1: something acknowledged was lost, or a database broken. 2: wrong use.
@main
enum PowerCut {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch arguments.first {
            case "write" where arguments.count == 5: try write(arguments)
            case "check" where arguments.count >= 5: exit(try check(arguments) ? 0 : 1)
            case .none, .some:
                throw PowerCutError(
                    "Use: powercut write FOLDER full|off BATCHES SEED | check TRACE CUTS SEED WORK [ignore-syncs]")
            }
        } catch {
            FileHandle.standardError.write(Data("powercut: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func write(_ arguments: [String]) throws {
        guard let durability = StoreOptions.Durability(rawValue: arguments[2]), let batches = Int(arguments[3]),
            let seed = UInt64(arguments[4])
        else { throw PowerCutError("write FOLDER full|off BATCHES SEED") }
        try SmallWriter(folder: arguments[1], batches: batches, durability: durability, seed: seed).run()
    }

    private static func check(_ arguments: [String]) throws -> Bool {
        guard let cuts = Int(arguments[2]), let seed = UInt64(arguments[3]) else {
            throw PowerCutError("check TRACE CUTS SEED WORK [ignore-syncs]")
        }
        let trace = try Trace(path: arguments[1])
        let run = PowerCutRun(
            trace: trace, cuts: cuts, seed: seed, ignoringSyncs: arguments.contains("ignore-syncs"),
            workFolder: arguments[4])
        let result = try run.run()
        print(
            "power cuts: \(result.cuts) (seed \(seed)) in \(trace.records.count) recorded calls, "
                + "\(result.checkpoints) checkpoints, \(result.acknowledged) acknowledgements: \(result.lost) lost something acknowledged "
                + "(\(result.early) of them acknowledged before the sync), \(result.broken) left a broken database")
        for example in result.examples { print("  \(example)") }
        guard result.acknowledged > 0 else { throw PowerCutError("The trace holds no acknowledgement.") }
        return result.lost == 0 && result.broken == 0
    }
}
