import Foundation
import Recordings
import Telemetry
import TestSupport

/// A day of the gauges as a broker would have passed it on: a reading a minute from each, nearly all lying still. One gauge in
/// a hundred swells and falls, one in five hundred is silent for half an hour; one message in a thousand comes minutes late,
/// and one in a thousand twice. The same seed gives the same bytes.
package struct GaugeDay {
    package var stations: Int
    /// Readings of each station.
    package var minutes: Int
    package var seed: UInt64

    /// 2026-06-01T00:00:00Z.
    package static let start = Timestamp(seconds: 1_780_272_000)
    private static let minute = Int64(60_000_000_000)
    /// Readings that come late do so by this much, minutes.
    private static let lateMinutes = 3

    package init(stations: Int, minutes: Int, seed: UInt64 = 1) {
        self.stations = stations
        self.minutes = minutes
        self.seed = seed
    }

    /// Writes the day as a recording; compressed where the name ends in `.zst`.
    ///
    /// - Returns: how many messages it holds.
    /// - Throws: `RecordingFailure`.
    @discardableResult
    package func write(to path: String) throws -> Int {
        let writer = try RecordingWriter(
            path: path,
            header: RecordingHeader(
                title: Bilingual(chinese: "水位站的一天", english: "A day of gauges"), start: GaugeDay.start, city: "gauges",
                exercise: true, source: "simulator"))
        try forEachMessage { try writer.append($0) }
        try writer.finish(at: GaugeDay.start + Interval(nanoseconds: Int64(minutes) * GaugeDay.minute))
        return writer.count
    }

    /// Every message in the order in which it arrives.
    package func forEachMessage(_ body: (RecordedItem) throws -> Void) rethrows {
        let topics = (0..<stations).map { Array(GaugeCity.topic($0).utf8) }
        var noise = SeededRandom(seed: seed)
        var held: [(at: Int64, item: RecordedItem)] = []
        let slot = GaugeDay.minute / Int64(stations)
        for minute in 0..<minutes {
            for station in 0..<stations where !isSilent(station, minute) {
                let random = noise.next()
                let arrival = Int64(minute) * GaugeDay.minute + Int64(station) * slot
                // A device stamps whole seconds, up to two before its message arrives.
                let second = GaugeDay.start.nanoseconds / 1_000_000_000 + arrival / 1_000_000_000 - Int64(random % 3)
                let level = level(station, minute) + Double(random >> 54) / 20_480
                let message = RecordedMessage(
                    topic: topics[station],
                    payload: Array("{\"t\":\(second),\"v\":\(GaugeDay.decimal(level)),\"u\":\"m\"}".utf8))
                let item = RecordedItem(
                    at: GaugeDay.start + Interval(nanoseconds: arrival), line: .message(message))
                if !held.isEmpty { try release(&held, until: arrival, body) }
                let fate = (random >> 8) % 1_000
                if fate == 0 {
                    held.append((arrival + Int64(GaugeDay.lateMinutes) * GaugeDay.minute, item))
                    continue
                }
                try body(item)
                if fate == 1 { try body(item) }
            }
        }
    }

    /// Hands on what was held back, in its order, with the time at which it comes after all.
    private func release(
        _ held: inout [(at: Int64, item: RecordedItem)], until arrival: Int64, _ body: (RecordedItem) throws -> Void
    ) rethrows {
        guard let first = held.first, first.at <= arrival else { return }
        let due = held.prefix { $0.at <= arrival }
        for (at, item) in due {
            try body(RecordedItem(at: GaugeDay.start + Interval(nanoseconds: at), line: item.line))
        }
        held.removeFirst(due.count)
    }

    private func isSilent(_ station: Int, _ minute: Int) -> Bool {
        station % 500 == 11 && minute >= minutes / 2 && minute < minutes / 2 + min(30, minutes / 4)
    }

    /// A swell begins after a quarter of the time and takes 40 % of it.
    private func level(_ station: Int, _ minute: Int) -> Double {
        let base = 1 + Double(station % 7) / 10
        guard station % 100 == 7 else { return base }
        let part = (Double(minute) / Double(minutes) - 0.25) / 0.4
        return part > 0 && part < 1 ? base + 2.5 * sin(part * .pi) : base
    }

    /// Three places, as a sensor writes it.
    private static func decimal(_ value: Double) -> String {
        let thousandths = Int((value * 1_000).rounded())
        let rest = thousandths.magnitude % 1_000
        let padding = rest < 10 ? "00" : rest < 100 ? "0" : ""
        return "\(thousandths / 1_000).\(padding)\(rest)"
    }
}
