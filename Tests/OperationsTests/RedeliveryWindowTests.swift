import BrokerSupport
import Telemetry
import TestSupport
import Testing

@testable import LiveServer
@testable import Operations

/// What the broker sends again is told from what is new, without a time in the payload.
@Suite struct RedeliveryWindowTests {
    private func take(_ window: inout RedeliveryWindow, _ identifier: UInt16, _ text: String) -> Bool {
        Array("city/a/b/c/d".utf8).withUnsafeBytes { topic in
            Array(text.utf8).withUnsafeBytes { window.take(identifier, topic: topic, payload: $0) }
        }
    }

    /// A window that has seen messages with the identifiers 1 to `count`, all of the same words.
    private func window(_ count: Int = 100) -> RedeliveryWindow {
        var window = RedeliveryWindow()
        window.follow(connection: 1, sessionPresent: false)
        for number in 1...count {
            #expect(!take(&window, UInt16(number), "on"))
        }
        window.committed()
        return window
    }

    @Test func theFirstMessagesOfTheNextConnectionAreKnownAgain() {
        var window = window()
        window.follow(connection: 2, sessionPresent: true)
        #expect(take(&window, 98, "on"))
        #expect(take(&window, 99, "on"))
        #expect(take(&window, 100, "on"))
        #expect(!take(&window, 101, "on"))
        // Something new has come: nothing is sent again after it.
        #expect(!take(&window, 100, "on"))
    }

    @Test func onTheSameConnectionNothingIsARepeat() {
        var window = window()
        #expect(!take(&window, 100, "on"))
    }

    @Test func otherWordsOrAnotherIdentifierAreNew() {
        var window = window()
        window.follow(connection: 2, sessionPresent: true)
        #expect(!take(&window, 100, "off"))
        var other = self.window()
        other.follow(connection: 2, sessionPresent: true)
        #expect(!take(&other, 200, "on"))
    }

    @Test func aBrokerThatForgotTheSessionNumbersAnew() {
        var window = window()
        window.follow(connection: 2, sessionPresent: false)
        #expect(!take(&window, 1, "on"))
    }

    @Test func whatWasNotCommittedIsNew() {
        var window = window()
        #expect(!take(&window, 101, "on"))
        window.givenUp()
        window.follow(connection: 2, sessionPresent: true)
        #expect(!take(&window, 101, "on"))
    }

    /// A broker that gives freed identifiers again can't be told from one that sends again: everything counts as new.
    @Test func identifiersThatDoNotGrowAreNotTrusted() {
        var window = RedeliveryWindow()
        window.follow(connection: 1, sessionPresent: false)
        for _ in 0..<200 { _ = take(&window, 1, "on") }
        window.committed()
        window.follow(connection: 2, sessionPresent: true)
        #expect(!take(&window, 1, "on"))
    }

    @Test func aFewMessagesAreNoProof() {
        var window = window(RedeliveryWindow.proof - 1)
        window.follow(connection: 2, sessionPresent: true)
        #expect(!take(&window, 10, "on"))
    }

    @Test func identifiersWrapAround() {
        var window = RedeliveryWindow()
        window.follow(connection: 1, sessionPresent: false)
        var identifier: UInt16 = 65_500
        for _ in 0..<100 {
            _ = take(&window, identifier, "on")
            identifier = identifier == 65_535 ? 1 : identifier + 1
        }
        window.committed()
        window.follow(connection: 2, sessionPresent: true)
        #expect(take(&window, 65_530, "on"))
        #expect(take(&window, 20, "on"))
    }

    /// What lies further back than half of all identifiers was acknowledged long ago.
    @Test func theWindowIsBounded() {
        var window = RedeliveryWindow()
        window.follow(connection: 1, sessionPresent: false)
        for number in 1...40_000 { _ = take(&window, UInt16(number), "on") }
        window.committed()
        var second = window
        window.follow(connection: 2, sessionPresent: true)
        #expect(!take(&window, UInt16(40_000 - RedeliveryWindow.depth), "on"))
        second.follow(connection: 2, sessionPresent: true)
        #expect(take(&second, UInt16(40_000 - RedeliveryWindow.depth + 1), "on"))
    }

    // MARK: With a broker and a store

    /// The process is killed after the commit and before its PUBACK: readings without a time are not counted twice.
    @Test func readingsWithoutATimeAreStoredOnceThoughTheirAcknowledgementIsLost() throws {
        guard Broker.isAvailable() else { return }
        let broker = try Broker()
        defer { broker.remove() }
        let bench = try WatchBench(port: broker.port)
        defer { bench.kill() }
        func turn(until condition: () throws -> Bool) throws -> Bool {
            try Waiting.until(seconds: 20) {
                bench.watch.turn()
                return try condition()
            }
        }
        func isSubscribed() -> Bool { bench.watch.connection.readyFilters >= bench.watch.shared.filterCount }
        #expect(try turn(until: isSubscribed))
        let publisher = try TestPublisher(broker, clientIdentifier: "gauge")
        let untimed = Array("{\"v\":1.5,\"u\":\"m\"}".utf8)
        try publisher.publish((0..<100).map { _ in (SmallCity.lower, untimed) })
        #expect(try turn { try bench.countReadings() == 100 })
        try publisher.publish((0..<20).map { _ in (SmallCity.lower, untimed) })
        // A turn that leaves its batch open.
        #expect(try turn { bench.watch.encoder.count > 0 })
        let open = bench.watch.encoder.count
        try commitWithoutAcknowledging(bench.watch)
        let committed = try bench.countReadings()
        #expect(committed >= 100 + Int64(open))
        try bench.killAndStart()
        #expect(try turn(until: isSubscribed))
        #expect(try turn { try bench.countReadings() >= 120 })
        try publisher.publish(SmallCity.lower, "{\"v\":1.5,\"u\":\"m\"}")
        #expect(try turn { try bench.countReadings() >= 121 })
        #expect(try bench.countReadings() == 121)
        #expect(bench.watch.fold.counters.duplicates == Int64(open))
    }

    private func commitWithoutAcknowledging(_ watch: Watch) throws {
        try watch.encoder.bytes.withUnsafeBytes { bytes in
            try watch.store.appendJournal(
                first: watch.fold.sequence - Int64(watch.encoder.count) + 1, count: watch.encoder.count,
                at: watch.fold.at, blob: bytes, packets: watch.encoder.packets)
        }
        try watch.store.setCursor(watch.fold.cursor)
        try watch.store.commit()
    }
}
