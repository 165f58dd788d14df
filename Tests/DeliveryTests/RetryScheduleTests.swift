import Delivery
import Telemetry
import Testing

struct RetryScheduleTests {
    private static let second: Int64 = 1_000_000_000

    private func due(_ decision: RetrySchedule.Decision) -> Int64? {
        if case .again(let due) = decision { due / RetryScheduleTests.second } else { nil }
    }

    @Test func waitsDoubleUpToTheLongest() {
        let policy = RetryPolicy(
            firstDelay: Interval(seconds: 2), longestDelay: Interval(seconds: 10), attempts: 10,
            giveUpAfter: Interval(seconds: 1_000))
        var schedule = RetrySchedule(policy: policy, nowNanoseconds: 0)
        let waits = (0..<5).map { _ in due(schedule.failed(nowNanoseconds: 0, retryAfter: nil, jitter: 0.999_999_999_9))
        }
        // A hair under 2, 4, 8, 10, 10.
        #expect(waits == [1, 3, 7, 9, 9])
    }

    @Test func halfOfTheWaitIsDrawn() {
        let policy = RetryPolicy(firstDelay: Interval(seconds: 4))
        var low = RetrySchedule(policy: policy, nowNanoseconds: 0)
        var high = low
        #expect(due(low.failed(nowNanoseconds: 0, retryAfter: nil, jitter: 0)) == 2)
        #expect(due(high.failed(nowNanoseconds: 0, retryAfter: nil, jitter: 0.75)) == 3)
    }

    @Test func givesUpAfterTheLastAttempt() {
        var schedule = RetrySchedule(policy: RetryPolicy(attempts: 3), nowNanoseconds: 0)
        #expect(due(schedule.failed(nowNanoseconds: 0, retryAfter: nil, jitter: 0)) != nil)
        #expect(due(schedule.failed(nowNanoseconds: 0, retryAfter: nil, jitter: 0)) != nil)
        #expect(
            schedule.failed(nowNanoseconds: 0, retryAfter: nil, jitter: 0)
                == .giveUp(why: "Given up after 3 attempts."))
    }

    @Test func noAttemptBeginsAfterItsTime() {
        let policy = RetryPolicy(firstDelay: Interval(seconds: 2), giveUpAfter: Interval(seconds: 60))
        var schedule = RetrySchedule(policy: policy, nowNanoseconds: 0)
        #expect(due(schedule.failed(nowNanoseconds: 58 * RetryScheduleTests.second, retryAfter: nil, jitter: 0)) == 59)
        let late = schedule.failed(nowNanoseconds: 59 * RetryScheduleTests.second, retryAfter: nil, jitter: 0)
        #expect(late == .giveUp(why: "Given up 1m after the first attempt."))
    }

    @Test func whatTheReceiverAsksForIsRespectedWithinLimits() {
        let policy = RetryPolicy(giveUpAfter: Interval(seconds: 60))
        var schedule = RetrySchedule(policy: policy, nowNanoseconds: 0)
        #expect(due(schedule.failed(nowNanoseconds: 0, retryAfter: Interval(seconds: 45), jitter: 0)) == 45)
        // Less than our own wait does not hurry us.
        #expect(due(schedule.failed(nowNanoseconds: 0, retryAfter: .zero, jitter: 0)) == 2)
        let long = schedule.failed(nowNanoseconds: 0, retryAfter: Interval(seconds: 3_600), jitter: 0)
        #expect(long == .giveUp(why: "Given up: it asked to wait 1h, longer than may be waited."))
        #expect(
            schedule.failed(nowNanoseconds: .max - 5, retryAfter: .longest, jitter: 0)
                == .giveUp(why: "Given up: it asked to wait \(Interval.longest), longer than may be waited."))
    }

    @Test func retryAfterIsSecondsOrADate() throws {
        let now = try #require(Timestamp(iso8601: "2026-11-20T08:15:00Z"))
        #expect(RetryAfter.wait("120", now: now) == Interval(seconds: 120))
        #expect(RetryAfter.wait("Fri, 20 Nov 2026 08:15:30 GMT", now: now) == Interval(seconds: 30))
        #expect(RetryAfter.wait("Fri, 20 Nov 2020 08:15:30 GMT", now: now) == .zero)
        for text in ["", "-5", "soon", "1e9", "99999999999", "Fri, 32 Nov 2026 08:15:30 GMT", "Fri, 20 Nov 2026 8 GMT"]
        {
            #expect(RetryAfter.wait(text, now: now) == nil)
        }
    }

    @Test func aStatusSaysWhetherToTryAgain() {
        func failure(_ status: Int, _ retryAfter: String? = nil) -> AttemptOutcome? {
            AttemptOutcome.failure(status: status, retryAfter: retryAfter, now: Timestamp(seconds: 0))
        }
        #expect(failure(200) == nil)
        #expect(failure(204) == nil)
        #expect(failure(503, "7") == .again(reason: "The receiver answers 503.", after: Interval(seconds: 7)))
        #expect(failure(500, "7") == .again(reason: "The receiver answers 500."))
        #expect(failure(404) == .refused(reason: "The receiver refuses it: 404."))
        for status in [301, 302, 307, 308] {
            guard case .refused = failure(status) else {
                Issue.record("\(status) was followed or tried again")
                return
            }
        }
    }

    @Test func exitCodesFollowSysexits() {
        #expect(ExitVerdict(status: 0) == .handedOver)
        for status: Int32 in [1, 2, 63, 69, 75, 126, 127, 255] { #expect(ExitVerdict(status: status) == .again) }
        for status: Int32 in [64, 65, 67, 68, 70, 77, 78] { #expect(ExitVerdict(status: status) == .refused) }
    }
}
