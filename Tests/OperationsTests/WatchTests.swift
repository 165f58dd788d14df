import Delivery
import IncidentCommand
import Synchronization
import Telemetry
import Testing

@testable import LiveServer
@testable import Operations
@testable import Store

/// The watch on a store that works, fails, and works again.
@Suite struct WatchTests {
    private func isAccepted(_ replies: Replies<CommandOutcome>) -> Bool { replies.results == [.success(.accepted)] }

    private func isStoreFull(_ replies: Replies<CommandOutcome>) -> Bool {
        guard replies.results.count == 1, case .failure(.storeFull) = replies.results[0] else { return false }
        return true
    }

    @Test func aCommandIsAnsweredOnlyAfterItsCommit() throws {
        let bench = try WatchBench()
        try bench.read(SmallCity.reading(0, 4.5), on: SmallCity.upper)
        bench.watch.turn()
        #expect(try bench.codes().contains("incident_raised"))
        let found = Mutex<[Bool]>([])
        let folder = bench.folder.path
        _ = bench.watch.shared.mailbox.put(
            .command(OfficerCommand(by: "duty-officer", kind: .acknowledge(incident: "I-2026-000001"))) { _ in
                // Another connection sees only what is committed.
                let codes = try? StoreReader.open(folder: folder + "/data").log(from: 1, limit: 1_000)
                    .map { GatheringSink.code($0.entry) }
                found.withLock { $0.append(codes?.contains("incident_acknowledged") ?? false) }
            })
        bench.watch.turn()
        #expect(found.withLock { $0 } == [true])
    }

    /// The command's own writes fit, a later input of the batch fails: nothing is done, and so it is said, once.
    @Test func aCommandOfABatchThatFailsIsRefused() throws {
        let bench = try WatchBench()
        try bench.read(SmallCity.reading(0, 4.5), on: SmallCity.upper)
        bench.watch.turn()
        let before = try bench.codes()
        let replies = bench.order(.acknowledge(incident: "I-2026-000001"))
        bench.watch.handleRequests()
        #expect(replies.results.isEmpty)
        try bench.fillDisk(true)
        bench.readTooMuch()
        bench.watch.commit()
        #expect(isStoreFull(replies))
        #expect(bench.watch.memory != nil)
        #expect(bench.watch.shared.live.unrecorded != nil)
        #expect(try bench.codes() == before)
        // While it lasts, commands are refused at once.
        let later = bench.order(.acknowledge(incident: "I-2026-000001"))
        bench.watch.turn()
        #expect(isStoreFull(later))
    }

    @Test func whenThereIsRoomTheWatchGoesOnFromWhatIsCommitted() throws {
        let bench = try WatchBench()
        try bench.read(SmallCity.reading(0, 4.5), on: SmallCity.upper)
        bench.watch.turn()
        try bench.fillDisk(true)
        bench.readTooMuch()
        bench.watch.commit()
        bench.machine.pass(0.2)
        bench.watch.turn()
        #expect(bench.watch.memory != nil)
        try bench.fillDisk(false)
        bench.machine.pass(2)
        bench.watch.turn()
        #expect(bench.watch.memory == nil)
        #expect(bench.watch.shared.live.unrecorded == nil)
        let acknowledged = bench.order(.acknowledge(incident: "I-2026-000001"))
        bench.watch.turn()
        #expect(isAccepted(acknowledged))
        let codes = try bench.codes()
        #expect(codes.count { $0 == "watch_gap" } == 1)
        #expect(codes.count { $0 == "incident_raised" } == 1)
        #expect(codes.contains("incident_acknowledged"))
        // What is stored is what the journal leads to.
        let cursor = try bench.watch.store.loadCursor()
        try bench.killAndStart()
        #expect(bench.watch.fold.sequence == cursor.journalSequence + 1)
        bench.kill()
        #expect(try Replay.verify(folder: bench.folder.path + "/data").difference == nil)
    }

    /// Nobody sends a hand-over or a gap again: those of the failed batch and those of the time after it are recorded when
    /// there is room.
    @Test func handOversAndGapsWaitForTheStore() throws {
        let bench = try WatchBench()
        try bench.read(SmallCity.reading(0, 4.5), on: SmallCity.upper)
        bench.watch.turn()
        let orders = try bench.watch.store.pendingOutbox(limit: 10).compactMap { OutboxCodec.pending($0) }
        #expect(orders.count == 2)
        func handOver(_ position: Int) {
            var report = orders[position].report
            report.outcome = .handedOver(evidence: "puback")
            bench.watch.takeOrFail(.delivery(InputJSON.encode(report)))
        }
        handOver(0)
        try bench.fillDisk(true)
        bench.readTooMuch()
        bench.watch.commit()
        #expect(bench.watch.memory != nil)
        handOver(1)
        let gap = IntakeGapInput(cause: .sessionLost, from: SmallCity.begin, to: SmallCity.begin)
        bench.watch.takeOrFail(.intakeGap(InputJSON.encode(gap)))
        #expect(try !bench.codes().contains("order_handed_over"))
        try bench.fillDisk(false)
        bench.machine.pass(2)
        bench.watch.turn()
        let codes = try bench.codes()
        #expect(codes.count { $0 == "order_handed_over" } == 2)
        #expect(codes.contains("intake_gap"))
        #expect(try bench.watch.store.pendingOutbox(limit: 10).isEmpty)
    }

