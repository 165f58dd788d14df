import BrokerSupport
import Telemetry
import TestSupport
import Testing

@testable import LiveServer
@testable import Operations

/// A message is acknowledged after the commit that holds it, by the watch itself against a real broker.
@Suite struct AcknowledgementTests {
    private let now = Timestamp(nanoseconds: ClockReadings.machine.wallNanoseconds())

    /// - Parameter bytes: so long that its journal row needs new pages.
    private func reading(_ second: Int64, padding bytes: Int = 0) -> String {
        let time = (now - Interval(seconds: 100 - second)).iso8601
        return "{\"t\":\"\(time)\",\"v\":1.5,\"u\":\"m\",\"note\":\"\(String(repeating: "x", count: bytes))\"}"
    }

    /// A watch that is subscribed, and whoever sends to it.
    private func connect(_ broker: Broker) throws -> (bench: WatchBench, publisher: TestPublisher) {
        let bench = try WatchBench(port: broker.port)
        #expect(try turn(bench) { bench.watch.connection.readyFilters >= bench.watch.shared.filterCount })
        return (bench, try TestPublisher(broker, clientIdentifier: "gauge"))
    }

    private func turn(_ bench: WatchBench, until condition: () throws -> Bool) throws -> Bool {
        try Waiting.until(seconds: 20) {
            bench.watch.turn()
            return try condition()
        }
    }

    @Test func whatACommitDidNotHoldIsSentAgainByTheBroker() throws {
        guard Broker.isAvailable() else { return }
        let broker = try Broker()
        defer { broker.remove() }
        let (bench, publisher) = try connect(broker)
        defer { bench.kill() }
        try publisher.publish(SmallCity.upper, reading(1))
        #expect(try turn(bench) { try bench.countReadings() == 1 })

        try bench.fillDisk(true)
        try publisher.publish(SmallCity.upper, reading(2, padding: 200_000))
        try publisher.publish(SmallCity.upper, reading(3))
        #expect(try turn(bench) { bench.watch.memory != nil })
        // In memory it is seen again and again, and still not acknowledged.
        #expect(try turn(bench) { (bench.watch.memory?.messages ?? 0) >= 2 })
        #expect(try bench.countReadings() == 1)

        try bench.fillDisk(false)
        #expect(try turn(bench) { bench.watch.memory == nil })
        #expect(try turn(bench) { try bench.countReadings() == 3 })
        #expect(bench.watch.fold.counters.duplicates == 0)
    }

    /// Everything was written; the very last step, COMMIT, fails.
    @Test func nothingIsAcknowledgedBeforeTheCommitItselfHasHeld() throws {
        guard Broker.isAvailable() else { return }
        let broker = try Broker()
        defer { broker.remove() }
        let (bench, publisher) = try connect(broker)
        defer { bench.kill() }
        try bench.failCommits(true)
        try publisher.publish(SmallCity.upper, reading(1))
        #expect(try turn(bench) { bench.watch.memory != nil })
        #expect(try turn(bench) { (bench.watch.memory?.messages ?? 0) >= 1 })
        #expect(try bench.countReadings() == 0)
        try bench.failCommits(false)
        #expect(try turn(bench) { try bench.countReadings() == 1 })
    }
}
