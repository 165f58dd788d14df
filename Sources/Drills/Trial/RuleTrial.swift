import CommandLog
import Intake
import Operations
import Recordings
import RuleEngine
import Store
import Telemetry

/// Runs rules over what was recorded and tells what they would have done. Stores nothing.
package struct RuleTrial {
    package let city: TrialCity

    package init(city: TrialCity) {
        self.city = city
    }

    /// Over the end of a data folder's journal, beside the server that writes it.
    ///
    /// The state at the beginning is the one that was; windows that the rules in force did not keep are found by beginning
    /// earlier, by the longest window on trial.
    ///
    /// - Throws: `ExplanationFailure`, `StoreError`, `StartError`, `ConfigurationProblems`.
    package func run(over last: Interval, of past: Past) throws -> TrialReport {
        let end = try past.end()
        let from = end - last
        let warm = from - min(city.trial.rules.longestLookBack, RuleTrial.longestWarmUp)
        var trial = TrialTally(alerts: city.alerts, from: from)
        var base = TrialTally(alerts: city.alerts, from: from)
        var meter = EngineMeter()
        let outcome = try past.replay(
            from: warm, city: city.trial,
            onEntry: { trial.note($0.line) },
            onMessage: { topic, payload, qos, retained, at in
                meter.take(
                    topic: topic, payload: payload, qos: qos, retained: retained, at: at, city.trial.city.registry)
            })
        _ = try past.replay(from: warm, city: nil, onEntry: { base.note($0.line) }, onMessage: { _, _, _, _, _ in })
        return report(
            trial, base, from: max(from, outcome.from), to: end, inputs: outcome.inputs, readings: outcome.readings,
            meter)
    }

    /// Over a recording, from its beginning.
    ///
    /// - Throws: as `DrillRun.run`.
    package func run(recording path: String, playsUpToDamage: Bool = false) throws -> TrialReport {
        var trial = TrialTally(alerts: city.alerts, from: .distantPast)
        var base = TrialTally(alerts: city.alerts, from: .distantPast)
        var run = DrillRun(recordingPath: path, configuration: .city(city.trial))
        run.playsUpToDamage = playsUpToDamage
        let outcome = try run.run { _, line in trial.note(line) }
        run = DrillRun(recordingPath: path, configuration: .city(city.base))
        run.playsUpToDamage = playsUpToDamage
        _ = try run.run { _, line in base.note(line) }
        let (meter, first, last) = try measure(path)
        var report = report(
            trial, base, from: first, to: last, inputs: outcome.inputs, readings: outcome.counters.readings, meter)
        report.damage = outcome.damage?.description
        return report
    }

    private static let longestWarmUp = Interval(seconds: 7 * 86_400)

    private func measure(_ path: String) throws -> (EngineMeter, Timestamp, Timestamp) {
        var stream = try RecordingStream(path: path)
        var meter = EngineMeter()
        var first = Timestamp.distantFuture
        var last = Timestamp.distantPast
        do {
            while try stream.next({ at, view in
                first = min(first, at)
                last = max(last, at)
                guard case .message(let topic, let payload, let qos, let retained) = view else { return }
                meter.take(
                    topic: topic, payload: payload, qos: qos, retained: retained, at: at, city.trial.city.registry)
            }) != nil {}
        } catch is RecordingFailure {
            // The run itself has told of it.
        }
        return first <= last ? (meter, first, last) : (meter, .distantPast, .distantPast)
    }

    private func report(
        _ trial: TrialTally, _ base: TrialTally, from: Timestamp, to: Timestamp, inputs: Int64, readings: Int64,
        _ meter: EngineMeter
    ) -> TrialReport {
        let alarms = trial.alarms
        return TrialReport(
            from: from, to: to, inputs: inputs, readings: readings, replaced: city.replaced,
            rules: TrialReport.rules(city, trial: alarms, base: base.alarms), alarms: alarms,
            cost: city.pair.flatMap { meter.cost(with: $0.with, without: $0.without) })
    }
}
