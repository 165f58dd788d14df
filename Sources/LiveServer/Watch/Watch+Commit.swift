import CommandLog
import Delivery
import Glibc
import IncidentCommand
import Operations
import Store
import Telemetry

extension Watch {
    /// Commits the batch; only then tells departments, acknowledges it to the broker and publishes the feed.
    func commit() {
        do {
            if let failure { throw failure }
            let repeats = redeliveries.openRepeats
            if repeats > 0 { try take(.other(.repeated(count: Int64(repeats)))) }
            try writeBatchEnd()
            let began = clock.bootNanoseconds()
            if fold.isUrgent { wakefulness.hold(now: began) }
            try store.commit()
            urgency.committed(nanoseconds: clock.bootNanoseconds() - began)
        } catch {
            giveUpBatch(error)
            return
        }
        // Everything of the batch is put away before anything is told: telling may bring the next batch's first input.
        let entries = sink.takeEntries()
        let deliveries = sink.takeDeliveries()
        let answers = replies
        finishBatch()
        ownInputs.committed()
        redeliveries.committed()
        let head = fold.chain.headRecord(at: fold.at, identity: identity, epoch: epoch)
        committedHead = head
        if !entries.isEmpty { self.head.changed(head) }
        for delivery in deliveries {
            let report = HandOverReport(on: delivery.message, outcome: .failed(reason: ""))
            enqueue(report, body: delivery.body, lifeSafety: delivery.message.lifeSafety)
        }
        pumpOutbox()
        // After the orders: a batch's hundred PUBACKs would hold each of them up by some tenths of a millisecond.
        intake.acknowledge()
        shared.feed.publish(entries.map { ($0.seq, $0.line) })
        for answer in answers { answer() }
        maintain()
    }

    var identity: String { store.identity.identity }
    var epoch: Int { store.identity.epoch }

    /// The journal row, a snapshot where one is due, and the cursor: the last writes of a transaction.
    private func writeBatchEnd() throws {
        try beginBatchIfNeeded()
        if encoder.count > 0 {
            try encoder.bytes.withUnsafeBytes { bytes in
                try store.appendJournal(
                    first: fold.sequence - Int64(encoder.count) + 1, count: encoder.count, at: fold.at, blob: bytes,
                    packets: encoder.packets)
            }
        }
        if schedule.isSnapshotDue(sequence: fold.sequence, at: fold.at, bootNanoseconds: clock.bootNanoseconds()) {
            try writeSnapshot()
        }
        try store.setCursor(fold.cursor)
    }

    func writeSnapshot() throws {
        var writer = ByteWriter()
        fold.encodeSnapshot(into: &writer)
        try writer.bytes.withUnsafeBytes { bytes in
            try store.putSnapshot(
                journalSequence: fold.sequence, at: fold.at, version: Fold.snapshotVersion, blob: bytes)
        }
        schedule.snapshotWritten(
            sequence: fold.sequence, at: fold.at, bytes: writer.bytes.count, bootNanoseconds: clock.bootNanoseconds())
    }

    private func finishBatch() {
        sink.clear()
        encoder.reset()
        fold.isUrgent = false
        urgency.batchEnded()
        failure = nil
        replies = []
        refusals = []
        schedule.committed(bootNanoseconds: clock.bootNanoseconds())
    }

    /// Nothing of the batch is kept: the broker sends its messages again, the fold goes back to what is committed, and
    /// until the store can be written again the watch goes on from memory.
    private func giveUpBatch(_ error: any Error) {
        store.rollback()
        // At once: what the batch held must ring from memory before the store is tried again.
        intake.abandon(now: clock.bootNanoseconds(), retryAfterNanoseconds: 0)
        let refused = refusals
        finishBatch()
        ownInputs.givenUp()
        redeliveries.givenUp()
        let text = "\(error)"
        beginMemoryWatch(reason: text, error: error)
        for refusal in refused { refusal(.storeFull(text)) }
    }

    /// After the acknowledgements: what may take its time.
    private func maintain() {
        do {
            try store.maintain()
        } catch {
            shared.report(.storeFailed, "\(error)")
        }
    }

    /// What consoles see of the watch itself.
    private func updateLive() {
        let unacknowledged = intake.unacknowledgedCount
        let now = clock.now()
        let gaps = fold.rosterWatch?.toldGaps ?? []
        shared.updateLive { live in
            live.now = now
            live.unacknowledged = unacknowledged
            live.turns += 1
            live.rosterGaps = gaps
        }
    }

    /// Everything that has its own rhythm: heartbeat, cursor, head, retention.
    func houseKeep() {
        let now = clock.bootNanoseconds()
        if schedule.isHeartbeatDue(now) {
            publishHeartbeat()
            schedule.heartbeatSent(now)
        }
        head.writeIfDue(now: now)
        wakefulness.releaseIfDue(now: now)
        updateLive()
        guard memory == nil, failure == nil, !store.isInTransaction else { return }
        if schedule.isCursorDue(now) { commitCursor() }
        if schedule.isRetentionDue(now) { retain(now) }
    }

    /// So that a gap after a kill is known to a few seconds though nothing happened.
    func commitCursor() {
        let moment = clock.now()
        do {
            try beginBatchIfNeeded()
            if moment > fold.firedThrough { try fold.advance(to: moment, sink: sink) }
        } catch {
            failure = error
        }
        commit()
    }

    private func retain(_ now: Int64) {
        // An exercise's clock leaps, and its start may be stamped before all of it: it keeps everything.
        guard !configuration.clock.isExercise else { return }
        guard let city = fold.loaded?.city, let recoveredFrom = schedule.olderSnapshotAt else { return }
        // What recovery folds again must find the readings that it found the first time: nothing goes that an input after
        // the older snapshot may have looked up.
        let kept = max(city.store.retention, city.intake.backfillLimit)
        do {
            let result = try store.retain(since: recoveredFrom - kept, rowsAtMost: 5_000)
            schedule.retained(now, isFinished: result.isFinished)
        } catch {
            schedule.retained(now, isFinished: true)
            shared.report(.storeFailed, "\(error)")
        }
    }
}
