import Delivery
import IncidentCommand
import MQTT
import Operations
import Store
import Telemetry

extension Watch {
    /// Goes on from what is committed, in memory, until the store can be written again.
    func beginMemoryWatch(reason: String, error: any Error) {
        cancelBackup(reason)
        do {
            if (error as? StoreError)?.needsReopen == true || !store.isOpen { try store.reopen() }
            fold = try Recovery.recover(store).fold
        } catch {
            // What is committed can't even be read: the state in memory is the best there is to ring from. Nothing of it
            // is ever recorded: before the store is written again, `probe` goes back to what is committed.
            shared.report(.storeFailed, "\(error)")
        }
        let sink = sink
        let memory = MemoryWatch(
            fold: fold, store: store, reason: reason, nextProbe: probing.begin(now: clock.bootNanoseconds())
        ) { try sink.configuration(sha256: $0) }
        self.memory = memory
        for input in ownInputs.allWaiting { takeIntoMemory(.other(input), memory) }
        shared.report(.storeFailed, reason)
        shared.updateLive { $0.unrecorded = reason }
        schedule.heartbeatWanted()
    }

    func receiveIntoMemory(_ memory: MemoryWatch) {
        guard !memory.isFull else {
            shared.report(.storeFailed, "\(memory.messages) messages are in memory; further ones wait at the broker.")
            connection.isDrained = true
            return
        }
        let receipt = intake.receive(maximumCount: Watch.batchInputs) { message in
            let topic = UnsafeRawBufferPointer(message.topic)
            clock.messageArrived(eventTime: peekedEventTime(topic, message.payload))
            takeIntoMemory(
                .message(topic: topic, payload: message.payload, qos: message.quality, retained: message.isRetained),
                memory)
        }
        connection.isDrained = receipt.isDrained
        tellUrgent(memory)
    }

    /// One input that can't be folded is said; the next one goes on.
    func takeIntoMemory(_ view: JournalInputView, _ memory: MemoryWatch) {
        do { try memory.take(view, now: clock.now()) } catch { shared.report(.storeFailed, "\(error)") }
    }

    func tickMemory(_ memory: MemoryWatch, _ now: Timestamp) {
        do { try memory.advance(to: now) } catch { shared.report(.storeFailed, "\(error)") }
        tellUrgent(memory)
        if clock.bootNanoseconds() >= memory.nextProbe { probe(memory) }
    }

    /// Tells what can't wait, once, under a key of its own.
    private func tellUrgent(_ memory: MemoryWatch) {
        for message in memory.takeUrgent() where toldFromMemory.isNew(message) {
            let unrecorded = message.unrecorded
            let report = HandOverReport(on: unrecorded, outcome: .failed(reason: ""))
            enqueue(report, body: OutboxCodec.body(unrecorded), lifeSafety: true, isRecorded: false)
        }
        pumpOutbox()
    }

    /// Tries to write. When it works, everything begins again from what is committed: the broker sends what it was not
    /// acknowledged, and this time it is recorded.
    private func probe(_ memory: MemoryWatch) {
        memory.nextProbe = clock.bootNanoseconds() + ProbeInterval.firstNanoseconds
        do {
            if FreeRoom.bytes(at: configuration.dataFolder) < Watch.roomBytes { return }
            if !store.isOpen { try store.reopen() }
            try store.begin()
            try store.setValue(Array("probe".utf8), forKey: "probe")
            try store.commit()
            // The rule engine of the state in memory went another way.
            fold = try Recovery.recover(store).fold
        } catch {
            store.rollback()
            if (error as? StoreError)?.needsReopen == true { store.close() }
            shared.report(.storeFailed, "\(error)")
            return
        }
        self.memory = nil
        store.restoreBallast()
        shared.updateLive { $0.unrecorded = nil }
        intake.abandon(now: clock.bootNanoseconds(), retryAfterNanoseconds: 0)
        takeStart(watchedUntil: fold.firedThrough, end: .storeFailed)
        for input in ownInputs.takeWaiting() { takeOrFail(input) }
        commit()
        guard self.memory == nil else { return }
        if ownInputs.dropped > 0 {
            shared.report(.storeFailed, "\(ownInputs.dropped) reports of the time in memory did not fit and are lost.")
        }
        refillOutbox()
    }

    /// Free room below which a store that was full is not tried again: a batch and its checkpoint.
    static let roomBytes: Int64 = 4 << 20

    /// Journals that the watch begins again.
    private func takeStart(watchedUntil: Timestamp?, end: StartInput.PreviousEnd?) {
        guard let start = fold.start else { return }
        let again = StartInput(
            identity: start.identity, epoch: start.epoch, exercise: start.exercise, orderKey: start.orderKey,
            watchedUntil: watchedUntil, previousEnd: end, restoredFrom: nil, version: start.version)
        do { try take(.other(.started(InputJSON.encode(again)))) } catch { failure = error }
    }
}
