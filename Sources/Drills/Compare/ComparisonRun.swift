import Dispatch
import Foundation
import Operations
import Recordings
import Store
import Telemetry

/// Plays one recording through two configurations at once: its lines are read and taken apart once, and each batch is
/// folded by both, on two threads.
package struct ComparisonRun {
    package let recordingPath: String
    package let first: DrillRun.Configuration
    package let second: DrillRun.Configuration
    /// Plays a damaged recording up to its damage instead of refusing it.
    package var playsUpToDamage = false

    package init(recordingPath: String, first: DrillRun.Configuration, second: DrillRun.Configuration) {
        self.recordingPath = recordingPath
        self.first = first
        self.second = second
    }

    private static let batchItems = 4_096

    package struct Result: Sendable {
        package var comparison: DrillComparison
        package var damage: RecordingFailure?
        package var lines: Int
    }

    /// - Throws: `RecordingFailure`, `DrillError`, `StoreError`, `StartError`.
    package func run() throws -> Result {
        var stream = try RecordingStream(path: recordingPath)
        let sides = try [Side(first), Side(second)]
        defer { for side in sides { side.close() } }
        var damage: RecordingFailure?
        var isOver = false
        while !isOver {
            var batch: [RecordedItem] = []
            batch.reserveCapacity(ComparisonRun.batchItems)
            do {
                while batch.count < ComparisonRun.batchItems {
                    guard let item = try stream.next() as RecordedItem? else {
                        isOver = true
                        break
                    }
                    batch.append(item)
                }
            } catch let failure as RecordingFailure where playsUpToDamage {
                damage = failure
                isOver = true
            }
            let items = batch
            DispatchQueue.concurrentPerform(iterations: 2) { sides[$0].play(items) }
            for side in sides { try side.rethrow() }
        }
        return Result(
            comparison: DrillComparison(sides[0].trace, sides[1].trace), damage: damage, lines: stream.lineNumber)
    }

    /// One of the two runs. Used by one thread at a time: the batches' ends are waited for.
    private final class Side: @unchecked Sendable {
        private let folder: String
        private let store: Store
        private var player: DrillPlayer
        private(set) var trace = RunTrace()
        private var failure: (any Error)?

        init(_ configuration: DrillRun.Configuration) throws {
            folder = FileManager.default.temporaryDirectory.path + "/tocsin-drill-\(UUID().uuidString)"
            var options = StoreOptions()
            options.ballastBytes = 0
            store = try Store.open(folder: folder, newToken: "drill", at: Timestamp(nanoseconds: 0), options: options)
            player = DrillPlayer(store: store)
            switch configuration {
            case .city(let city, _): try player.begin(city)
            case .asRecorded: try player.beginAsRecorded()
            }
        }

        func play(_ items: [RecordedItem]) {
            guard failure == nil else { return }
            do {
                for item in items {
                    switch item.line {
                    case .message(let message):
                        try message.topic.withUnsafeBytes { topic in
                            try message.payload.withUnsafeBytes { payload in
                                try player.take(
                                    .message(
                                        topic: topic, payload: payload, qos: message.qos, retained: message.retained),
                                    at: item.at)
                            }
                        }
                    default: try player.take(.other(item.line), at: item.at)
                    }
                    if player.pendingInputs >= 1_000 { try commit() }
                }
                try commit()
            } catch {
                failure = error
            }
        }

        private func commit() throws {
            try player.commit { _, line in trace.note(line) }
        }

        func rethrow() throws {
            if let failure { throw failure }
        }

        func close() {
            store.close()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }
}
