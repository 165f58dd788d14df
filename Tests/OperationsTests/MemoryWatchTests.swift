import IncidentCommand
import Operations
import Store
import Telemetry
import TestSupport
import Testing

@testable import LiveServer

/// While the store can't be written, life safety rings from memory, once, and says so.
@Suite struct MemoryWatchTests {
    private let folder: TemporaryFolder
    private let store: Store
    private let city: LoadedCity

    init() throws {
        folder = try TemporaryFolder()
        city = try SmallCity.loaded()
        store = try StoredFold.open(folder.path)
        let stored = try StoredFold(store: store, cities: [city])
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        for input in bench.journal { try stored.take(input) }
        try stored.commit()
    }

    private func memory() throws -> MemoryWatch {
        let city = city
        return MemoryWatch(fold: try Recovery.recover(store).fold, store: store, reason: "full", nextProbe: 0) { _ in
            city
        }
    }

    private func message(_ topic: String, _ payload: String) -> JournalInputView {
        .other(.message(topic: Array(topic.utf8), payload: Array(payload.utf8), qos: 1, retained: false))
    }

    @Test func onlyLifeSafetyIsTold() throws {
        let memory = try memory()
        try memory.take(message(SmallCity.upper, SmallCity.reading(10, 4.5)), now: SmallCity.time(10))
        #expect(memory.takeUrgent().isEmpty)
        #expect(memory.fold.incidentCommand?.incidents.count == 1)
        try memory.take(message(SmallCity.button, "{\"v\":true}"), now: SmallCity.time(11))
        let told = memory.takeUrgent()
        #expect(told.map(\.recipient) == [.department("police")])
        #expect(memory.takeUrgent().isEmpty)
    }

    @Test func nothingIsWritten() throws {
        let before = try store.loadCursor()
        let memory = try memory()
        try memory.take(message(SmallCity.button, "{\"v\":true}"), now: SmallCity.time(11))
        try memory.advance(to: SmallCity.time(500))
        #expect(try store.loadCursor() == before)
        #expect(try Recovery.recover(store).fold.incidentCommand?.incidents.isEmpty == true)
        #expect(try StoreReader.open(folder: folder.path).countReadings() == 0)
    }

    @Test func itRingsThoughNothingCanBeLookedUp() throws {
        let memory = try memory()
        store.close()
        let time = SmallCity.time(10).iso8601
        for _ in 0..<2 {
            try memory.take(message(SmallCity.button, "{\"t\":\"\(time)\",\"v\":true}"), now: SmallCity.time(11))
        }
        #expect(!memory.takeUrgent().isEmpty)
    }

    @Test func laddersAreClimbedInMemoryAsWell() throws {
        let memory = try memory()
        try memory.take(message(SmallCity.button, "{\"v\":true}"), now: SmallCity.time(11))
        _ = memory.takeUrgent()
        try memory.advance(to: SmallCity.time(30))
        // The hand-over is overdue: the department is reminded.
        #expect(memory.takeUrgent().contains { $0.kind == .reminder })
    }

    /// A hand-over that was reported meanwhile stops the clock in memory too.
    @Test func handOversCountInMemory() throws {
        let memory = try memory()
        try memory.take(message(SmallCity.button, "{\"v\":true}"), now: SmallCity.time(11))
        let order = try #require(memory.takeUrgent().first)
        let report = HandOverReport(on: order, outcome: .handedOver(evidence: "puback"))
        try memory.take(.other(.delivery(InputJSON.encode(report))), now: SmallCity.time(12))
        try memory.advance(to: SmallCity.time(30))
        #expect(memory.takeUrgent().isEmpty)
        #expect(memory.messages == 1)
    }

    @Test func whatRingsFromMemoryHasAKeyOfItsOwn() throws {
        let memory = try memory()
        try memory.take(message(SmallCity.button, "{\"v\":true}"), now: SmallCity.time(11))
        let message = try #require(memory.takeUrgent().first)
        let unrecorded = message.unrecorded
        #expect(unrecorded.key == "unrecorded/" + message.key)
        #expect(unrecorded.body.first { $0.name == "key" }?.value == .text(unrecorded.key))
        #expect(unrecorded.body.count == message.body.count)
    }

    @Test func aStoreThatFailsAgainSoonIsTriedLessOften() {
        var interval = ProbeInterval()
        let second: Int64 = 1_000_000_000
        #expect(interval.begin(now: 0) == second)
        #expect(interval.begin(now: second) == 3 * second)
        #expect(interval.begin(now: 3 * second) == 7 * second)
        for _ in 0..<10 { _ = interval.begin(now: 10 * second) }
        #expect(interval.begin(now: 10 * second) == 40 * second)
        #expect(interval.begin(now: 1_000 * second) == 1_001 * second)
    }

    /// The store fails, works and fails again: the same is told once, another order under the same number as well.
    @Test func theSameIsToldOnce() throws {
        var told = ToldFromMemory()
        for round in 0..<3 {
            let memory = try memory()
            try memory.take(message(SmallCity.button, "{\"v\":true}"), now: SmallCity.time(11 + Double(round)))
            for message in memory.takeUrgent() {
                let isNew = told.isNew(message)
                #expect(isNew == (round == 0))
                var other = message
                other.body = other.body.map { $0.name == "place" ? .init("place", .text("round \(round)")) : $0 }
                let isOtherNew = told.isNew(other)
                #expect(isOtherNew)
            }
        }
    }
}
