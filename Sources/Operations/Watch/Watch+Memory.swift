import Delivery
import IncidentCommand
import MQTT
import Store
import Telemetry

extension Watch {
    /// Goes on from what is committed, in memory, until the store can be written again.
    func beginMemoryWatch(reason: String, error: any Error) {
        var copy = fold
        do {
            if (error as? StoreError)?.needsReopen == true { try store.reopen() }
            // Twice, because the rule engine is shared by copies of a fold, and the two go different ways.
            fold = try Recovery.recover(store).fold
            copy = try Recovery.recover(store).fold
        } catch {
            // What is committed can't even be read: the state in memory is the best there is, and it is said.
            shared.report(.storeFailed, "\(error)")
        }
        let sink = self.sink
        memory = MemoryWatch(
            fold: copy, sink: MemorySink(store: store) { try sink.configuration(sha256: $0) }, reason: reason,
            nextProbe: clock.bootNanoseconds() + Watch.retryNanoseconds)
        shared.report(.storeFailed, reason)
        shared.updateLive { $0.unrecorded = reason }
        schedule.heartbeatWanted()
    }

    func receiveIntoMemory() {
        guard var memory else { return }
        self.memory = nil
        defer { self.memory = memory }
        guard memory.messages < MemoryWatch.messageLimit else { return }
        let receipt = intake.receive(maximumCount: Watch.batchInputs) { message in
            memory.messages += 1
            let topic = UnsafeRawBufferPointer(message.topic)
            let view = JournalInputView.message(
                topic: topic, payload: message.payload, qos: message.quality, retained: message.isRetained)
            clock.messageArrived(eventTime: peekedEventTime(topic, message.payload))
            let stamp = memory.fold.stamp(now: clock.now())
            memory.encoder.reset()
            memory.encoder.append(view, at: stamp)
            do {
                try memory.encoder.withCurrentRecord { record in
                    _ = try memory.fold.apply(view, at: stamp, record: record, sink: memory.sink)
                }
            } catch {
                // The store can't even be read; what it is needed for is recognising repeats. The next message goes on.
                shared.report(.storeFailed, "\(error)")
            }
        }
        connection.isDrained = receipt.isDrained
        tellUrgent(memory.sink)
    }

    func tickMemory(_ now: Timestamp) {
        guard var memory else { return }
        if now > memory.fold.firedThrough, memory.fold.nextDue < now {
            do {
                try memory.fold.advance(to: now, sink: memory.sink)
            } catch {
                shared.report(.storeFailed, "\(error)")
            }
            tellUrgent(memory.sink)
        }
        self.memory = memory
        if clock.bootNanoseconds() >= memory.nextProbe { probe() }
    }

    /// Tells what can't wait, once: under a key of its own, for the recorded order may come with another number.
    private func tellUrgent(_ sink: MemorySink) {
        for message in sink.takeUrgent() where toldFromMemory.insert(message.key).inserted {
            let report = HandOverReport(on: message, outcome: .failed(reason: ""))
            enqueue(report, body: OutboxCodec.body(message), lifeSafety: true, unrecorded: true)
        }
        pumpOutbox()
    }

    /// Tries to write. When it works, everything begins again from what is committed: the broker sends what it was not
    /// acknowledged, and this time it is recorded.
    private func probe() {
        memory?.nextProbe = clock.bootNanoseconds() + Watch.retryNanoseconds
        let until = fold.firedThrough
        do {
            if FreeRoom.bytes(at: configuration.dataFolder) < Watch.roomBytes { return }
            try store.begin()
            try store.setValue(Array("probe".utf8), forKey: "probe")
            try store.commit()
        } catch {
            store.rollback()
            return
        }
        memory = nil
        shared.updateLive { $0.unrecorded = nil }
        intake.abandon(now: clock.bootNanoseconds(), retryAfterNanoseconds: 0)
        takeStart(watchedUntil: until, end: .storeFailed)
        commit()
    }

    /// Free room below which a store that was full is not tried again: a batch and its checkpoint.
    static let roomBytes: Int64 = 4 << 20

    /// Journals that the watch begins (again).
    func takeStart(watchedUntil: Timestamp?, end: StartInput.PreviousEnd?) {
        guard let start = fold.start else { return }
        let again = StartInput(
            identity: start.identity, epoch: start.epoch, exercise: start.exercise, orderKey: start.orderKey,
            watchedUntil: watchedUntil, previousEnd: end, restoredFrom: nil, version: start.version)
        takeOrFail(.started(InputJSON.encode(again)))
    }
}