    @Test func lifeSafetyRingsFromMemoryOnceAndIsRecordedAfterwards() throws {
        let bench = try WatchBench()
        try bench.fillDisk(true)
        bench.readTooMuch()
        bench.watch.commit()
        let memory = try #require(bench.watch.memory)
        let press = JournalInputView.other(
            .message(
                topic: Array(SmallCity.button.utf8), payload: Array("{\"v\":true}".utf8), qos: 1, retained: false))
        bench.watch.takeIntoMemory(press, memory)
        bench.watch.turn()
        #expect(bench.watch.outbox.count == 1)
        let next = bench.watch.outbox.next(nowNanoseconds: 0)
        let told = try #require(next)
        #expect(!told.item.isRecorded)
        #expect(String(decoding: told.item.message.payload, as: UTF8.self).contains("\"unrecorded\":true"))
        #expect(told.item.report.key.hasPrefix("unrecorded/"))
        bench.watch.outbox.postponed(token: told.token)
        try bench.fillDisk(false)
        bench.machine.pass(2)
        bench.watch.turn()
        #expect(bench.watch.memory == nil)
        // The broker sends it again: now it is recorded, under the order's own key, though the other still waits.
        try bench.watch.take(press)
        bench.watch.turn()
        #expect(bench.watch.outbox.count == 2)
        #expect(try bench.watch.store.pendingOutbox(limit: 10).count == 1)
        #expect(try bench.codes().count { $0 == "incident_raised" } == 1)
    }

    @Test func aStoreThatFailsAgainAndAgainLosesNothing() throws {
        let bench = try WatchBench()
        for round in 1...3 {
            let seconds = Double(round * 10)
            try bench.read(SmallCity.reading(seconds, 1), on: SmallCity.upper)
            bench.watch.commit()
            try bench.fillDisk(true)
            bench.readTooMuch()
            bench.watch.commit()
            #expect(bench.watch.memory != nil)
            try bench.fillDisk(false)
            bench.machine.pass(10)
            bench.watch.turn()
            #expect(bench.watch.memory == nil)
        }
        #expect(try StoreReader.open(folder: bench.folder.path + "/data").countReadings() == 3)
        #expect(try bench.codes().count { $0 == "watch_gap" } == 3)
    }

    @Test func timersGoOnWithoutInputs() throws {
        let bench = try WatchBench()
        try bench.read(SmallCity.reading(0, 3.2), on: SmallCity.upper)
        bench.watch.turn()
        bench.machine.pass(100)
        bench.watch.turn()
        #expect(try !bench.codes().contains("incident_raised"))
        bench.machine.pass(21)
        bench.watch.turn()
        #expect(try bench.codes().contains("incident_raised"))
    }

    @Test func aStepOfTheWallClockIsLogged() throws {
        let bench = try WatchBench()
        bench.machine.step(-7_200)
        bench.watch.turn()
        #expect(try bench.codes().contains("clock_stepped"))
    }

    // MARK: Starts

    @Test func aKillIsToldFromAnOrderlyStop() throws {
        let bench = try WatchBench()
        #expect(bench.watch.fold.start?.previousEnd == nil)
        try bench.killAndStart()
        #expect(bench.watch.fold.start?.previousEnd == .killed)
        bench.watch.endStore()
        try bench.killAndStart()
        #expect(bench.watch.fold.start?.previousEnd == .stopped)
        try bench.killAndStart()
        #expect(bench.watch.fold.start?.previousEnd == .killed)
    }

    @Test func anExerciseAndTheRealWatchShareNoFolder() throws {
        let bench = try WatchBench()
        let error = #expect(throws: StartError.self) { try bench.killAndStart(clock: .data) }
        #expect(error?.code == .configuration)
    }

    @Test func theSecondStartFindsTheFirstOnesState() throws {
        let bench = try WatchBench()
        try bench.read(SmallCity.reading(0, 4.5), on: SmallCity.upper)
        bench.watch.turn()
        bench.machine.pass(3_600)
        try bench.killAndStart()
        let codes = try bench.codes()
        #expect(codes.count { $0 == "incident_raised" } == 1)
        #expect(codes.contains("watch_gap"))
        #expect(codes.contains("deadline_missed"))
        #expect(bench.watch.fold.incidentCommand?.incidents.count == 1)
        // Orders that nobody confirmed are told again, under the same keys.
        bench.watch.refillOutbox()
        #expect(bench.watch.outbox.count >= 2)
    }
}
