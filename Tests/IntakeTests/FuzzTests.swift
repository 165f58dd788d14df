import Telemetry
import TestSupport
import Testing

@testable import Intake

/// Bytes mutated from good messages: nothing traps, and every message ends as readings, events or quarantine.
struct FuzzTests {
    static let payloads = [
        #"{"t":1780271990.25,"v":3.42,"u":"m","q":"G;Ed","x":{"deep":[1,2,{"y":null}]}}"#,
        #"{"t":"2026-06-01T07:59:50.123+08:00","v":true}"#, #"{"t":1780271990,"v":null,"u":"m","q":9}"#,
        #"{"t":1780271990,"id":"us2000","mag":6.5,"place":"Kumamoto \u00e9\n","deep":[[[1]]]}"#,
        #"[{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},{"n":"current","t":-5,"v":1.2}]"#,
        #"[{"bn":"gas-01:","bv":20,"bs":1000,"n":"lel","v":1.5,"s":500},{"n":"x","vs":"a"},{"n":"y","vb":false},{"n":"z","vd":"AA"}]"#,
    ]
    static let topics = [
        "city/north/flood/yuan-01/stage", "city/a/b/c/d", "gateways/gw-gas/senml", "city/north/gas/gas-01/lel",
    ]
    static let interesting = Array("{}[]\",:\\/0123456789eE+-.tfn_\u{0}\u{1B}\u{7F}é".utf8) + [0x80, 0xC0, 0xFF]

    static func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = result.isEmpty ? 0 : Int.random(in: 0..<result.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where !result.isEmpty: result[position] = UInt8.random(in: 0...255, using: &random)
            case 1 where !result.isEmpty: result[position] = interesting.randomElement(using: &random) ?? 0
            case 2 where !result.isEmpty: result.remove(at: position)
            case 3: result.insert(interesting.randomElement(using: &random) ?? 0, at: position)
            case 4: result.removeSubrange(position...)
            case _:
                let end = min(result.count, position + Int.random(in: 0...16, using: &random))
                result.insert(contentsOf: result[position..<end], at: position)
            }
        }
        return result
    }

    @Test(arguments: [1, 2, 3, 20_261_121] as [UInt64])
    func neverTrapsAndLosesNothing(seed: UInt64) throws {
        print("Fuzz seed \(seed)")
        var random = SeededRandom(seed: seed)
        var field = Field(limits: IntakeLimits(maximumSeries: 500))
        for round in 0..<5_000 {
            let payload = FuzzTests.mutate(
                Array((FuzzTests.payloads.randomElement(using: &random) ?? "").utf8), &random)
            var topic = Array((FuzzTests.topics.randomElement(using: &random) ?? "").utf8)
            if round % 4 == 0 { topic = FuzzTests.mutate(topic, &random) }
            let at = Field.noon + Interval(seconds: Int64(round))
            let output = field.send(payload, to: topic, at: at, qos: UInt8(round % 2), retained: round % 7 == 0)
            try #require(
                output.readings.count + output.events.count + output.quarantined.count > 0, "seed \(seed), \(payload)")
            try #require(output.readings.allSatisfy { $0.value.isFinite })
        }
        try #require(field.intake.series.count <= 503)
    }

    @Test(arguments: [7, 8] as [UInt64])
    func neverTrapsOnRecordingLines(seed: UInt64) {
        print("Fuzz seed \(seed)")
        var random = SeededRandom(seed: seed)
        let parser = RecordingLineParser()
        let good = RecordingLineTests.lines.map { Array($0.utf8) }
        for _ in 0..<10_000 {
            let line = FuzzTests.mutate(good.randomElement(using: &random) ?? [], &random)
            line.withUnsafeBytes { bytes in
                guard let read = try? parser.parse(bytes) else { return }
                #expect(read.qos <= 2)
                // Touch every byte of the views.
                _ = read.topic.reduce(0, ^) ^ read.payload.reduce(0, ^)
            }
        }
    }
}
