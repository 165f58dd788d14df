import Foundation
import Intake
import Operations
import Recordings

/// Reads a recording ahead on a thread of its own and hands each batch to every run of it: lines are read, decompressed and
/// taken apart once, and where there is more than one run their payloads too. Bounded: where a run is slower, the reading
/// waits.
///
/// `@unchecked Sendable`: what threads share is touched under `condition` only; a batch belongs to the reading thread until
/// it is counted as read, and to the runs until all have asked for the next.
final class RecordingPipe: @unchecked Sendable {
    /// Batches that are filled, waiting, or being played.
    private static let batchCount = 4

    private let condition = NSCondition()
    private let batches: [PlayedBatch]
    /// Batches filled so far; the n-th is in place n modulo `batchCount`.
    private var filled = 0
    /// Batches that each run has asked for so far.
    private var asked: [Int]
    private var isOver = false
    private var isGivenUp = false
    private var failure: (any Error)?

    /// - Parameter runs: how many play it.
    init(_ stream: RecordingStream, runs: Int) {
        asked = Array(repeating: 0, count: runs)
        // A single run reads a payload where it uses it, which spares a copy of what was read.
        batches = (0..<RecordingPipe.batchCount).map { _ in PlayedBatch(isReadAhead: runs > 1) }
        let reading = Reading(stream: stream)
        Thread { self.read(reading) }.start()
    }

    /// Handed to the one thread that uses it.
    private final class Reading: @unchecked Sendable {
        var stream: RecordingStream
        init(stream: RecordingStream) { self.stream = stream }
    }

    /// The next batch for a run, which thereby gives the one before it back; nil at the end.
    ///
    /// - Throws: what the recording failed with, after everything before it was handed out.
    func next(run: Int) throws -> PlayedBatch? {
        condition.lock()
        defer { condition.unlock() }
        asked[run] += 1
        condition.broadcast()
        while asked[run] > filled, !isOver { condition.wait() }
        if asked[run] <= filled { return batches[(asked[run] - 1) % RecordingPipe.batchCount] }
        if let failure { throw failure }
        return nil
    }

    /// Ends the reading where a run has failed; the others are told that it is over.
    func giveUp() {
        condition.lock()
        isGivenUp = true
        isOver = true
        condition.broadcast()
        condition.unlock()
    }

    private func read(_ reading: Reading) {
        var failure: (any Error)?
        var isMore = true
        while isMore, let batch = emptyBatch() {
            do {
                isMore = try batch.fill(from: &reading.stream)
            } catch let found {
                failure = found
                isMore = false
            }
            hand(on: batch)
        }
        condition.lock()
        self.failure = failure
        isOver = true
        condition.broadcast()
        condition.unlock()
    }

    /// Waits until every run is done with the oldest batch; nil where the reading was given up.
    private func emptyBatch() -> PlayedBatch? {
        condition.lock()
        defer { condition.unlock() }
        // A run that has asked for its n-th batch is done with the n − 1 before it.
        while !isGivenUp, filled - (asked.min() ?? 0) + 1 >= RecordingPipe.batchCount { condition.wait() }
        return isGivenUp ? nil : batches[filled % RecordingPipe.batchCount]
    }

    private func hand(on batch: PlayedBatch) {
        if batch.lines.count == 0 { return }
        condition.lock()
        filled += 1
        condition.broadcast()
        condition.unlock()
    }
}
