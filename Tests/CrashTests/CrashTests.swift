import BrokerSupport
import CrashHarness
import Foundation
import TestSupport
import Testing

/// The short form of `make crash`, on the binary that is tested.
@Suite(.serialized, .enabled(if: Broker.isAvailable())) struct CrashTests {
    /// Beside the test bundle.
    private static let tocsin = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("tocsin").path

    @Test func nothingConfirmedIsLostThoughTheServerIsKilledAgainAndAgain() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("crash seed \(seed)")
        let folder = try TemporaryFolder()
        let plan = CrashPlan(seed: seed, kills: 6, early: 2, brokerStops: 1, longestMilliseconds: 1_500)
        let run = CrashRun(
            executable: Self.tocsin, plan: plan, readingsPerSecond: 1_000, folder: folder.path + "/server")
        let report = try run.run()
        print(report.text)
        #expect(report.problems == [])
        #expect(report.confirmed > 0 && report.stored == report.confirmed)
        #expect(report.watchStarts >= 2)
        #expect(report.orderKeys > 0)
        #expect(report.isExportEqual)
    }

    @Test func aBrokerKilledOutrightRaisesTheIntakeGap() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("broker kill seed \(seed)")
        let folder = try TemporaryFolder()
        let report = try BrokerKillRun(
            executable: Self.tocsin, seed: seed, readingsPerSecond: 1_000, folder: folder.path + "/broker"
        ).run()
        print(report.text)
        #expect(report.problems == [])
        #expect(report.acknowledged > 0)
    }
}
