import Glibc
import Intake
import Telemetry

/// Messages of many stations, made beforehand, read again and again.
struct IntakeBenchmark {
    let messages: Int
    let limits = IntakeLimits()
    private let distinct: [(topic: [UInt8], payload: [UInt8], line: [UInt8])]

    init(messages: Int, stations: Int) {
        self.messages = messages
        distinct = (0..<max(stations, 1) * 2).map { number in
            let station = number % max(stations, 1)
            let seconds = 1_780_272_000 + number / max(stations, 1) * 60
            let topic = "city/d\(station % 40)/water/s\(station)/level"
            let payload = #"{"t":\#(seconds),"v":\#(Double(number % 4_000) / 1_000),"u":"m"}"#
            let line =
                #"{"tst":"2026-06-01T00:00:20.001Z","topic":"\#(topic)","qos":1,"retain":0,"payload":\#(payload)}"#
            return (Array(topic.utf8), Array(payload.utf8), Array(line.utf8))
        }
    }

    func run() {
        var intake = Intake(registry: .empty)
        let parsed = ParsedMessage()
        var output = IntakeOutput()
        let lines = RecordingLineParser()
        // The first pass opens the series and lets every buffer grow.
        pass(distinct.count, &intake, parsed, &output)
        measure("parse and admit") { pass(messages, &intake, parsed, &output) }
        measure("parse only") { parse(messages, parsed) }
        measure("recording line only") { readLines(messages, lines) }
        measure("recording line, parse and admit") { replay(messages, &intake, parsed, lines, &output) }
    }

    private func pass(_ count: Int, _ intake: inout Intake, _ parsed: ParsedMessage, _ output: inout IntakeOutput) {
        var position = 0
        for number in 0..<count {
            parseOne(position, parsed)
            intake.admit(
                parsed, at: Timestamp(nanoseconds: 1_780_272_100_000_000_000 + Int64(number)), qos: 1,
                retained: false, into: &output)
            position = position + 1 == distinct.count ? 0 : position + 1
            if output.readings.count >= 1_000 { output.removeAll() }
        }
        output.removeAll()
    }

    private func parse(_ count: Int, _ parsed: ParsedMessage) {
        var position = 0
        for _ in 0..<count {
            parseOne(position, parsed)
            position = position + 1 == distinct.count ? 0 : position + 1
        }
    }

    @inline(__always)
    private func parseOne(_ position: Int, _ parsed: ParsedMessage) {
        distinct[position].topic.withUnsafeBytes { topic in
            distinct[position].payload.withUnsafeBytes { parsed.parse(topic: topic, payload: $0, limits: limits) }
        }
    }

    private func readLines(_ count: Int, _ lines: RecordingLineParser) {
        var position = 0
        for _ in 0..<count {
            distinct[position].line.withUnsafeBytes { _ = try? lines.parse($0) }
            position = position + 1 == distinct.count ? 0 : position + 1
        }
    }

    private func replay(
        _ count: Int, _ intake: inout Intake, _ parsed: ParsedMessage, _ lines: RecordingLineParser,
        _ output: inout IntakeOutput
    ) {
        var position = 0
        for number in 0..<count {
            distinct[position].line.withUnsafeBytes { bytes in
                _ = try? parsed.parse(recordingLine: bytes, with: lines, limits: limits)
            }
            intake.admit(
                parsed, at: Timestamp(nanoseconds: 1_780_272_100_000_000_000 + Int64(number)), qos: 1,
                retained: false, into: &output)
            position = position + 1 == distinct.count ? 0 : position + 1
            if output.readings.count >= 1_000 { output.removeAll() }
        }
    }

    private func measure(_ name: String, _ work: () -> Void) {
        let before = IntakeBenchmark.processorSeconds()
        work()
        let seconds = IntakeBenchmark.processorSeconds() - before
        let perSecond = Int(Double(messages) / seconds)
        print("\(name): \(perSecond) messages/s of one core (\(Int(seconds / Double(messages) * 1e9)) ns each)")
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
