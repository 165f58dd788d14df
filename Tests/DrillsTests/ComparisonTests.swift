import Configuration
import Drills
import Foundation
import Operations
import Recordings
import Telemetry
import TestSupport
import Testing

/// Two versions of a city on the same night.
@Suite struct ComparisonTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The test rivers with Stratford's thresholds raised by so many metres.
    private func city(_ change: (String) -> String) throws -> LoadedCity {
        try LoadedCity(
            bundle: ConfigurationBundle(
                files: TestCity.rivers.files.map { ConfigurationFile(path: $0.path, text: change($0.text)) }))
    }

    private func flood() throws -> String {
        let path = folder.path + "/flood.jsonl"
        let start = Timestamp(seconds: 1_780_272_000)
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("flood"), start: start, source: "simulator"))
        for minute in 0..<180 {
            let at = start + Interval(seconds: Int64(minute) * 60)
            let level = 2.0 + max(0, 0.5 - abs(Double(minute) - 90) / 120)
            try writer.append(
                RecordedItem(
                    at: at,
                    line: .message(
                        RecordedMessage(
                            topic: Array("city/upper/water/warwick/stage".utf8),
                            payload: Array("{\"t\":\"\(at)\",\"v\":\(level),\"u\":\"m\"}".utf8)))))
        }
        try writer.finish()
        return path
    }

    @Test func theSameCityHasNoDifference() throws {
        let same = try city { $0 }
        let result = try ComparisonRun(
            recordingPath: try flood(), first: .city(same), second: .city(try city { $0 + "\n# a remark\n" })
        ).run()
        #expect(result.comparison.isEmpty)
        #expect(result.comparison.firstAlarmCount == 1)
        #expect(result.comparison.secondAlarmCount == 1)
    }

    /// A higher threshold: the same alarm, later, and nothing else.
    @Test func aHigherThresholdIsLater() throws {
        let result = try ComparisonRun(
            recordingPath: try flood(), first: .city(try city { $0 }),
            second: .city(try city { $0.replacingOccurrences(of: "value: 2.3,", with: "value: 2.35,") })
        ).run()
        let moved = try #require(result.comparison.alarms.first)
        #expect(result.comparison.alarms.count == 1)
        #expect(moved.change == .moved)
        #expect(moved.first?.key == "warwick")
        #expect((moved.raisedLater?.seconds ?? 0) > 0)
        #expect((moved.clearedLater?.seconds ?? 0) < 0)
        #expect(moved.first?.evidence.isEmpty == false)
        #expect(result.comparison.incidents.map(\.change) == [.moved])
    }

    /// Inputs of one instant are a nanosecond apart each: a department less to tell moves what comes after it by a few.
    @Test func nanosecondsBetweenInputsOfOneInstantAreNoDifference() throws {
        let path = folder.path + "/instant.jsonl"
        let start = Timestamp(seconds: 1_780_272_000)
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("instant"), start: start, source: "simulator"))
        for minute in 0..<60 {
            for (station, district) in [("warwick", "upper"), ("stratford", "lower")] {
                let at = start + Interval(seconds: Int64(minute) * 60)
                let payload = "{\"t\":\"\(at)\",\"v\":\(minute < 20 ? 0.5 : 3.5),\"u\":\"m\"}"
                try writer.append(
                    RecordedItem(
                        at: at,
                        line: .message(
                            RecordedMessage(
                                topic: Array("city/\(district)/water/\(station)/stage".utf8),
                                payload: Array(payload.utf8)))))
            }
        }
        try writer.finish()
        // Warwick's alarm is lost; Stratford's follows the same instant's readings, without its hand-overs before it.
        let quiet = try city { $0.replacingOccurrences(of: "value: 2.3,", with: "value: 9.3,") }
        let result = try ComparisonRun(recordingPath: path, first: .city(try city { $0 }), second: .city(quiet)).run()
        #expect(!result.comparison.alarms.isEmpty)
        #expect(
            result.comparison.alarms.allSatisfy { $0.first?.key == "warwick" && $0.change == .lost },
            "\(result.comparison.alarms)")
        #expect(result.comparison.incidents.allSatisfy { $0.first?.place == "warwick" })
        #expect(result.comparison.notices.allSatisfy { $0.place == "warwick" }, "\(result.comparison.notices)")
    }

    @Test func anAlarmThatIsNeverRaisedIsLost() throws {
        let quiet = try city { $0.replacingOccurrences(of: "value: 2.3,", with: "value: 9.3,") }
        let path = try flood()
        let lost = try ComparisonRun(recordingPath: path, first: .city(try city { $0 }), second: .city(quiet)).run()
        #expect(lost.comparison.alarms.map(\.change) == [.lost])
        #expect(lost.comparison.incidents.map(\.change) == [.lost])
        #expect(lost.comparison.notices.allSatisfy { $0.secondCount == 0 })
        let gained = try ComparisonRun(recordingPath: path, first: .city(quiet), second: .city(try city { $0 })).run()
        #expect(gained.comparison.alarms.map(\.change) == [.gained])
    }

    /// The Avon's floods of 2012, with Stratford's alert threshold raised by 5 cm: the later minutes, and nothing else.
    @Test func fiveCentimetresAtStratford() throws {
        guard let data = SharedData.folder.map({ $0 + "/data" }) else {
            print("skipped: the River Avon with another threshold needs ../shared/data")
            return
        }
        let path = self.folder.path + "/avon.jsonl"
        var rows = try CSVImport(
            path: data + "/avon2012.csv", mapping: try CSVMapping.load(path: data + "/datasets.json", name: "avon2012"))
        let first = try #require(try rows.next())
        let writer = try RecordingWriter(
            path: path, header: RecordingHeader(title: Bilingual("Avon"), start: first.at, source: "import:csv"))
        try writer.append(first)
        while let item = try rows.next() { try writer.append(item) }
        try writer.finish()
        let raised = try city { $0.replacingOccurrences(of: "value: 1.2,", with: "value: 1.25,") }
        let result = try ComparisonRun(recordingPath: path, first: .city(try city { $0 }), second: .city(raised)).run()
        let alarms = result.comparison.alarms
        #expect(!alarms.isEmpty)
        #expect(
            alarms.allSatisfy { $0.first?.alert == "RiverAlert" && $0.first?.key == "stratford" }
        )
        // A peak between the two thresholds is lost; the others begin later and end earlier.
        let moved = alarms.filter { $0.change == .moved }
        #expect(!moved.isEmpty)
        #expect(alarms.allSatisfy { $0.change == .moved || $0.change == .lost })
        #expect(
            moved.allSatisfy { ($0.raisedLater?.nanoseconds ?? -1) >= 0 && ($0.clearedLater?.nanoseconds ?? 1) <= 0 })
        #expect(result.comparison.incidents.allSatisfy { $0.first?.place == "stratford" })
        for alarm in moved { print("\(alarm.raisedLater?.text ?? "") later") }
    }
}
