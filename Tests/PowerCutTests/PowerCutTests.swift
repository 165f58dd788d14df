import Foundation
import Testing

@testable import powercut

/// A short power-cut test of the store by itself; `make powercut` makes the long one, of the shipped server.
@Suite struct PowerCutTests {
    private static let cuts = 60

    private struct Failure: Error {
        var message: String
    }

    private func run(_ command: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Int32 {
        let process = Process()
        // Not by way of `env` where a path is given: the recorder would record that one.
        process.executableURL = URL(filePath: command.contains("/") ? command : "/usr/bin/env")
        process.arguments = command.contains("/") ? arguments : [command] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Records the small writer and cuts its power.
    private func result(durability: String, seed: UInt64) throws -> PowerCutRun.Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tocsin-cut-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = URL(filePath: #filePath).deletingLastPathComponent().path + "/../PowerCut/recorder.c"
        let recorder = folder + "/recorder.so"
        let compiled = ["clang", "cc", "gcc"].contains { compiler in
            (try? run(compiler, ["-shared", "-fPIC", "-O1", "-o", recorder, source, "-ldl", "-lpthread"])) == 0
        }
        guard compiled else { throw Failure(message: "The recorder needs a C compiler: clang, cc or gcc.") }
        let products = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent().path
        _ = try run(
            products + "/powercut", ["write", folder + "/data", durability, "60", String(seed)],
            environment: [
                "LD_PRELOAD": recorder, "POWERCUT_FOLDER": folder + "/data", "POWERCUT_TRACE": folder + "/trace",
            ])
        return try PowerCutRun(
            trace: Trace(path: folder + "/trace"), cuts: PowerCutTests.cuts, seed: seed, ignoringSyncs: false,
            workFolder: folder + "/cut"
        ).run()
    }

    @Test func nothingAcknowledgedIsLostAndNothingBroken() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let result = try result(durability: "full", seed: seed)
        #expect(result.cuts == PowerCutTests.cuts)
        #expect(result.acknowledged > 100)
        #expect(result.lost == 0 && result.broken == 0, "seed \(seed): \(result.examples)")
    }

    @Test func aStoreThatDoesNotSyncIsFoundOut() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let result = try result(durability: "off", seed: seed)
        #expect(result.lost + result.broken > 0, "seed \(seed)")
    }

    @Test func acknowledgementsAreCountedOverAnyDivisionIntoCalls() {
        let connect: [UInt8] = [0x10, 0x07, 0x00, 0x04] + Array("MQTT".utf8) + [0x05]
        let publish: [UInt8] = [0x32, 0x81, 0x01] + [UInt8](repeating: 0x40, count: 129)
        let stream = connect + [0x40, 2, 0, 1] + publish + [0x40, 2, 0, 2, 0x40, 2, 0, 3]
        for size in 1...stream.count {
            var counter = AcknowledgementCounter()
            for start in stride(from: 0, to: stream.count, by: size) {
                counter.take(stream[start..<min(stream.count, start + size)], socket: 7)
            }
            #expect(counter.acknowledged == 3)
        }
        var other = AcknowledgementCounter()
        other.take(Array("GET /v1/status HTTP/1.1\r\n".utf8)[...] + [0x40, 2, 0, 1], socket: 1)
        #expect(other.acknowledged == 0)
    }
}
