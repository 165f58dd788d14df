import Foundation
import IncidentCommand
import Operations
import Telemetry
import TestSupport

/// Readings that come late, within the horizon, lead where they would have led in time: the same alarms of a station are
/// on since the same events, the same shared ones are on, and the same flags stand.
package struct Delays {
    private let seed: UInt64
    private let city: SimulatedCity
    private let loaded: LoadedCity

    private struct Sent {
        var second: Double
        var topic: String
        var payload: String
        var delay: Double
    }

    package init(seed: UInt64) throws {
        self.seed = seed
        city = SimulatedCity(seed: seed, isOfEventTime: true)
        loaded = try city.loaded()[0]
    }

    /// Some hours of readings in order; some of them are held up, for no longer than it takes a few others to come: quality
    /// control keeps eight readings more than it looks back on.
    private func stream() -> [Sent] {
        var random = SeededRandom(seed: seed &+ 0xDE1A)
        var sent: [Sent] = []
        // A neighbour's verdict hangs on it too: it must not overtake too many of the fastest station's readings.
        let longest = 3 * (city.stations.map(\.cadence).min() ?? 20)
        for station in city.stations {
            var second = Double(random.int(0...30))
            var level = station.kind.calm
            while second < 3 * 3_600 {
                level += (station.kind.calm - level) / 30 + random.double(-1...1) * station.kind.step / 2
                if random.chance(4) { level += (station.high * 1.2 - station.kind.calm) * random.double(0...1) }
                let time = SimulatedStream.time(second)
                let value = random.chance(2) ? -999 : (level * 100).rounded() / 100
                let quality = random.chance(3) ? ",\"q\":\(random.one(of: [3, 4]))" : ""
                let text = "{\"t\":\"\(time.iso8601)\",\"v\":\(value),\"u\":\"\(station.kind.unit)\"\(quality)}"
                let delay = random.chance(8) ? Double(random.int(1...longest)) : 0
                sent.append(Sent(second: second, topic: station.topic, payload: text, delay: delay))
                second += Double(max(5, station.cadence * random.int(6...14) / 10))
            }
        }
        return sent
    }

    private struct End {
        var alarms: [String]
        var flags: [String]
    }

    private func play(_ sent: [Sent], isDelayed: Bool) throws -> End {
        let folder = try TemporaryFolder()
        let run = try SimulatedRun(folder: folder.path, cities: [loaded])
        defer { run.close() }
        try run.start(now: SimulatedStream.begin)
        try run.take(.configuration(sha256: loaded.sha256), now: SimulatedStream.begin)
        let arrivals = sent.enumerated().map { (second: $1.second + (isDelayed ? $1.delay : 0) + 0.5, index: $0) }
            .sorted { ($0.second, $0.index) < ($1.second, $1.index) }
        for arrival in arrivals {
            let one = sent[arrival.index]
            try run.take(
                .message(topic: Array(one.topic.utf8), payload: Array(one.payload.utf8), qos: 1, retained: false),
                now: SimulatedStream.time(arrival.second))
        }
        try run.tick(to: SimulatedStream.time(4 * 3_600))
        var alarms: [String] = []
        for incident in run.fold.incidentCommand?.incidents ?? [] {
            for alarm in incident.alarms where alarm.state != .cleared {
                // An alarm that several series share keeps the time of its first raise.
                let isShared = !city.stations.contains { $0.id == alarm.id.key }
                // Readings are of whole seconds. Between them it was time that decided, and a station is silent from when it
                // was heard last.
                let isOfReading = alarm.eventTime.nanoseconds % 1_000_000_000 == 0
                let since = isShared ? "" : isOfReading ? " since \(alarm.eventTime.iso8601)" : " since it was silent"
                alarms.append("\(alarm.id.alert) \(alarm.id.key)\(since)")
            }
        }
        return End(alarms: alarms.sorted(), flags: try run.flags())
    }

    /// The first difference, as a sentence; nil where there is none.
    package func failure() throws -> String? {
        let sent = stream()
        let timely = try play(sent, isDelayed: false)
        let delayed = try play(sent, isDelayed: true)
        if timely.alarms != delayed.alarms {
            return "seed \(seed): in time \(timely.alarms), delayed \(delayed.alarms)"
        }
        if let index = zip(timely.flags, delayed.flags).enumerated().first(where: { $0.element.0 != $0.element.1 })?
            .offset
        {
            return "seed \(seed), flags:\n  \(timely.flags[index])\n  \(delayed.flags[index])"
        }
        return timely.flags.count == delayed.flags.count ? nil : "seed \(seed): other readings are stored"
    }
}

extension SimulatedRun {
    /// The tests that each stored reading did not pass, by its newest revision.
    fileprivate func flags() throws -> [String] {
        var newest: [String: String] = [:]
        for reading in try storedReadings() {
            let key = "\(reading.series.station) \(reading.reading.eventTime.iso8601)"
            newest[key] = "\(key) \(reading.reading.value) \(reading.reading.failedTests.names)"
        }
        return newest.values.sorted()
    }
}
