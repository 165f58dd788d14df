import Glibc

extension ClockReadings {
    /// The machine's clocks: CLOCK_REALTIME and CLOCK_BOOTTIME.
    package static let machine = ClockReadings(
        wallNanoseconds: { read(CLOCK_REALTIME) }, bootNanoseconds: { read(CLOCK_BOOTTIME) })

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
