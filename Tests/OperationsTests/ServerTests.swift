import Foundation
import IncidentCommand
import Operations
import Store
import Telemetry
import TestSupport
import Testing

@testable import LiveServer

/// The whole server without a broker: nobody listens on port 1.
@Suite struct ServerTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
    }

    private func prepare() throws -> TocsinServer {
        try TocsinServer.prepare(
            ServerConfiguration(
                cityFolder: folder.path + "/city", dataFolder: folder.path + "/data", broker: "mqtt://127.0.0.1:1"))
    }

    private let acknowledge = OfficerCommand(by: "duty-officer", kind: .acknowledge(incident: "I-2026-000001"))

    @Test func aServerThatWasNeverStartedCanBeStopped() async throws {
        let server = try prepare()
        await server.stop()
        await server.stop()
        let error = await #expect(throws: ServerError.self) { try await server.submit(acknowledge) }
        #expect(error == .stopping)
    }

    @Test func aSecondServerOnTheSameFolderIsRefused() async throws {
        let server = try prepare()
        let error = #expect(throws: StartError.self) { try prepare() }
        #expect(error?.code == .locked)
        await server.stop()
    }

    @Test func ordersAreTakenWithoutABrokerAndRefusedAfterTheEnd() async throws {
        let server = try prepare()
        server.start()
        #expect(await server.waitUntilReady() != .ready)
        guard case .refused(let refusal) = try await server.submit(acknowledge) else {
            Issue.record("There is no such incident.")
            return
        }
        #expect(refusal.code == .unknownIncident)
        await server.stop()
        let error = await #expect(throws: ServerError.self) { try await server.submit(acknowledge) }
        #expect(error == .stopping)
        #expect(await server.reload().isFailed)
    }

    @Test func aWrongFileIsRefusedAndTheOldRulesGoOn() async throws {
        let server = try prepare()
        server.start()
        let before = server.loadedCity.sha256
        guard case .unchanged = await server.reload() else {
            Issue.record("Nothing had changed.")
            return
        }
        let rules = folder.path + "/city/river/stage.yaml"
        let text = try String(contentsOfFile: rules, encoding: .utf8)
        try text.replacing("value >= station.danger", with: "value >>= 1").write(
            toFile: rules, atomically: true, encoding: .utf8)
        guard case .refused(let problems) = await server.reload() else {
            Issue.record("The wrong file was taken.")
            return
        }
        #expect(problems.problems.first?.path == "river/stage.yaml")
        #expect(server.loadedCity.sha256 == before)
        try text.replacing("for: 2m", with: "for: 3m").write(toFile: rules, atomically: true, encoding: .utf8)
        guard case .reloaded(let sha256) = await server.reload() else {
            Issue.record("The right file was not taken.")
            return
        }
        #expect(server.loadedCity.sha256 == sha256)
        #expect(sha256 != before)
        await server.stop()
        // The next start finds it in use.
        let next = try prepare()
        #expect(next.loadedCity.sha256 == sha256)
        await next.stop()
    }

    @Test func aBackupIsMadeWhileTheServerRuns() async throws {
        let server = try prepare()
        server.start()
        for _ in 0..<20 { _ = try await server.submit(acknowledge) }
        let directory = folder.path + "/backup"
        async let first = server.backup(to: directory)
        for _ in 0..<20 { _ = try await server.submit(acknowledge) }
        let report = try await first
        #expect(report.entries > 20)
        // A folder that holds one already is refused; the server goes on.
        await #expect(throws: ServerError.self) { try await server.backup(to: directory) }
        _ = try await server.submit(acknowledge)
        await server.stop()
        let restored = try Store.restore(
            from: folder.path + "/backup", to: folder.path + "/restored", newToken: "other",
            at: Timestamp(seconds: 1_800_000_000))
        #expect(restored.entries == report.entries)
        #expect(try Replay.verify(folder: folder.path + "/restored").difference == nil)
        #expect(try Replay.verify(folder: folder.path + "/data").difference == nil)
    }

    @Test func theFeedIsTheLog() async throws {
        let server = try prepare()
        let feed = server.feed.subscribe()
        server.start()
        _ = try await server.submit(acknowledge)
        await server.stop()
        var lines: [[UInt8]] = []
        for await case .entry(let number, let line) in feed {
            lines.append(line)
            #expect(
                try StoreReader.open(folder: folder.path + "/data").log(from: number, limit: 1).first?.entry.line
                    == line)
        }
        #expect(!lines.isEmpty)
    }
}

extension ReloadOutcome {
    fileprivate var isFailed: Bool {
        if case .failed = self { true } else { false }
    }
}
