import Testing

@testable import LiveServer

/// How long an alarm lets its batch grow.
@Suite struct BatchUrgencyTests {
    @Test func aBatchGrowsForAsLongAsTheLastCommitTook() {
        var urgency = BatchUrgency()
        urgency.committed(nanoseconds: 300)
        #expect(!urgency.isRipe(now: 1_000))
        #expect(!urgency.isRipe(now: 1_299))
        #expect(urgency.isRipe(now: 1_300))
        urgency.batchEnded()
        #expect(!urgency.isRipe(now: 5_000), "the next batch begins anew")
        #expect(urgency.isRipe(now: 5_300))
    }

    @Test func beforeTheFirstCommitNothingIsWaitedFor() {
        var urgency = BatchUrgency()
        #expect(urgency.isRipe(now: 7))
    }
}
