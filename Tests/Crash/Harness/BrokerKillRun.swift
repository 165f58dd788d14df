import BrokerSupport
import Foundation
import Simulators
import Store

/// Kills the broker outright under load: what the server acknowledged must be stored, and where the broker forgot our
/// session the server must raise the intake gap.
package struct BrokerKillRun {
    package struct Report: Sendable {
        package var confirmed = 0
        /// PUBACKs that the broker had read from the server.
        package var acknowledged = 0
        package var stored = 0
        /// Confirmed by the broker, never delivered: what it forgot when it was killed.
        package var lostByBroker = 0
        package var problems: [String] = []

        package var text: String {
            let figures =
                "broker killed outright: \(confirmed) confirmed, \(acknowledged) acknowledged by the server, \(stored) stored; "
                + "the broker forgot \(lostByBroker) that it had confirmed"
            return ([figures] + (problems.isEmpty ? ["nothing acknowledged lost; the intake gap is raised"] : problems))
                .joined(separator: "\n")
        }
    }

    package let executable: String
    package let seed: UInt64
    package let readingsPerSecond: Int
    package let folder: String

    package init(executable: String, seed: UInt64, readingsPerSecond: Int, folder: String) {
        self.executable = executable
        self.seed = seed
        self.readingsPerSecond = readingsPerSecond
        self.folder = folder
    }

    /// Debian's own saving, each half hour: killed, such a broker has forgotten the session.
    private static let configuration = Broker.openConfiguration.filter { !$0.hasPrefix("autosave") } + ["log_type all"]

    package func run() throws -> Report {
        let broker = try Broker(BrokerKillRun.configuration)
        defer { broker.remove() }
        let served = try ServedCity(executable: executable, folder: folder, broker: broker)
        defer { served.endAll() }
        try CrashCity.write(to: served.cityFolder)
        let department = try AnsweringDepartment(broker: broker)
        try served.start()
        let world = CrashWorld(
            served: served, feed: try GatewayFeed(source(startMicroseconds: .max / 2), broker: broker),
            department: department)
        try world.turnUntilWatching()
        let feed = try GatewayFeed(source(startMicroseconds: CrashWorld.wallNanoseconds() / 1_000), broker: broker)
        let loaded = CrashWorld(served: served, feed: feed, department: department)
        var random = SplitMix64(seed: seed)
        try loaded.turn(forMilliseconds: 1_500 + random.whole(below: 500))
        broker.kill()
        let confirmed = feed.isConfirmed
        let acknowledged = try acknowledgedNumbers(broker, source: feed.source)
        try broker.start()
        feed.endFeeding()
        try loaded.turn(until: "the server raises the intake gap", seconds: 40) {
            try gapEntries(served) > 0
        }
        served.terminate()
        try loaded.turn(until: "the server ends in order", seconds: 30) { !served.isRunning }
        return try inspect(served, feed, confirmed, acknowledged)
    }

    private func source(startMicroseconds: Int64) -> ReadingSource {
        ReadingSource(
            stations: CrashCity.stations, perSecond: readingsPerSecond, startMicroseconds: startMicroseconds,
            hasSilences: false)
    }

    private func gapEntries(_ served: ServedCity) throws -> Int {
        var count = 0
        try StoreReader.open(folder: served.dataFolder).forEachLogEntry(from: 1) { stored in
            if stored.entry.text.contains(#""code":"intake_gap""#) { count += 1 }
            return true
        }
        return count
    }

    private func inspect(
        _ served: ServedCity, _ feed: GatewayFeed, _ confirmed: [Bool], _ acknowledged: [Int]
    ) throws -> Report {
        var mustBeStored = [Bool](repeating: false, count: feed.isConfirmed.count)
        for number in acknowledged where number < mustBeStored.count { mustBeStored[number] = true }
        let readings = try StoredReadings.compare(
            folder: served.dataFolder, source: feed.source, mustBeStored: mustBeStored)
        var report = Report()
        report.confirmed = confirmed.count { $0 }
        report.acknowledged = acknowledged.count
        report.stored = readings.rows
        var all = confirmed
        all += [Bool](repeating: false, count: mustBeStored.count - all.count)
        report.lostByBroker = try StoredReadings.compare(
            folder: served.dataFolder, source: feed.source, mustBeStored: all
        ).missing.count
        if let problem = readings.problem { report.problems.append(problem) }
        if acknowledged.isEmpty { report.problems.append("The broker's log shows no acknowledgement at all.") }
        let incidents = try StoreReader.open(folder: served.dataFolder).incidents(open: true, limit: 10_000)
        if !incidents.contains(where: { $0.hazard == "intake_gap" }) {
            report.problems.append("The intake gap is logged but no incident is open for it.")
        }
        return report
    }

    /// Reads from the broker's log which readings it sent to the server and which of those were acknowledged. A station's
    /// readings go in the order of their numbers.
    private func acknowledgedNumbers(_ broker: Broker, source: ReadingSource) throws -> [Int] {
        let log = try String(contentsOf: broker.logFile, encoding: .utf8)
        var outstanding: [Substring: Int] = [:]
        var sent: [Substring: Int] = [:]
        var acknowledged: [Int] = []
        for line in log.split(separator: "\n") where line.contains(" tocsin-") {
            if line.contains("Sending PUBLISH to tocsin-"), let topic = BrokerKillRun.topic(of: line),
                topic.hasPrefix("city/"), let packet = BrokerKillRun.field(", m", ",", of: line)
            {
                let round = sent[topic, default: 0]
                sent[topic] = round + 1
                let station = Int(topic.split(separator: "/")[3].dropFirst()) ?? 0
                outstanding[packet] = round * source.stations + station
            } else if line.contains("Received PUBACK from tocsin-"),
                let packet = BrokerKillRun.field("Mid: ", ",", of: line),
                let number = outstanding.removeValue(forKey: packet)
            {
                acknowledged.append(number)
            }
        }
        return acknowledged
    }

    private static func topic(of line: Substring) -> Substring? { field("'", "'", of: line) }

    private static func field(_ before: String, _ after: Character, of line: Substring) -> Substring? {
        guard let start = line.range(of: before)?.upperBound else { return nil }
        return line[start...].prefix { $0 != after }
    }
}
