import Glibc
import Telemetry

/// Boot time in nanoseconds: goes on while the machine sleeps and is never set.
func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// The clock of an exercise: from an instant on, so many times as fast as the real one.
struct ExerciseClock {
    private let origin: Timestamp
    private let originNanoseconds: Int64
    let speed: Double

    /// - Parameters:
    ///   - now: what the clock shows at this moment.
    ///   - speed: exercise seconds in a real second, above 0.
    init(showing now: Timestamp, speed: Double) {
        self.origin = now
        self.originNanoseconds = monotonicNanoseconds()
        self.speed = speed
    }

    func now() -> Timestamp {
        let passed = Double(monotonicNanoseconds() - originNanoseconds) * speed
        return origin + Interval(nanoseconds: Int64(min(passed, 9e18)))
    }

    /// Real milliseconds until the clock shows `time`, 0 if it has passed.
    func milliseconds(until time: Timestamp) -> Int {
        let rest = (time - now()).seconds / speed * 1_000
        return rest <= 0 ? 0 : Int(min(rest.rounded(.up), 1e9))
    }
}
