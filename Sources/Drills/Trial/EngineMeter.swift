import Foundation
import Intake
import Operations
import RuleEngine
import Telemetry

/// Measures what rules cost: the same readings through an engine with them and one without.
struct EngineMeter {
    /// Readings that are measured; more would only take longer.
    private static let readingLimit = 400_000
    /// The least of so many runs counts.
    private static let runs = 3

    private var intake: Intake?
    private var readings: [Reading] = []
    private let parsed = ParsedMessage()
    private var output = IntakeOutput()

    mutating func take(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, qos: UInt8, retained: Bool, at: Timestamp,
        _ registry: Registry
    ) {
        guard readings.count < EngineMeter.readingLimit else { return }
        if intake == nil { intake = Intake(registry: registry) }
        guard let limits = intake?.limits else { return }
        parsed.parse(topic: topic, payload: payload, limits: limits)
        output.removeAll()
        intake?.admit(parsed, at: at, qos: qos, retained: retained, into: &output)
        readings += output.readings
    }

    /// Nil where nothing was measured.
    func cost(with trial: LoadedCity, without rest: LoadedCity) -> TrialReport.Cost? {
        if readings.isEmpty { return nil }
        var least = (with: Double.infinity, without: Double.infinity)
        // In turns, so that both meet the same machine.
        for _ in 0..<EngineMeter.runs {
            least.with = min(least.with, nanoseconds(trial))
            least.without = min(least.without, nanoseconds(rest))
        }
        return TrialReport.Cost(readings: readings.count, withRules: least.with, withoutRules: least.without)
    }

    private func nanoseconds(_ city: LoadedCity) -> Double {
        let engine = RuleEngine(
            rules: city.rules, registry: city.city.registry, lateness: Lateness(settings: city.city.intake))
        for series in intake?.series ?? SeriesCatalogue() { engine.addSeries(series) }
        var changes: [AlarmChange] = []
        let began = EngineMeter.threadSeconds()
        for reading in readings {
            if engine.nextDue < reading.receivedAt { engine.fireTimers(before: reading.receivedAt, into: &changes) }
            engine.apply(reading, into: &changes)
            changes.removeAll(keepingCapacity: true)
        }
        return (EngineMeter.threadSeconds() - began) * 1e9 / Double(readings.count)
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
