import City
import CommandLog
import Foundation
import IncidentCommand
import Intake
import Operations
import Store
import Telemetry

/// Plays a recording through the real rules, incidents and log on the recording's own clock. Nothing here can reach a
/// broker or a person: no channel is linked into this target.
package struct DrillRun {
    /// How fast the recording is played; the log is the same at every speed.
    package enum Speed: Hashable, Sendable {
        case max
        /// So many times as fast as it was recorded.
        case factor(Double)
    }

    package let recordingPath: String
    package let city: LoadedCity
    /// Where the drill's database is kept; nil: a temporary folder, removed afterwards.
    package let dataFolder: String?
    package let speed: Speed

    package init(recordingPath: String, city: LoadedCity, dataFolder: String? = nil, speed: Speed = .max) {
        self.recordingPath = recordingPath
        self.city = city
        self.dataFolder = dataFolder
        self.speed = speed
    }

    /// Inputs in one transaction.
    static let batchInputs = 1_000

    /// - Parameters:
    ///   - pause: waits real seconds; not called at full speed.
    ///   - onEntry: told of each log entry after its commit, with its number and line.
    /// - Throws: `DrillError`, `StoreError`, `StartError`.
    package func run(
        pause: (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }, onEntry: (Int64, [UInt8]) throws -> Void
    ) throws -> DrillReport {
        let folder = dataFolder ?? FileManager.default.temporaryDirectory.path + "/tocsin-drill-\(UUID().uuidString)"
        defer { if dataFolder == nil { try? FileManager.default.removeItem(atPath: folder) } }
        var options = StoreOptions()
        options.ballastBytes = 0
        let store = try Store.open(
            folder: folder, newToken: "drill", at: Timestamp(nanoseconds: 0), options: options)
        defer { store.close() }
        guard try store.loadCursor().journalSequence == 0 else {
            throw DrillError(message: "The folder \(folder) already holds a run. Name an empty one with --data.")
        }
        var player = DrillPlayer(store: store)
        try player.begin(city)
        var lines = try RecordingReader(path: recordingPath)
        let parser = RecordingLineParser()
        var previous: Timestamp?
        while let line = try lines.next() {
            try line.withUnsafeBytes { bytes in
                let recorded: RecordingLine
                do throws(RecordingFault) {
                    recorded = try parser.parse(bytes)
                } catch {
                    throw DrillError(message: "\(recordingPath):\(lines.number): \(error.reason)")
                }
                if case .factor(let factor) = speed, let previous, recorded.arrival > previous {
                    try player.commit(onEntry)
                    pause((recorded.arrival - previous).seconds / factor)
                }
                previous = recorded.arrival
                try player.take(
                    .message(
                        topic: recorded.topic, payload: recorded.payload, qos: recorded.qos, retained: recorded.retained
                    ),
                    now: recorded.arrival)
            }
            if player.isBatchFull { try player.commit(onEntry) }
        }
        try player.commit(onEntry)
        return player.report(lines: lines.number)
    }
}

/// A recording or a drill folder that can't be used.
package struct DrillError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Full sentences: place, cause, remedy.
    package var message: String

    package init(message: String) {
        self.message = message
    }

    package var description: String { message }
}
