import Configuration
import Foundation
import Operations
import Recordings
import Store
import Telemetry
import TestSupport
import Testing

@testable import Drills

/// A river that rises over its warning stage, in a city whose departments answer by a script.
struct DepartmentBench {
    let folder: TemporaryFolder
    let city: LoadedCity
    let start = Timestamp(seconds: 1_780_272_000)

    init(_ bundle: ConfigurationBundle = TestCity.rivers) throws {
        folder = try TemporaryFolder()
        city = try LoadedCity(bundle: bundle)
    }

    /// Three hours of a river that rises over its warning stage after half an hour.
    func flood(every seconds: Int64 = 300, also lines: [RecordedItem] = []) throws -> String {
        let path = folder.path + "/flood-\(UUID().uuidString).tocsin.jsonl"
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("flood"), start: start, source: "simulator"))
        for item in lines { try writer.append(item) }
        for second in stride(from: Int64(0), through: 10_800, by: Int64.Stride(seconds)) {
            let at = start + Interval(seconds: second)
            let payload = "{\"t\":\"\(at)\",\"v\":\(second < 1_800 ? 2.0 : 2.5),\"u\":\"m\"}"
            let message = RecordedMessage(
                topic: Array("city/upper/water/warwick/stage".utf8), payload: Array(payload.utf8))
            try writer.append(RecordedItem(at: at, line: .message(message)))
        }
        try writer.finish(at: start + Interval(seconds: 14_400))
        return path
    }

    func run(
        _ path: String, _ text: String?, speed: DrillRun.Speed = .max, batch: Int = 1_000
    ) throws -> (report: DrillReport, entries: [JSON]) {
        var run = DrillRun(recordingPath: path, configuration: .city(city), speed: speed)
        run.batchInputs = batch
        run.departments = try text.map(script)
        var entries: [JSON] = []
        let report = try run.run(pause: { _ in }) { entries.append(JSON(bytes: $1)) }
        return (report, entries)
    }

    func time(_ code: String, in entries: [JSON]) -> Timestamp? {
        entries.first { $0["code"].text == code }.flatMap { $0["at"].text }.flatMap { Timestamp(iso8601: $0) }
    }

    func script(_ text: String) throws -> DepartmentScript {
        try DepartmentScriptReader.read(ConfigurationFile(path: "s.yaml", text: text), linkage: city.linkage)
    }
}
