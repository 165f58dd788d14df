import Foundation
import Telemetry
import TestSupport
import Testing

@Suite struct TimerQueueTests {
    @Test func timersFireInOrderOfDueTimeAndThenOfTheirIds() {
        let seed = UInt64.random(in: .min ... .max)
        print("timer queue: seed \(seed)")
        var random = SeededRandom(seed: seed)
        let (queue, expected) = filled(&random)
        #expect(queue.count == expected.count, "seed \(seed)")
        #expect(fired(queue) == expected, "seed \(seed)")
    }

    @Test func aCancelledTimerLeavesNothingBehind() {
        var queue = TimerQueue<Int>()
        var first: Int64? = queue.schedule(Timestamp(seconds: 1), 1)
        var second: Int64?
        for seconds in 2..<1_000 { queue.reschedule(&second, Timestamp(seconds: Int64(seconds)), 2) }
        #expect(queue.count == 2)
        queue.cancel(&first)
        #expect(first == nil)
        #expect(queue.popEarliest()?.due == Timestamp(seconds: 999))
        // It has fired: cancelling it is no matter.
        queue.cancel(&second)
        #expect(queue.count == 0)
    }

    @Test func bothWrittenFormsGiveTheSameTimers() throws {
        var random = SeededRandom(seed: 7)
        let (queue, expected) = filled(&random)
        var writer = ByteWriter()
        queue.encode(into: &writer) { target, writer in writer.write(target) }
        let read = try writer.bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return try TimerQueue<Int>(from: &reader) { reader throws(CodingFault) in try reader.readInt() }
        }
        #expect(fired(read) == expected)
        let decoded = try JSONDecoder().decode(TimerQueue<Int>.self, from: JSONEncoder().encode(queue))
        #expect(fired(decoded) == expected)
        var next = decoded
        var last = queue
        #expect(next.schedule(.distantFuture, 0) == last.schedule(.distantFuture, 0))
    }

    @Test func timersOutOfOrderAreRefused() {
        let text = #"{"next_id": 3, "timers": [{"due": 5, "id": 1, "target": 0}, {"due": 4, "id": 2, "target": 0}]}"#
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TimerQueue<Int>.self, from: Data(text.utf8))
        }
    }

    /// A queue of random timers of which some were cancelled, and the ids of the others in the order of firing.
    private func filled(_ random: inout SeededRandom) -> (TimerQueue<Int>, [Int64]) {
        var queue = TimerQueue<Int>()
        var kept: [(Timestamp, Int64)] = []
        for _ in 0..<500 {
            let due = Timestamp(seconds: Int64(random.int(0...50)))
            let id = queue.schedule(due, 1)
            if random.chance(30) {
                var cancelled: Int64? = id
                queue.cancel(&cancelled)
            } else {
                kept.append((due, id))
            }
        }
        return (queue, kept.sorted { $0 < $1 }.map(\.1))
    }

    private func fired(_ queue: TimerQueue<Int>) -> [Int64] {
        var queue = queue
        var ids: [Int64] = []
        while let entry = queue.popEarliest() { ids.append(entry.id) }
        return ids
    }
}
