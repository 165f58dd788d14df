import Telemetry

/// The one place below the command that reads clocks. Owned by the watch thread.
///
/// Stamps run on boot time from the wall clock's reading at the start, so that a step of the wall clock neither fires
/// deadlines nor holds them back; the step itself is reported, to be logged.
package struct WatchClock {
    package let mode: ClockMode
    private let readings: ClockReadings
    /// Wall clock minus boot clock when the watch began, or after the last reported step.
    private var wallOffset: Int64
    private let baseOffset: Int64
    /// Boot time of StartEx; nil before the first message.
    private var exerciseBegan: Int64?
    private let exerciseStart: Timestamp
    private var latestEventTime = Timestamp.distantPast
    /// Whether a message of this run has moved the data clock.
    private var isFollowing = false

    /// Steps of the wall clock smaller than this are taken for adjustment by NTP.
    static let stepThresholdNanoseconds: Int64 = 500_000_000
    /// A single reading can't carry the data clock further than this, 370 days; but the first of a run may, for what is
    /// played now may be much younger than what was played before.
    static let longestDataJump = Interval(seconds: 370 * 86_400)

    /// - Parameter resumedAt: the last stamp of an earlier run, which every clock goes on from: where the machine's clock was
    ///   set back meanwhile, timers would stand still until it had caught up.
    package init(mode: ClockMode, resumedAt: Timestamp?, readings: ClockReadings) {
        self.mode = mode
        self.readings = readings
        let boot = readings.bootNanoseconds()
        var offset = readings.wallNanoseconds() &- boot
        if case .wall = mode, let resumedAt { offset = max(offset, resumedAt.nanoseconds &- boot) }
        // A clock that was set back is told as the first step.
        self.wallOffset = offset
        self.baseOffset = offset
        if case .exercise(let start, _) = mode {
            exerciseStart = max(start, resumedAt ?? start)
        } else {
            exerciseStart = .distantPast
        }
        if case .data = mode, let resumedAt { latestEventTime = resumedAt }
    }

    /// Nanoseconds since boot; goes on while the machine sleeps.
    package func bootNanoseconds() -> Int64 { readings.bootNanoseconds() }

    /// The machine's wall clock.
    package func wallTime() -> Timestamp { Timestamp(nanoseconds: readings.wallNanoseconds()) }

    /// What the fold's time is now, before the rule that stamps only grow.
    package func now() -> Timestamp {
        switch mode {
        case .wall:
            return Timestamp(nanoseconds: readings.bootNanoseconds() &+ baseOffset)
        case .exercise(_, let speed):
            guard let exerciseBegan else { return exerciseStart }
            let passed = Double(readings.bootNanoseconds() &- exerciseBegan) * speed
            return exerciseStart + Interval(nanoseconds: passed < 9e18 ? Int64(passed) : Int64.max)
        case .data:
            return latestEventTime
        }
    }

    /// To be told of each message before it is stamped.
    ///
    /// - Parameter eventTime: the latest device time in it; nil where it has none.
    package mutating func messageArrived(eventTime: Timestamp?) {
        switch mode {
        case .wall: break
        case .exercise:
            if exerciseBegan == nil { exerciseBegan = readings.bootNanoseconds() }
        case .data:
            guard let eventTime, eventTime > latestEventTime else { return }
            if !isFollowing || eventTime - latestEventTime <= WatchClock.longestDataJump {
                latestEventTime = eventTime
                isFollowing = true
            }
        }
    }

    /// Real nanoseconds until the fold's time reaches `due`; nil where no passing of real time gets there.
    package func realNanoseconds(until due: Timestamp) -> Int64? {
        if due == .distantFuture { return nil }
        let wait = (due - now()).nanoseconds
        switch mode {
        case .wall: return max(0, wait)
        case .exercise(_, let speed):
            if exerciseBegan == nil { return nil }
            return max(0, Int64(min(Double(wait) / speed, 9e18)))
        case .data: return wait < 0 ? 0 : nil
        }
    }

    /// A step of the wall clock since the last call; nil where there was none.
    package mutating func takeStep() -> Interval? {
        let offset = readings.wallNanoseconds() &- readings.bootNanoseconds()
        let difference = offset &- wallOffset
        wallOffset = offset
        return abs(difference) >= WatchClock.stepThresholdNanoseconds ? Interval(nanoseconds: difference) : nil
    }
}

/// Where clock readings come from: the machine, or a test.
package struct ClockReadings: Sendable {
    package var wallNanoseconds: @Sendable () -> Int64
    package var bootNanoseconds: @Sendable () -> Int64

    package init(wallNanoseconds: @escaping @Sendable () -> Int64, bootNanoseconds: @escaping @Sendable () -> Int64) {
        self.wallNanoseconds = wallNanoseconds
        self.bootNanoseconds = bootNanoseconds
    }
}
