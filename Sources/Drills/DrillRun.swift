import City
import CommandLog
import Foundation
import IncidentCommand
import Operations
import Recordings
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
        /// One input at a time: `pause` is called before each, with 0 seconds.
        case step
    }

    /// Which rules, registry and linkage the recording meets.
    package enum Configuration: Sendable {
        /// This city's. A recording made with others is refused unless `allowsChanged`.
        case city(LoadedCity, allowsChanged: Bool = true)
        /// Those that the recording itself holds: the run is the recorded one again, byte for byte.
        case asRecorded
    }

    package let recordingPath: String
    package let configuration: Configuration
    /// Where the drill's database is kept; nil: a temporary folder, removed afterwards.
    package let dataFolder: String?
    package let speed: Speed
    /// Plays a damaged recording up to its damage instead of refusing it.
    package var playsUpToDamage = false
    /// Inputs in one transaction; the log does not depend on it. 1 or more.
    package var batchInputs = 10_000
    /// A kept folder keeps the state after so many inputs, from which moments before the next are found again. 1 or more.
    package var snapshotInputs = StoreOptions().milestoneInputs
    /// Who answers orders; nil: those who did in the recording. Not with `asRecorded`.
    package var departments: DepartmentScript?
    /// Begins there, as a server that was started then; what came before is left out, and not read where an index helps.
    /// Not with `asRecorded`.
    package var from: Timestamp?

    package init(
        recordingPath: String, configuration: Configuration, dataFolder: String? = nil, speed: Speed = .max
    ) {
        self.recordingPath = recordingPath
        self.configuration = configuration
        self.dataFolder = dataFolder
        self.speed = speed
    }

    package init(recordingPath: String, city: LoadedCity, dataFolder: String? = nil, speed: Speed = .max) {
        self.init(recordingPath: recordingPath, configuration: .city(city), dataFolder: dataFolder, speed: speed)
    }

    /// - Parameters:
    ///   - pause: waits real seconds; not called at full speed.
    ///   - onEntry: told of each log entry after its commit, with its number and line.
    /// - Throws: `DrillError`, `RecordingFailure`, `StoreError`, `StartError`.
    package func run(
        pause: (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }, onEntry: (Int64, [UInt8]) throws -> Void
    ) throws -> DrillReport {
        let stream = try RecordingStream(path: recordingPath, from: from)
        try check(stream.header)
        var player = DrillPlayer(try DrillFolder(keptIn: dataFolder), script: departments)
        player.snapshotInputs = snapshotInputs
        switch configuration {
        case .city(let city, _): try player.begin(city)
        case .asRecorded: try player.beginAsRecorded()
        }
        var damage: RecordingFailure?
        var lines = 1
        do {
            try play(RecordingPipe(stream, runs: 1), with: &player, lines: &lines, pause: pause, onEntry: onEntry)
        } catch let failure as RecordingFailure where playsUpToDamage {
            damage = failure
        }
        try player.commit(onEntry)
        var report = player.report(lines: lines)
        report.header = stream.header
        report.damage = damage
        return report
    }

    /// Shorter ones are gathered: each is followed by a commit, and a system's sleep is longer than asked for.
    private static let shortestPauseSeconds = 0.001

    private func play(
        _ pipe: RecordingPipe, with player: inout DrillPlayer, lines: inout Int, pause: (Double) -> Void,
        onEntry: (Int64, [UInt8]) throws -> Void
    ) throws {
        defer { pipe.giveUp() }
        var previous: Timestamp?
        var owedSeconds = 0.0
        while let batch = try pipe.next(run: 0) {
            for index in 0..<batch.lines.count {
                let at = batch.lines.time(index)
                if let from, at < from {
                    // A channel that failed before may fail still; the order key is that of the recorded start.
                    if case .other(let line) = batch.lines.view(index), line.isEssential {
                        try player.take(batch, index)
                    }
                    continue
                }
                switch speed {
                case .max: break
                case .factor(let factor):
                    if let previous, at > previous { owedSeconds += (at - previous).seconds / factor }
                    if owedSeconds >= DrillRun.shortestPauseSeconds {
                        try player.commit(onEntry)
                        pause(owedSeconds)
                        owedSeconds = 0
                    }
                case .step:
                    try player.commit(onEntry)
                    pause(0)
                }
                previous = at
                try player.take(batch, index)
                if player.pendingInputs >= batchInputs { try player.commit(onEntry) }
            }
            lines = batch.lines.lineNumber
        }
    }

    /// A recording that was made with other rules is not played by mistake.
    private func check(_ header: RecordingHeader?) throws {
        switch configuration {
        case .asRecorded:
            guard let header, header.bundleSHA256 != nil else {
                throw DrillError(
                    message: "\(recordingPath) holds no configuration of its own. Play it with the city's: without "
                        + "--as-recorded.")
            }
        case .city(let city, let allowsChanged):
            guard let header, !allowsChanged else { return }
            let changed = DrillRun.changes(of: city, since: header)
            guard changed.isEmpty else {
                throw DrillError(
                    message: "\(recordingPath) was recorded with other \(changed.joined(separator: ", ")) than those "
                        + "of the city. Play it all the same with --allow-changed, or as it was with --as-recorded.")
            }
        }
    }

    /// Which parts of a city's configuration differ from those that a recording was made with.
    package static func changes(of city: LoadedCity, since header: RecordingHeader) -> [String] {
        let sums = ConfigurationChecksums(city.bundle)
        var result: [String] = []
        if let known = header.rulesSHA256, known != sums.rules { result.append("rules") }
        if let known = header.registrySHA256, known != sums.registry { result.append("registry") }
        if let known = header.linkageSHA256, known != sums.linkage { result.append("linkage") }
        if result.isEmpty, header.rulesSHA256 == nil, let known = header.bundleSHA256, known != city.sha256 {
            result.append("configuration")
        }
        return result
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
