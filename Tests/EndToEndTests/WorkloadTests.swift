import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The workload that others were measured on; the C++ program beside it says what is right.
    @Suite struct WorkloadTests {
        @Test func theEngineCountsWhatTheReferenceCounts() throws {
            guard let shared = SharedData.folder, Processes.isInstalled("gcc"), Processes.isInstalled("g++") else {
                print("SKIPPED: the workload's programs or a compiler are missing, so its counts were not compared.")
                return
            }
            let folder = try TemporaryFolder()
            func run(_ command: String...) throws -> String {
                let outcome = try Processes.run("/usr/bin/env", command)
                guard outcome.status == 0 else { throw TestSupportError("\(command): \(outcome.errors)") }
                return outcome.output
            }
            let recording = folder.path + "/in.jsonl"
            _ = try run("gcc", "-O2", "-o", folder.path + "/gen", shared + "/bench/gen.c")
            let reference = folder.path + "/ref"
            _ = try run("g++", "-O2", "-std=c++17", "-o", reference, shared + "/bench/ref.cpp", "-lsimdjson")
            _ = try run(folder.path + "/gen", "60000", "300", recording)
            let expected = try run(reference, "simdjson", recording)

            let rules =
                URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
                + "/Benchmarks/workload"
            let engine = try CommandRun(["bench", "engine", recording, "--rules", rules, "--json"])
            #expect(engine.status == 0, "\(engine.errors)")
            #expect(
                engine.json.names.isSuperset(
                    of: ["readings", "seconds", "cpu_seconds", "readings_per_second", "peak_memory_bytes", "raised"]))
            #expect(engine.json["readings"].integer == 60_000)
            for (name, count) in WorkloadTests.counts(engine.json["raised"]) {
                #expect(expected.contains("\(name)=\(count)"), "\(name)=\(count), the reference says \(expected)")
            }
        }

        private static func counts(_ raised: JSON) -> [(name: String, count: Int)] {
            raised.names.sorted().map { ($0, raised[$0].integer ?? -1) }
        }
    }
}
