import Configuration
import Foundation
import Operations
import TestSupport
import Testing
import Views

@testable import Drills

/// Folders of recordings as tests.
@Suite struct DrillSuiteTests {
    /// Those that ship: hand-made, with the shipped city.
    static let shipped = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Recordings").path

    @Test func everyShippedRecordingIsAsExpected() throws {
        let city = try CityLoader.load(folder: ShippedRuleTests.folder)
        let results = DrillSuite(folder: Self.shipped, city: city, jobs: 2).run()
        #expect(results.count >= 3)
        for result in results {
            #expect(result.isPassed, "\(result.path): \(result.error ?? "") \(result.verdicts.compactMap(\.finding))")
        }
        #expect(results.map(\.path) == results.map(\.path).sorted())
    }

    private func folder(_ recordings: [String: [String]]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, lines) in recordings {
            let head =
                "{\"recording\":1,\"title\":{\"zh\":\"夜\",\"en\":\"Night\"},\"start\":\"2026-07-01T10:00:00Z\",\"city\":\"\","
                + "\"exercise\":true,\"source\":\"hand\"}"
            let text = ([head] + lines + ["{\"at\":60,\"end\":{\"lines\":\(lines.count)}}"]).joined(separator: "\n")
            let path = folder.path + "/" + name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return folder
    }

    private static let reading =
        "{\"at\":1,\"topic\":\"city/upper/water/warwick/stage\",\"qos\":1,\"retain\":0,\"payload\":\"{\\\"v\\\":2,\\\"u\\\":\\\"m\\\"}\"}"

    @Test func whatCannotFailIsAnErrorAndSoIsWhatCannotBePlayed() throws {
        let folder = try folder([
            "a/met.tocsin.jsonl": ["{\"at\":0,\"expect\":{\"never\":\"RiverAlert\"}}", Self.reading],
            "b-unmet.jsonl": ["{\"at\":0,\"expect\":{\"alert\":\"RiverAlert\",\"raised\":true}}", Self.reading],
            "c-nothing.jsonl": [Self.reading],
            "d-broken.jsonl": ["{\"at\":0,\"expect\":{\"never\":\"RiverAlert\"}}", "{\"at\":"],
            "e-script.jsonl": ["{\"at\":0,\"expect\":{\"never\":\"RiverAlert\"}}", Self.reading],
            ".hidden.jsonl": ["nothing"],
        ])
        try "departments: 3".write(
            toFile: folder.path + "/e-script.departments.yaml", atomically: true, encoding: .utf8)
        let results = DrillSuite(folder: folder.path, city: try LoadedCity(bundle: TestCity.rivers), jobs: 3).run()
        #expect(
            results.map(\.path) == [
                "a/met.tocsin.jsonl", "b-unmet.jsonl", "c-nothing.jsonl", "d-broken.jsonl", "e-script.jsonl",
            ])
        #expect(results.map(\.isPassed) == [true, false, false, false, false])
        #expect(results[1].verdicts.first?.finding?.contains("was not raised") == true)
        #expect(results[2].error?.contains("expects nothing") == true)
        #expect(results[3].error?.contains("d-broken.jsonl:3") == true)
        #expect(results[4].error?.contains("e-script.departments.yaml:1") == true)
    }

    @Test func expectationsAboutTheLogAreChecked() throws {
        let folder = try folder([
            "log.jsonl": [
                "{\"at\":0,\"expect\":{\"logged\":\"configuration_loaded\",\"within\":\"5s\"}}",
                "{\"at\":0,\"expect\":{\"logged\":\"order_accepted\",\"department\":\"water\"}}", Self.reading,
            ]
        ])
        let results = DrillSuite(folder: folder.path, city: try LoadedCity(bundle: TestCity.rivers)).run()
        #expect(results.first?.verdicts.map { $0.finding == nil } == [true, false])
        #expect(results.first?.verdicts.last?.name.hasPrefix("order_accepted (water) logged") == true)
    }
}
