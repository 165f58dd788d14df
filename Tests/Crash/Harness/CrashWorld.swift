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
        do {
            try Patience.wait(until: what, seconds: seconds, each: { try turn(milliseconds: 5) }, condition)
        } catch let failure as CrashFailure {
            throw CrashFailure(failure.description + "\n" + lastWords)
        }
    }

    /// Turns until the server has said that its subscriptions stand, for the first time.
    package func turnUntilWatching() throws {
        try turn(until: "the server watches", seconds: 30) {
            guard served.isRunning else { throw CrashFailure("The server ended by itself.") }
            return served.watchCount > 0
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
