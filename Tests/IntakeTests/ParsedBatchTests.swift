import Telemetry
import TestSupport
import Testing

@testable import Intake

/// What is read ahead for several intakes is what each of them would have read.
struct ParsedBatchTests {
    private struct Message {
        var topic: [UInt8]
        var payload: [UInt8]
    }

    private static let longest = Array(("{\"v\":\"" + String(repeating: "长", count: 100_000) + "\"}").utf8)

    /// Good messages, broken ones, empty ones, too long ones, in a seeded order.
    private static func message(_ random: inout SeededRandom) -> Message {
        var payload = Array((FuzzTests.payloads.randomElement(using: &random) ?? "").utf8)
        var topic = Array((FuzzTests.topics.randomElement(using: &random) ?? "").utf8)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: payload = []
        case 1: payload = longest
        case 2: topic = FuzzTests.mutate(topic, &random)
        case 3: topic += Array(repeating: UInt8(ascii: "x"), count: 1_100)
        case 4..<9: payload = FuzzTests.mutate(payload, &random)
        case _: break
        }
        return Message(topic: topic, payload: payload)
    }

    /// One intake with the limits under which was read, one that takes shorter payloads, one that takes fewer members.
    private static let cities = [
        IntakeLimits(), IntakeLimits(payloadBytes: 120), IntakeLimits(members: 5),
    ]

    @Test(arguments: [3, 20_261_121] as [UInt64])
    func everyIntakeTakesWhatItWouldHaveRead(seed: UInt64) throws {
        print("Fuzz seed \(seed)")
        var random = SeededRandom(seed: seed)
        let batch = ParsedBatch()
        var taking = ParsedBatchTests.cities.map { Field(limits: $0) }
        var reading = ParsedBatchTests.cities.map { Field(limits: $0) }
        var taken = 0
        for _ in 0..<150 {
            let messages = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                ParsedBatchTests.message(&random)
            }
            batch.removeAll()
            for message in messages {
                message.topic.withUnsafeBytes { topic in
                    message.payload.withUnsafeBytes { batch.append(topic: topic, payload: $0) }
                }
                batch.appendNothing()
            }
            for city in ParsedBatchTests.cities.indices {
                for (place, message) in messages.enumerated() {
                    #expect(batch.message(2 * place + 1) == nil)
                    let ahead = try #require(batch.message(2 * place))
                    let found = taking[city].take(ahead, message.topic, message.payload)
                    let wanted = reading[city].send(message.payload, to: message.topic)
                    if let found {
                        taken += 1
                        try #require("\(found)" == "\(wanted)", "\(String(decoding: message.payload, as: UTF8.self))")
                    } else {
                        taking[city].send(message.payload, to: message.topic)
                    }
                }
            }
        }
        for city in ParsedBatchTests.cities.indices {
            try #require(taking[city].snapshot() == reading[city].snapshot())
        }
        let counts = reading[0].intake.counts
        try #require(counts.readings > 300 && counts.events > 50 && taken > 3_000)
    }

    /// Only whose limits are those of the reading takes what was read; nobody takes what it would refuse.
    @Test func otherLimitsReadAnew() {
        let batch = ParsedBatch()
        let (topic, payload) = (Array("city/north/flood/yuan-01/stage".utf8), Array(#"{"v":3.4,"u":"m"}"#.utf8))
        topic.withUnsafeBytes { topic in payload.withUnsafeBytes { batch.append(topic: topic, payload: $0) } }
        let limits = [
            (IntakeLimits(), true), (IntakeLimits(payloadBytes: payload.count), true),
            (IntakeLimits(payloadBytes: payload.count - 1), false), (IntakeLimits(nestingDepth: 31), false),
            (IntakeLimits(maximumSeries: 3), true),
        ]
        for (limits, isTaken) in limits {
            var field = Field(limits: limits)
            let output = batch.message(0).flatMap { field.take($0, topic, payload) }
            #expect(output?.readings.map(\.value) == (isTaken ? [3.4] : nil), "\(limits)")
        }
    }
}

extension Field {
    /// What a message that was read ahead brings; nil where it has to be read anew.
    mutating func take(_ ahead: ParsedBatch.Message, _ topic: [UInt8], _ payload: [UInt8]) -> IntakeOutput? {
        output.removeAll()
        return topic.withUnsafeBytes { topic in
            payload.withUnsafeBytes { payload in
                guard parsed.take(ahead, topic: topic, payload: payload, limits: intake.limits) else { return nil }
                intake.admit(parsed, at: Field.noon, qos: 1, retained: false, into: &output)
                return output
            }
        }
    }
}
