import Configuration
import Foundation
import Intake
import RuleEngine
import Telemetry

/// What `tocsin bench engine` measured.
package struct BenchReport: Sendable {
    package var readings: Int
    package var lines: Int
    package var quarantined: Int
    package var seconds: Double
    package var cpuSeconds: Double
    package var peakMemoryBytes: Int
    /// Count of raises by alert, sorted by name.
    package var raised: [(alert: String, count: Int)]

    package var readingsPerSecond: Double { seconds > 0 ? Double(readings) / seconds : 0 }
}

/// Why a recording could not be run.
package struct BenchFault: Error, Sendable, CustomStringConvertible {
    /// A full sentence with the remedy.
    package var description: String
}

/// Runs a recording through the parser, intake and rules that `serve` uses, in strict event-time order and without storage,
/// as fast as one thread can; and measures it.
package struct BenchEngine {
    /// Longest delay between a reading's event time and its arrival that is put in order, and a second.
    package static let reorderWindow = Interval(seconds: 61)
    private static let chunkBytes = 1 << 18
    /// Lines that are read before the first of them is admitted, so that what it needs comes from memory meanwhile.
    private static let groupSize = 16

    /// How many readings ahead of the one decided on their states, and then what those lead to, are fetched.
    private static let statesAhead = 12
    private static let historiesAhead = 6

    private struct GroupLine {
        var arrival: Timestamp
        var qos: UInt8
        var retained: Bool
    }

    private var intake: Intake
    private let engine: RuleEngine
    private let lineParser = RecordingLineParser()
    /// Lines that were read and wait for `admitGroup`, in the first `groupCount` places.
    private let messages: [ParsedMessage]
    /// The same, without counting who holds them.
    private let group: [Unmanaged<ParsedMessage>]
    private var groupLines: [GroupLine] = []
    private var output = IntakeOutput()
    private var reorder = EventTimeReorder(window: BenchEngine.reorderWindow)
    private var ready: [Reading] = []
    private var changes: [AlarmChange] = []
    private var raised: [String: Int] = [:]
    private var readings = 0
    private var lines = 0
    private var quarantined = 0
    private var newest = Timestamp.distantPast
    private var due = Timestamp.distantFuture

    private init(rules: CompiledRules, registry: Registry) {
        var limits = IntakeLimits()
        limits.maximumSeries = 5_000_000
        intake = Intake(registry: registry, limits: limits)
        engine = RuleEngine(rules: rules, registry: registry)
        messages = (0..<BenchEngine.groupSize).map { _ in ParsedMessage() }
        group = messages.map { .passUnretained($0) }
    }

    /// Every `.yaml` file below a folder, or the file itself, as rule files.
    package static func ruleFiles(at path: String) throws -> [ConfigurationFile] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw BenchFault(description: "There is no rule file or folder \(path); name one with --rules.")
        }
        guard isFolder.boolValue else {
            return [ConfigurationFile(path: path, text: try String(contentsOfFile: path, encoding: .utf8))]
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
        return try names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix("_test.yaml") }.map { name in
            ConfigurationFile(path: name, text: try String(contentsOfFile: path + "/" + name, encoding: .utf8))
        }
    }

    /// Runs a recording.
    ///
    /// - Parameters:
    ///   - path: lines as `mosquitto_sub -F '%J'` writes them.
    ///   - rules: compiled; see `ruleFiles(at:)`.
    /// - Throws: `BenchFault` where the file cannot be read or a line is no message.
    package static func run(
        recording path: String, rules: CompiledRules, registry: Registry = .empty
    ) throws -> BenchReport {
        var run = BenchEngine(rules: rules, registry: registry)
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw BenchFault(description: "\(path) can't be opened: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        let started = monotonicSeconds()
        let cpuStarted = cpuSeconds()
        try run.readAll(descriptor, path)
        run.finish()
        let report = BenchReport(
            readings: run.readings, lines: run.lines, quarantined: run.quarantined,
            seconds: monotonicSeconds() - started, cpuSeconds: cpuSeconds() - cpuStarted,
            peakMemoryBytes: peakMemoryBytes(),
            raised: run.raised.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 })
        return report
    }

    /// Reads piece by piece, so that the file's pages do not count as the engine's memory.
    private mutating func readAll(_ descriptor: Int32, _ path: String) throws {
        var capacity = BenchEngine.chunkBytes * 2
        var buffer = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
        defer { buffer.deallocate() }
        var have = 0
        while true {
            if capacity - have < BenchEngine.chunkBytes {
                let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 64)
                grown.copyMemory(from: buffer, byteCount: have)
                buffer.deallocate()
                buffer = grown
                capacity *= 2
            }
            let count = read(descriptor, buffer + have, BenchEngine.chunkBytes)
            if count < 0 {
                if errno == EINTR { continue }
                throw BenchFault(description: "\(path) can't be read: \(String(cString: strerror(errno))).")
            }
            if count == 0 {
                if have > 0 { try take(UnsafeRawBufferPointer(start: buffer, count: have)) }
                return
            }
            have += count
            var start = 0
            while let end = memchr(buffer + start, 0x0A, have - start) {
                let length = UnsafeRawPointer(end) - UnsafeRawPointer(buffer) - start
                if length > 0 { try take(UnsafeRawBufferPointer(start: buffer + start, count: length)) }
                start += length + 1
            }
            memmove(buffer, buffer + start, have - start)
            have -= start
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        lines += 1
        do {
            try group[groupLines.count]._withUnsafeGuaranteedRef { parsed in
                let line = try parsed.parse(recordingLine: bytes, with: lineParser, limits: intake.limits)
                groupLines.append(GroupLine(arrival: line.arrival, qos: line.qos, retained: line.retained))
                intake.prefetch(parsed)
            }
        } catch {
            throw BenchFault(description: "Line \(lines) is no message of a recording: \(error)")
        }
        if groupLines.count == BenchEngine.groupSize { admitGroup() }
    }

    private mutating func admitGroup() {
        for position in groupLines.indices {
            let line = groupLines[position]
            group[position]._withUnsafeGuaranteedRef {
                intake.admit($0, at: line.arrival, qos: line.qos, retained: line.retained, into: &output)
            }
        }
        if !output.newSeries.isEmpty || !output.changedSeries.isEmpty { tellOfSeries() }
        quarantined += output.quarantined.count
        readings += output.readings.count
        for reading in output.readings { reorder.push(reading, ready: &ready) }
        output.removeAll()
        groupLines.removeAll(keepingCapacity: true)
        if !ready.isEmpty { decide() }
    }

    private mutating func tellOfSeries() {
        for id in output.newSeries { engine.addSeries(intake.series[id.index]) }
        let at = groupLines.last?.arrival ?? newest
        for id in output.changedSeries { engine.updateSeries(intake.series[id.index], at: at, into: &changes) }
    }

    /// In event-time order the stamp of a decision is the reading's event time.
    private mutating func decide() {
        for position in ready.indices {
            var reading = ready[position]
            if reading.eventTime > newest { newest = reading.eventTime }
            reading.receivedAt = newest
            let ahead = position + BenchEngine.statesAhead
            if ahead < ready.count {
                engine.prefetch(ready[ahead].series)
                engine.prefetchHistory(ready[position + BenchEngine.historiesAhead].series)
            }
            if due < newest { engine.fireTimers(before: newest, into: &changes) }
            engine.apply(reading, into: &changes)
            due = engine.nextDue
        }
        ready.removeAll(keepingCapacity: true)
        if !changes.isEmpty { count() }
    }

    private mutating func finish() {
        admitGroup()
        reorder.finish(ready: &ready)
        decide()
        guard newest != .distantPast else { return }
        engine.fireTimers(before: newest + Interval(nanoseconds: 1), into: &changes)
        count()
    }

    private mutating func count() {
        for change in changes where change.kind == .raised { raised[change.alarm.alert, default: 0] += 1 }
        changes.removeAll(keepingCapacity: true)
    }

    // MARK: The machine

    private static func monotonicSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The process's highest resident memory so far.
    private static func peakMemoryBytes() -> Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return Int(usage.ru_maxrss) * 1_024
    }
}
