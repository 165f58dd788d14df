import Testing

@testable import LiveServer

/// How long an alarm lets its batch grow.
@Suite struct BatchUrgencyTests {
    @Test func aBatchGrowsForAsLongAsTheLastCommitTook() {
        var urgency = BatchUrgency()
        urgency.committed(nanoseconds: 300)
        let ripe = [1_000, 1_299, 1_300].map { urgency.isRipe(now: $0) }
        #expect(ripe == [false, false, true])
        urgency.batchEnded()
        // The next batch begins anew.
        let next = [5_000, 5_300].map { urgency.isRipe(now: $0) }
        #expect(next == [false, true])
    }

    @Test func beforeTheFirstCommitNothingIsWaitedFor() {
        var urgency = BatchUrgency()
        let isRipe = urgency.isRipe(now: 7)
        #expect(isRipe)
    }
}
