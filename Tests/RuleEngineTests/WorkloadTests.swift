import Configuration
import Foundation
import Telemetry
import TestSupport
import Testing

@testable import RuleEngine

/// The shared workload's rules against a plain implementation of its semantics, and against its own reference where it is
/// at hand.
@Suite struct WorkloadTests {
    struct Sample {
        var station: Int
        var time: Int64
        var value: Double
    }

    static let domains = ["water", "parking", "gas"]
    static let limits: [(hi: Double, lo: Double, rise: Double, riseClear: Double, mean: Double, meanClear: Double)] = [
        (3, 2.7, 1, 0.5, 2.4, 2.2), (92, 88, 40, 20, 85, 80), (20, 15, 8, 4, 12, 10),
    ]

    static func rules() throws -> CompiledRules {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Benchmarks/workload/rules.yaml").path
        return try compile(try String(contentsOfFile: path, encoding: .utf8), path: "rules.yaml")
    }

    /// Counts of raises that the engine gives for samples in any order of arrival.
    static func counts(_ arrivals: [Sample], rules: CompiledRules) -> [String: Int] {
        let engine = RuleEngine(rules: rules, registry: .empty)
        var reorder = EventTimeReorder(window: Interval(seconds: 61))
        var ready: [Reading] = []
        var changes: [AlarmChange] = []
        var raised: [String: Int] = [:]
        var ids: [Int: SeriesID] = [:]
        func decide() {
            for reading in ready {
                engine.fireTimers(before: reading.receivedAt, into: &changes)
                engine.apply(reading, into: &changes)
            }
            ready.removeAll(keepingCapacity: true)
            for change in changes where change.kind == .raised { raised[change.alarm.alert, default: 0] += 1 }
            changes.removeAll(keepingCapacity: true)
        }
        for sample in arrivals {
            let id: SeriesID
            if let known = ids[sample.station] {
                id = known
            } else {
                id = SeriesID(rawValue: Int32(ids.count))
                ids[sample.station] = id
                engine.addSeries(
                    SeriesDescription(
                        id: id, topic: "", district: "d\(sample.station / 100)", domain: domains[sample.station % 3],
                        station: "s\(sample.station)", quantity: "q", unit: "", registered: nil))
            }
            let time = Timestamp(seconds: sample.time)
            reorder.push(Reading(series: id, eventTime: time, receivedAt: time, value: sample.value), ready: &ready)
            if !ready.isEmpty { decide() }
        }
        reorder.finish(ready: &ready)
        decide()
        let last = arrivals.map(\.time).max() ?? 0
        engine.fireTimers(before: Timestamp(seconds: last) + Interval(nanoseconds: 1), into: &changes)
        decide()
        return raised
    }

    /// The semantics as they are written, with whole histories and nothing clever.
    static func reference(_ arrivals: [Sample]) -> [String: Int] {
        struct State {
            var history: [Sample] = []
            var phase = 0
            var since: Int64 = 0
            var isRising = false
            var isHigh = false
        }
        var states: [Int: State] = [:]
        var raises: [Int: [(time: Int64, station: Int)]] = [:]
        var lastDistrict: [Int: Int64] = [:]
        var counts = ["R1": 0, "R2": 0, "R3": 0, "R4": 0, "R5": 0]
        let ordered = arrivals.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        let end = ordered.last?.element.time ?? 0
        for sample in ordered.map(\.element) {
            let limit = limits[sample.station % 3]
            var state = states[sample.station] ?? State()
            if let last = state.history.last, sample.time - last.time > 900 { counts["R4", default: 0] += 1 }
            state.history.append(sample)
            switch state.phase {
            case 0:
                if sample.value >= limit.hi { (state.phase, state.since) = (1, sample.time) }
            case 1:
                if sample.value < limit.hi {
                    state.phase = 0
                } else if sample.time - state.since >= 300 {
                    state.phase = 2
                    counts["R1", default: 0] += 1
                    let district = sample.station / 100
                    raises[district, default: []].append((sample.time, sample.station))
                    let recent = raises[district, default: []].filter { $0.time > sample.time - 600 }
                    if Set(recent.map(\.station)).count >= 3,
                        lastDistrict[district, default: .min / 2] < sample.time - 600
                    {
                        counts["R5", default: 0] += 1
                        lastDistrict[district] = sample.time
                    }
                }
            default:
                if sample.value < limit.lo { state.phase = 0 }
            }
            let rise = sample.value - (state.history.filter { $0.time > sample.time - 1800 }.map(\.value).min() ?? 0)
            if !state.isRising, rise >= limit.rise {
                state.isRising = true
                counts["R2", default: 0] += 1
            } else if state.isRising, rise < limit.riseClear {
                state.isRising = false
            }
            if state.history.count >= 10 {
                let mean = state.history.suffix(10).map(\.value).reduce(0, +) / 10
                if !state.isHigh, mean >= limit.mean {
                    state.isHigh = true
                    counts["R3", default: 0] += 1
                } else if state.isHigh, mean < limit.meanClear {
                    state.isHigh = false
                }
            }
            states[sample.station] = state
        }
        for state in states.values {
            if let last = state.history.last, last.time + 901 <= end { counts["R4", default: 0] += 1 }
        }
        return counts
    }

