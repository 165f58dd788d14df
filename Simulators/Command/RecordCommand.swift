import ArgumentParser
import Recordings
import Simulators
import Telemetry

/// `tocsin-simulator record`: the storm evening as a recording that `tocsin drill run` plays.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract:
            "Writes the storm evening as a recording, for “tocsin drill run”; compressed where the name ends in .zst.")

    @Argument(help: "The file to write.")
    var file: String

    @Option(help: "Beginning of the evening, ISO 8601.")
    var start = "2026-06-20T18:00:00+08:00"

    @Option(help: "Same seed, same evening.")
    var seed: UInt64 = 2026

    func run() throws {
        guard let start = Timestamp(iso8601: start) else {
            throw ValidationError("--start must look like 2026-06-20T18:00:00+08:00.")
        }
        let header = RecordingHeader(
            title: Bilingual(chinese: "模拟的暴雨之夜", english: "The simulated storm evening"), start: start,
            exercise: true, source: "tocsin-simulator, seed \(seed)")
        let writer = try RecordingWriter(path: file, header: header)
        for message in StormEvening(seed: seed, start: start).messages {
            let recorded = RecordedMessage(
                topic: Array(message.topic.utf8), payload: message.payload, qos: message.quality)
            try writer.append(RecordedItem(at: message.time, line: .message(recorded)))
        }
        try writer.finish(at: start + StormEvening.length)
    }
}
