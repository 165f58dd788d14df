import BrokerSupport
import Foundation
import Glibc
import Telemetry

/// Everything around the server: gateway and department as clients of a real broker, turned by one thread that also
/// starts and kills.
package final class CrashWorld {
    package let served: ServedCity
    package let feed: GatewayFeed
    package let department: AnsweringDepartment
    package let broker: Broker

    package init(served: ServedCity, feed: GatewayFeed, department: AnsweringDepartment) {
        self.served = served
        self.feed = feed
        self.department = department
        broker = served.broker
    }

    /// One turn of the clients; waits at most `milliseconds`.
    package func turn(milliseconds: Int32 = 1) throws {
        let now = MonotonicClock.nanoseconds()
        feed.publisher.advance(now: now)
        department.orders.advance(now: now)
        department.answers.advance(now: now)
        var waiting = [
            pollfd(fd: feed.publisher.pollDescriptor, events: feed.publisher.pollEvents, revents: 0),
            pollfd(fd: department.orders.pollDescriptor, events: department.orders.pollEvents, revents: 0),
            pollfd(fd: department.answers.pollDescriptor, events: department.answers.pollEvents, revents: 0),
        ]
        poll(&waiting, nfds_t(waiting.count), milliseconds)
        let time = CrashWorld.wallNanoseconds()
        try feed.turn(nowMicroseconds: time / 1_000)
        try department.turn(now: Timestamp(nanoseconds: time))
    }

    /// Turns for that long.
    package func turn(forMilliseconds milliseconds: Int) throws {
        let end = MonotonicClock.nanoseconds() + Int64(milliseconds) * 1_000_000
        while MonotonicClock.nanoseconds() < end { try turn() }
    }

    /// Turns until the condition holds.
    ///
    /// - Throws: `CrashFailure` with `what` where it does not within the time.
    package func turn(until what: String, seconds: Int, _ condition: () throws -> Bool) throws {
        let end = MonotonicClock.nanoseconds() + Int64(seconds) * 1_000_000_000
        while !(try condition()) {
            guard MonotonicClock.nanoseconds() < end else {
                throw CrashFailure("Waited \(seconds) s in vain until \(what).\n" + lastWords)
            }
            try turn(milliseconds: 5)
        }
    }

    /// What the server said last, to make a failure understood.
    package var lastWords: String {
        served.log.split(separator: "\n").suffix(8).joined(separator: "\n")
    }

    package static func wallNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