    /// Storms, spikes, oscillations, silences and late arrivals on a few stations of one or two districts.
    static func samples(seed: UInt64, stations: Int, rounds: Int) -> [Sample] {
        var random = SeededRandom(seed: seed)
        var arrivals: [(arrival: Int64, sample: Sample)] = []
        let base: [Double] = [1.2, 55, 2]
        for station in 0..<stations {
            let kind = station % 3
            let limit = limits[kind]
            var level = base[kind]
            var silentUntil = 0
            for round in 0..<rounds {
                if random.next() % 60 == 0 { silentUntil = round + Int(random.next() % 30) }
                if random.next() % 9 == 0 {
                    let targets = [base[kind], limit.hi * 1.05, limit.lo * 1.01, limit.mean * 1.02, limit.hi * 0.99]
                    level = targets[Int(random.next() % 5)]
                }
                if round < silentUntil { continue }
                let noise = (Double(random.next() % 1000) / 1000 - 0.5) * limit.riseClear * 0.1
                let time = Watch.start + Int64(round * 60 + station % 60)
                let delay = random.next() % 20 == 0 ? Int64(random.next() % 60) + 1 : 0
                arrivals.append((time + delay, Sample(station: station, time: time, value: level + noise)))
            }
        }
        return arrivals.enumerated().sorted { ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset) }
            .map(\.element.sample)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func countsEqualAPlainImplementation(seed: UInt64) throws {
        let samples = Self.samples(seed: seed, stations: 40, rounds: 150)
        let expected = Self.reference(samples)
        #expect(expected.values.allSatisfy { $0 > 0 }, "seed \(seed): \(expected)")
        #expect(Self.counts(samples, rules: try Self.rules()) == expected, "seed \(seed)")
    }

    @Test func editingAThresholdChangesTheCounts() throws {
        let samples = Self.samples(seed: 1, stations: 40, rounds: 150)
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Benchmarks/workload/rules.yaml").path
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let edited = text.replacingOccurrences(of: "hi: 3.0", with: "hi: 3.5")
        #expect(edited != text)
        let rules = try compile(edited, path: "rules.yaml")
        #expect(Self.counts(samples, rules: rules)["R1"] != Self.counts(samples, rules: try Self.rules())["R1"])
    }

    static let benchFolder: URL? = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        folder.appendPathComponent("shared/bench")
        let files = ["gen.c", "ref.cpp"].map { folder.appendingPathComponent($0).path }
        let tools = ["/usr/bin/g++", "/usr/bin/gcc"]
        return (files + tools).allSatisfy(FileManager.default.fileExists) ? folder : nil
    }()

    @Test(
        .enabled(if: benchFolder != nil, "skipped: ../shared/bench or a C++ compiler is not at hand"))
    func countsEqualTheReferenceProgram() throws {
        let folder = try #require(Self.benchFolder)
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
            "tocsin-workload-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        func path(_ name: String) -> String { scratch.appendingPathComponent(name).path }
        try run("/usr/bin/gcc", ["-w", "-O1", "-o", path("gen"), folder.appendingPathComponent("gen.c").path])
        try run(
            "/usr/bin/g++",
            ["-w", "-O1", "-std=c++17", "-o", path("ref"), folder.appendingPathComponent("ref.cpp").path, "-lsimdjson"])
        let rules = try Self.rules()
        for (readings, stations) in [(30_000, 200), (40_000, 777), (15_000, 130)] {
            try run(path("gen"), ["\(readings)", "\(stations)", path("in.jsonl")])
            let expected = try referenceCounts(path("ref"), path("in.jsonl"))
            let text = try String(contentsOfFile: path("in.jsonl"), encoding: .utf8)
            let samples = text.split(separator: "\n").compactMap(Self.sample)
            #expect(samples.count == readings)
            #expect(expected.count >= 3)
            #expect(Self.counts(samples, rules: rules) == expected, "\(readings) readings of \(stations) stations")
        }
    }

    private func referenceCounts(_ program: String, _ recording: String) throws -> [String: Int] {
        let answer = try run(program, ["hand", recording])
        var expected: [String: Int] = [:]
        for word in answer.split(separator: " ") {
            let parts = word.split(separator: "=")
            if parts.count == 2, parts[0].hasPrefix("R"), let count = Int(parts[1]), count > 0 {
                expected[String(parts[0])] = count
            }
        }
        return expected
    }

    /// `"topic":"city/d003/water/s00300/level"` … `"t":1780272000,"v":1.234`.
    static func sample(_ line: Substring) -> Sample? {
        line.withCString { text in
            func number(after mark: String) -> Double? {
                guard let place = strstr(text, mark) else { return nil }
                return strtod(place + mark.utf8.count, nil)
            }
            guard let station = number(after: "/s"), let time = number(after: "\"t\":"),
                let value = number(after: "\"v\":")
            else { return nil }
            return Sample(station: Int(station), time: Int64(time), value: value)
        }
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(program) failed")
        return String(decoding: data, as: UTF8.self)
    }
}
