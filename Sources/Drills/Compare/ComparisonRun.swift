import Dispatch
import Foundation
import Operations
import Recordings
import Store
import Telemetry

/// Plays one recording through two configurations at once: its lines and payloads are read and taken apart once, and each
/// batch is folded by both, on two threads. What a city decides (registry, units, rules) is each one's own.
package struct ComparisonRun {
    package let recordingPath: String
    package let first: DrillRun.Configuration
    package let second: DrillRun.Configuration
    /// Plays a damaged recording up to its damage instead of refusing it.
    package var playsUpToDamage = false
    /// Who answers orders, the same in both runs; nil: those who did in the recording. Not with `asRecorded`.
    package var departments: DepartmentScript?

    package init(recordingPath: String, first: DrillRun.Configuration, second: DrillRun.Configuration) {
        self.recordingPath = recordingPath
        self.first = first
        self.second = second
    }

    package struct Result: Sendable {
        package var comparison: DrillComparison
        package var damage: RecordingFailure?
        package var lines: Int
        /// Heads of both runs' logs: what each would have come to by itself.
        package var firstLogHead: String
        package var secondLogHead: String
    }

    /// - Throws: `RecordingFailure`, `DrillError`, `StoreError`, `StartError`.
    package func run() throws -> Result {
        let stream = try RecordingStream(path: recordingPath)
        let pipe = RecordingPipe(stream, runs: 2)
        defer { pipe.giveUp() }
        let sides = try [Side(first, departments, run: 0), Side(self.second, departments, run: 1)]
        // Two threads even where there is one core: each waits for the other to take its batch.
        let second = sides[1]
        let isDone = DispatchSemaphore(value: 0)
        Thread {
            second.play(pipe)
            isDone.signal()
        }.start()
        sides[0].play(pipe)
        isDone.wait()
        var damage: RecordingFailure?
        for side in sides {
            do {
                try side.rethrow()
            } catch let failure as RecordingFailure where playsUpToDamage {
                damage = failure
            }
        }
        return Result(
            comparison: DrillComparison(sides[0].trace, sides[1].trace), damage: damage, lines: sides[0].lines,
            firstLogHead: sides[0].logHead, secondLogHead: sides[1].logHead)
    }

    /// One of the two runs, on a thread of its own; what it came to is read when both are over.
    private final class Side: @unchecked Sendable {
        private let run: Int
        private var player: DrillPlayer
        var trace: RunTrace { player.trace }
        var logHead: String { player.logHead }
        private(set) var lines = 1
        private var failure: (any Error)?

        private static let batchInputs = 10_000

        init(_ configuration: DrillRun.Configuration, _ departments: DepartmentScript?, run: Int) throws {
            self.run = run
            player = DrillPlayer(try DrillFolder(keptIn: nil), script: departments)
            switch configuration {
            case .city(let city, _): try player.begin(city)
            case .asRecorded: try player.beginAsRecorded()
            }
        }

        func play(_ pipe: RecordingPipe) {
            do {
                while let batch = try pipe.next(run: run) {
                    for index in 0..<batch.lines.count {
                        try player.take(batch, index)
                        if player.pendingInputs >= Side.batchInputs { try commit() }
                    }
                    lines = batch.lines.lineNumber
                }
                try commit()
            } catch {
                // What came before the damage counts.
                if error is RecordingFailure { try? commit() } else { pipe.giveUp() }
                failure = error
            }
        }

        private func commit() throws {
            try player.commit { _, _ in }
        }

        func rethrow() throws {
            if let failure { throw failure }
        }
    }
}
