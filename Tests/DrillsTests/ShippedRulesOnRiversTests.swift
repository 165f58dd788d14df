import Configuration
import Drills
import Foundation
import Operations
import Telemetry
import TestSupport
import Testing

/// The rules that ship, on rivers that nobody here made: what `make report` tabulates, as far as it must hold.
@Suite struct ShippedRulesOnRiversTests {
    /// The shipped city with one gauge more.
    private func city(gauge: String, warning: Double, guaranteed: Double) throws -> LoadedCity {
        var files = try ShippedRules.bundle().files
        let thresholds = [("warning", warning), ("guaranteed", guaranteed), ("deadband", 0.05), ("rise_1h", 0.8)]
            .map { "{name: \($0.0), value: \($0.1), source: a test, date: \"2026-11-21\"}" }
            .joined(separator: ", ")
        files.append(
            ConfigurationFile(
                path: "stations/recorded.yaml",
                text: """
                    stations:
                      - id: \(gauge)
                        name: {zh: \(gauge), en: \(gauge)}
                        latitude: 27.51
                        longitude: 110.2
                        district: chengdong
                        quantities:
                          - {quantity: stage, unit: m, heartbeat: 30m, thresholds: [\(thresholds)]}

                    """))
        return try LoadedCity(bundle: ConfigurationBundle(files: files))
    }

    private func alarms(
        _ name: String, gauge: String, warning: Double, guaranteed: Double, options: [String]
    ) throws -> [DrillAlarm] {
        let folder = try TemporaryFolder()
        let recording = try SharedData.recording(name, options: options, in: folder.path)
        let run = DrillRun(
            recordingPath: recording, city: try city(gauge: gauge, warning: warning, guaranteed: guaranteed),
            dataFolder: folder.path + "/data")
        return try run.run { _, _ in }.alarms.filter { $0.key == gauge }
    }

    /// Warwick passed 2.3 m on 21 November 2012 at 21:00 and 3.2 m on 25 November at 22:00 (`truth.json`).
    @Test func aFloodOfTheAvonIsToldHoursBeforeAndFoundWhenItPassesEachLimit() throws {
        guard SharedData.isAvailable(for: "avon2012") else { return }
        let alarms = try alarms(
            "avon2012", gauge: "warwick", warning: 2.3, guaranteed: 3.2,
            options: ["--from", "2012-11-19", "--to", "2012-12-01"])
        for (expected, passed, up) in [
            ("RiverExpectedAboveWarning", "RiverAboveWarning", "2012-11-21T21:00:00Z"),
            ("RiverExpectedAboveGuaranteed", "RiverAboveGuaranteed", "2012-11-25T22:00:00Z"),
        ] {
            let crossing = try #require(Timestamp(iso8601: up))
            let hour = Interval(seconds: 3_600)
            #expect(alarms.contains { $0.alert == passed && $0.raisedAt >= crossing && $0.raisedAt < crossing + hour })
            let early = alarms.first { alarm in
                alarm.alert == expected && alarm.raisedAt < crossing
                    && (alarm.clearedAt.map { $0 >= crossing } ?? true)
            }
            let raised = try #require(early, "\(expected)").raisedAt
            #expect(crossing - raised >= Interval(seconds: 7_200), "\(expected) \(raised)")
        }
    }

    @Test func threeDrySummerMonthsOfTheAireRaiseNothing() throws {
        guard SharedData.isAvailable(for: "aire2015") else { return }
        let alarms = try alarms(
            "aire2015", gauge: "armley", warning: 3.9, guaranteed: 4.9,
            options: ["--from", "2015-06-01", "--to", "2015-09-01"])
        #expect(alarms.isEmpty, "\(alarms)")
    }
}
