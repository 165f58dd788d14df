import Glibc

/// Boot time for the drivers of tests: the sessions themselves never read a clock.
package enum MonotonicClock {
    package static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
