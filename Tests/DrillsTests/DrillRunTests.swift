import CommandLog
import Drills
import Foundation
import Operations
import Recordings
import Store
import Telemetry
import TestSupport
import Testing

/// A drill of a recording made here: a river that rises over its warning stage and falls.
@Suite struct DrillRunTests {
    private let folder: TemporaryFolder
    private let city: LoadedCity

    init() throws {
        folder = try TemporaryFolder()
        city = try LoadedCity(bundle: TestCity.rivers)
    }

    /// Lines as `mosquitto_sub -F '%J'` writes them, one a minute.
    private func record(_ levels: [Double], name: String = "river.jsonl", tail: String = "") throws -> String {
        let path = folder.path + "/" + name
        var text = ""
        for (minute, level) in levels.enumerated() {
            let time = Timestamp(seconds: 1_780_272_000 + Int64(minute) * 60).iso8601
            text +=
                "{\"tst\":\"\(time)\",\"topic\":\"city/upper/water/warwick/stage\",\"qos\":1,\"retain\":0,\"payload\":{\"t\":\"\(time)\",\"v\":\(level),\"u\":\"m\"}}\n"
        }
        try (text + tail).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private var flood: [Double] { (0..<60).map { 2.0 + (0.5 - abs(Double($0) - 30) / 60) } }

    @Test func theLogIsTheSameAtEverySpeed() throws {
        let path = try record(flood)
        var lines: [[UInt8]] = []
        let fast = try DrillRun(recordingPath: path, city: city).run { _, line in lines.append(line) }
        #expect(fast.alarms.map(\.alert) == ["RiverAlert"])
        #expect(fast.alarms.first?.clearedAt != nil)
        var pauses: [Double] = []
        var slowLines: [[UInt8]] = []
        let slow = try DrillRun(recordingPath: path, city: city, speed: .factor(60)).run(pause: { pauses.append($0) }) {
            slowLines.append($1)
        }
        #expect(slow.logHead == fast.logHead)
        #expect(slowLines == lines)
        #expect(pauses == Array(repeating: 1, count: 59))
        #expect(lines.allSatisfy { String(decoding: $0, as: UTF8.self).contains("\"exercise\":true") })
    }

    @Test func aKeptDrillCanBeReplayedAndIsNotWrittenOver() throws {
        let path = try record(flood)
        let data = folder.path + "/data"
        let report = try DrillRun(recordingPath: path, city: city, dataFolder: data).run { _, _ in }
        let replay = try Replay.verify(folder: data)
        #expect(replay.difference == nil)
        #expect(replay.head.hex == report.logHead)
        let error = #expect(throws: DrillError.self) {
            try DrillRun(recordingPath: path, city: city, dataFolder: data).run { _, _ in }
        }
        #expect(error?.message.contains(data) == true)
    }

    /// A kept drill's past is found from the snapshot before a moment, not from its beginning, and is what it was.
    @Test func aMomentOfAKeptDrillIsFoundFromTheSnapshotBeforeIt() throws {
        let path = try record(flood)
        var states: [String] = []
        for snapshots in [Int64(10), 1_000_000] {
            let data = folder.path + "/kept-\(snapshots)"
            var run = DrillRun(recordingPath: path, city: city, dataFolder: data)
            run.snapshotInputs = snapshots
            run.batchInputs = 1
            let report = try run.run { _, _ in }
            let past = Past(reader: try StoreReader.open(folder: data))
            let state = try past.state(at: .distantFuture)
            #expect(state.fold.sequence == report.inputs && state.fold.chain.head.hex == report.logHead)
            #expect(state.isProven == true)
            #expect(snapshots == 10 ? state.replayedInputs < 10 : state.replayedInputs == report.inputs)
            var writer = ByteWriter()
            state.fold.encodeSnapshot(into: &writer)
            states.append(LogHash.of(writer.bytes).hex)
        }
        #expect(states[0] == states[1])
    }

    @Test func aLineThatIsNoRecordingIsNamed() throws {
        let path = try record(flood, tail: "\n\nnot a line\n")
        let error = #expect(throws: RecordingFailure.self) {
            try DrillRun(recordingPath: path, city: city).run { _, _ in }
        }
        #expect(error?.place.hasSuffix("river.jsonl:63") == true, "\(error?.place ?? "")")
        #expect(throws: RecordingFailure.self) {
            try DrillRun(recordingPath: folder.path + "/nothing", city: city).run { _, _ in }
        }
    }
}
