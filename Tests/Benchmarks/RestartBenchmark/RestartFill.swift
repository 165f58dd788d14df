import BenchmarkCity
import CommandLog
import Foundation
import Operations
import Store
import Telemetry

/// Fills a data folder as a server would that gets readings as fast as it can take them, and leaves it as a kill would.
final class RestartFill {
    private let store: Store
    private let sink: StoreSink
    private var fold = Fold()
    private var encoder = JournalEncoder()
    private var levels: [Double]
    private var lastSnapshot = (at: Timestamp.distantPast, seconds: 0.0, sequence: Int64(0))
    private(set) var snapshots = 0
    private(set) var snapshotSeconds = 0.0
    private(set) var longestSnapshotSeconds = 0.0
    private(set) var snapshotBytes = 0

    private static let begin = Timestamp(seconds: 1_780_272_000)

    init(folder: String, stations: Int, hasDay: Bool) throws {
        var options = StoreOptions()
        options.ballastBytes = 0
        store = try Store.open(folder: folder, newToken: "restart", at: Timestamp(nanoseconds: 0), options: options)
        sink = StoreSink(store: store)
        levels = (0..<stations).map { 1 + Double($0 % 7) / 10 }
        let city = try LoadedCity(bundle: GaugeCity.bundle(stations: stations, hasDay: hasDay))
        sink.remember(city)
        try store.begin()
        guard let hash = LogHash(hex: city.sha256) else { return }
        try store.putConfiguration(
            sha256: hash, at: RestartFill.begin, name: "restart", blob: city.bundle.canonicalBytes)
        try store.commit()
        let start = StartInput(
            identity: "restart", epoch: 1, exercise: false, orderKey: String(repeating: "0", count: 64),
            watchedUntil: nil,
            previousEnd: nil, restoredFrom: nil, version: "benchmark")
        try take(.other(.started(InputJSON.encode(start))), now: RestartFill.begin)
        try take(.other(.configuration(sha256: city.sha256)), now: RestartFill.begin)
    }

    var readings: Int64 { fold.counters.readings }
    var logEntries: Int64 { fold.chain.entries }

    /// A reading a minute from every station.
    func fill(minutes: Int) throws {
        let topics = levels.indices.map { Array(GaugeCity.topic($0).utf8) }
        var noise: UInt64 = 1
        for minute in 0..<minutes {
            for station in levels.indices {
                noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // Most rivers lie still; one in a hundred swells and falls once a day.
                var level = levels[station] + Double(noise >> 54) / 20_480
                if station % 100 == 7, minute > 300, minute < 900 { level += 2.5 * sin(Double(minute - 300) / 191) }
                let second = 1_780_272_000 + minute * 60 + station % 60
                let payload = Array("{\"t\":\(second),\"v\":\((level * 1_000).rounded() / 1_000),\"u\":\"m\"}".utf8)
                let now = Timestamp(seconds: Int64(second)) + Interval(nanoseconds: 200_000_000)
                try topics[station].withUnsafeBytes { topic in
                    try payload.withUnsafeBytes { bytes in
                        try take(.message(topic: topic, payload: bytes, qos: 1, retained: false), now: now)
                    }
                }
                if encoder.count >= 1_000 { try commit() }
            }
        }
        try commit()
    }

    private func take(_ view: JournalInputView, now: Timestamp) throws {
        if !store.isInTransaction { try store.begin() }
        let stamp = fold.stamp(now: now)
        encoder.append(view, at: stamp)
        try encoder.withCurrentRecord { record in try fold.apply(view, at: stamp, record: record, sink: sink) }
    }

    /// As the watch: a snapshot a minute of input time, and no more than one in two seconds of real time.
    private func commit() throws {
        if !store.isInTransaction { try store.begin() }
        try encoder.bytes.withUnsafeBytes { bytes in
            try store.appendJournal(
                first: fold.sequence - Int64(encoder.count) + 1, count: encoder.count, at: fold.at, blob: bytes)
        }
        let seconds = RestartClock.seconds()
        if fold.at - lastSnapshot.at >= Interval(seconds: 60), seconds - lastSnapshot.seconds >= 2 {
            let bytes = snapshot
            try bytes.withUnsafeBytes {
                try store.putSnapshot(
                    journalSequence: fold.sequence, at: fold.at, version: Fold.snapshotVersion, blob: $0)
            }
            let took = RestartClock.seconds() - seconds
            lastSnapshot = (fold.at, RestartClock.seconds(), fold.sequence)
            snapshots += 1
            snapshotSeconds += took
            longestSnapshotSeconds = max(longestSnapshotSeconds, took)
            snapshotBytes = bytes.count
        }
        try store.setCursor(fold.cursor)
        try store.commit()
        try store.maintain()
        encoder.reset()
        fold.isUrgent = false
        _ = sink.takeEntries()
        _ = sink.takeMessages()
    }

    var snapshot: [UInt8] {
        var writer = ByteWriter()
        fold.encodeSnapshot(into: &writer)
        return writer.bytes
    }

    func close() { store.close() }
}

enum RestartClock {
    static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
