import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct ReloadTests {
        private func write(_ text: String, _ scene: Scene) throws {
            try text.write(toFile: scene.serve.city + "/river/stage.yaml", atomically: true, encoding: .utf8)
        }

        @Test func aWrongFileIsRefusedWithItsPlaceAndTheOldRulesGoOn() throws {
            let scene = try Scene()
            try write(SmallCity.riverRules().replacingOccurrences(of: "clear_when", with: "clear_wen"), scene)
            scene.serve.signal(SIGHUP)
            #expect(Waiting.until { scene.serve.errors.contains("old one goes on") })
            #expect(Waiting.until { scene.serve.errors.contains("^") })
            // File, line and column, the line itself with a caret under it, and what to do.
            #expect(scene.serve.errors.contains("river/stage.yaml:8:"))
            #expect(scene.serve.errors.contains("clear_wen"))
            #expect(try scene.serve.log("configuration_loaded").count == 1)

            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
        }

        @Test func aRightFileIsTakenWithoutARestart() throws {
            let scene = try Scene()
            try scene.stage(1.5, secondsAgo: 5)
            #expect(try scene.waitForReadings(1))
            try write(SmallCity.riverRules(warning: "1.0"), scene)
            scene.serve.signal(SIGHUP)
            #expect(try Waiting.until { try scene.serve.log("configuration_loaded").count == 2 })
            try scene.stage(1.6)
            let raised = try #require(try scene.serve.waitForLog("incident_raised"))
            #expect(raised["value"].number == 1.6)
            // After a restart the new file holds, and the journal still leads to the same log.
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func aQualityFileIsTakenWithoutARestartAndAWrongOneIsRefused() throws {
            let scene = try Scene()
            func quality(_ limits: String) throws {
                let folder = scene.serve.city + "/quality"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try "quality:\n  - name: stage\n    match: {quantity: stage, unit: m}\n    \(limits)\n"
                    .write(toFile: folder + "/stage.yaml", atomically: true, encoding: .utf8)
            }
            func failedTests(of value: Double) throws -> [String]? {
                try scene.stage(value)
                let reading = try Waiting.find {
                    try scene.serve.call("readings", "gauge", "--json").lines.first { $0["value"].number == value }
                }
                return reading?["failed_tests"].elements.compactMap(\.text)
            }
            #expect(try failedTests(of: 40) == [])
            try quality("range: {sensor: {low: 0, high: 20, source: the sensor's sheet, date: \"2026-01-01\"}}")
            scene.serve.signal(SIGHUP)
            #expect(try Waiting.until { try scene.serve.log("configuration_loaded").count == 2 })
            #expect(try failedTests(of: 41) == ["sensor_span"])

            try quality("range: {sensor: {low: 0, hihg: 50, source: the sensor's sheet, date: \"2026-01-01\"}}")
            scene.serve.signal(SIGHUP)
            #expect(Waiting.until { scene.serve.errors.contains("old one goes on") })
            #expect(Waiting.until { scene.serve.errors.contains("quality/stage.yaml:4:") })
            #expect(try failedTests(of: 42) == ["sensor_span"])
            #expect(try scene.serve.log("configuration_loaded").count == 2)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func aFileChangedWhileNobodyWatchesHoldsFromTheNextStart() throws {
            let scene = try Scene()
            try scene.stage(3.2, secondsAgo: 2)
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
            #expect(scene.serve.stop() == 0)
            // The rule that raised it is gone.
            try write(SmallCity.riverRules().replacingOccurrences(of: "RiverWarning", with: "RiverHigh"), scene)
            let linkage = scene.serve.city + "/linkage/all.yaml"
            try Processes.text(ofFile: linkage).replacingOccurrences(of: "RiverWarning", with: "RiverHigh")
                .write(toFile: linkage, atomically: true, encoding: .utf8)
            try scene.serve.start()
            #expect(try scene.serve.log("configuration_loaded").count == 2)
            #expect(try scene.serve.waitForLog("incident_cleared") != nil)
            try scene.stage(3.3)
            #expect(try Waiting.until { try scene.serve.log().contains { $0["alert"].text == "RiverHigh" } })
            let gap = try #require(try scene.serve.log("watch_gap").first)
            #expect(gap["cause"].text == "stopped")
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func aBrokenCityIsRefusedBeforeTheStartWithAllItsErrors() throws {
            let folder = try TemporaryFolder()
            try TestCity.write(SmallCity.bundle(), to: folder.path + "/city")
            let rules = SmallCity.riverRules().replacingOccurrences(of: "value >= station.severe", with: "value >= ")
            try rules.write(toFile: folder.path + "/city/river/stage.yaml", atomically: true, encoding: .utf8)
            try "stations: {".write(toFile: folder.path + "/city/stations/all.yaml", atomically: true, encoding: .utf8)
            let run = try CommandRun(["serve"], data: folder.path + "/data", city: folder.path + "/city")
            #expect(run.status == 78)
            #expect(run.errors.contains("river/stage.yaml:"))
            #expect(run.errors.contains("stations/all.yaml:"))
            #expect(run.errors.contains("^"))
        }
    }
}
