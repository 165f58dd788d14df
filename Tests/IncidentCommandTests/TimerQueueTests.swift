import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct TimerQueueTests {
    @Test func timersFireInOrderOfDueTimeAndThenOfTheirIds() {
        var random = SplitMix(seed: 5)
        var queue = TimerQueue()
        var expected: [(Timestamp, Int64)] = []
        for _ in 0..<500 {
            let due = Scene.time(Int64(random.below(50)))
            let id = queue.schedule(due, TimerTarget(kind: .climb, incident: 1, order: 0))
            if random.chance(30) {
                var cancelled: Int64? = id
                queue.cancel(&cancelled)
                #expect(cancelled == nil)
            } else {
                expected.append((due, id))
            }
        }
        expected.sort { $0 < $1 }
        var fired: [Int64] = []
        while let entry = queue.popEarliest() { fired.append(entry.id) }
        #expect(fired == expected.map(\.1))
    }
}
