import City
import Configuration
import IncidentCommand
import Operations
import QualityControl
import RuleEngine
import Telemetry

/// Runs one test through the fold that `serve` runs: intake, rules, timers and incident command, on a simulated clock.
struct RuleTestRun {
    private let test: RuleTest
    private let sink: RuleTestSink
    private var fold = Fold()
    private let configuration: LoadedCity
    private var steps: [RuleTestStep] = []
    private var failures: [RuleTestFailure] = []
    private var unknown: Set<AlarmID> = []
    /// Alarms that are on, to tell a first raise from a further one.
    private var on: Set<AlarmID> = []

    /// How long before a test the server starts.
    private static let lead = Interval(seconds: 1)
    /// Everything that comes together at a moment lies within this after it.
    private static let instant = Interval(nanoseconds: 1_000)

    init(_ test: RuleTest, city: City, quality: QualityRules, linkage: Linkage, files: [ConfigurationFile]) {
        self.test = test
        var own = city
        own.registry = test.context.registry
        configuration = LoadedCity(
            bundle: ConfigurationBundle(files: files), city: own, quality: quality, rules: test.context.rules,
            linkage: linkage)
        sink = RuleTestSink(city: configuration)
    }

    /// - Throws: what the fold throws; nothing that a test can bring about.
    mutating func run() throws -> RuleTestResult {
        try begin()
        var checks: [(at: Interval, body: (inout RuleTestRun) -> Void)] = []
        for expectation in test.expectations { checks.append((expectation.at, { $0.check(expectation) })) }
        for expression in test.expressions { checks.append((expression.at, { $0.check(expression) })) }
        checks = checks.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        var nextCheck = 0
        for input in test.inputs {
            while nextCheck < checks.count, checks[nextCheck].at < input.at {
                try advance(to: checks[nextCheck].at)
                checks[nextCheck].body(&self)
                nextCheck += 1
            }
            try take(input)
        }
        for check in checks[nextCheck...] {
            try advance(to: check.at)
            check.body(&self)
        }
        try advance(to: test.end)
        return finish()
    }

    private mutating func begin() throws {
        // A test plays the stations that it is about; the others are not silent, they are not there.
        fold.expectsDevices = false
        let start = StartInput(
            identity: "rule-test", epoch: 1, exercise: true, orderKey: String(repeating: "0", count: 64),
            watchedUntil: nil, previousEnd: nil, restoredFrom: nil, version: "rule-test")
        let moment = test.start - RuleTestRun.lead
        try apply(.other(.started(InputJSON.encode(start))), at: moment)
        try apply(.other(.configuration(sha256: configuration.sha256)), at: moment)
        record(at: moment)
    }

    // MARK: The clock

    private mutating func take(_ input: RuleTestInput) throws {
        let moment = test.start + input.at
        try fireTimers(before: moment)
        switch input.content {
        case .message(let topic, let payload, let qos, let retained):
            try topic.withUnsafeBytes { topic in
                try payload.withUnsafeBytes { payload in
                    try apply(.message(topic: topic, payload: payload, qos: qos, retained: retained), at: moment)
                }
            }
        case .reset(let alarm):
            try reset(alarm, input, at: moment)
        }
        record(at: fold.at)
    }

    private mutating func apply(_ view: JournalInputView, at moment: Timestamp) throws {
        try fold.apply(
            view, at: fold.stamp(now: moment), record: UnsafeRawBufferPointer(start: nil, count: 0), sink: sink)
    }

    /// Up to a moment and everything that is due at it.
    private mutating func advance(to at: Interval) throws {
        let moment = test.start + at + RuleTestRun.instant
        try fireTimers(before: moment)
        try fold.advance(to: moment, sink: sink)
        record(at: test.start + at)
    }

    /// Timer by timer, so that what each one does is seen at its own time.
    private mutating func fireTimers(before moment: Timestamp) throws {
        while fold.nextDue < moment {
            let due = fold.nextDue
            try fold.advance(to: due + Interval(nanoseconds: 1), sink: sink)
            record(at: due)
        }
    }

    private mutating func reset(_ alarm: AlarmID, _ input: RuleTestInput, at moment: Timestamp) throws {
        let incident = fold.incidentCommand?.incidents.first { incident in
            incident.alarms.contains { $0.id == alarm && $0.isActive }
        }
        guard let incident else {
            fail(.nothingToReset, input.node, at: input.at, "\(alarm.alert) \(alarm.key)")
            return
        }
        let officer = configuration.city.officers.first?.id ?? "duty-officer"
        let command = OfficerCommand(by: officer, kind: .reset(incident: incident.id, alarm: alarm))
        let stamp = fold.stamp(now: moment)
        let outcome = try fold.apply(
            .other(.command(InputJSON.encode(command))), at: stamp,
            record: UnsafeRawBufferPointer(start: nil, count: 0), sink: sink)
        if case .refused(let refusal)? = outcome {
            fail(.resetRefused, input.node, at: input.at, "\(alarm.alert) \(alarm.key)", actual: "\(refusal)")
        }
    }

    // MARK: What happened

    /// Takes what the engine told since the last look, and looks at what it does not tell.
    private mutating func record(at moment: Timestamp) {
        var touched: Set<AlarmID> = []
        for change in sink.takeChanges() {
            touched.insert(change.alarm)
            let transition: RuleTestTransition
            switch change.kind {
            case .pending: transition = .pending
            case .dropped: transition = .dropped
            case .raised: transition = on.insert(change.alarm).inserted ? .firing : .again
            case .cleared:
                transition = .resolved
                on.remove(change.alarm)
            case .held: transition = .held
            case .restored: transition = .restored
            case .history: transition = .history
            case .retracted:
                transition = .retracted
                if change.isOn { on.remove(change.alarm) }
            case .revised: transition = .revised
            }
            steps.append(
                RuleTestStep(
                    at: (change.at - test.start).inWholeMilliseconds, alarm: change.alarm, transition: transition,
                    change: change))
        }
        guard !test.watchedUnknown.isEmpty, let engine = fold.engine else { return }
        let now = Set(engine.unknownAlarms.filter { test.watchedUnknown.contains($0.alert) })
        let at = (moment - test.start).inWholeMilliseconds
        for alarm in now.subtracting(unknown).sorted() {
            steps.append(RuleTestStep(at: at, alarm: alarm, transition: .unknown, change: nil))
        }
        for alarm in unknown.subtracting(now).sorted() where !touched.contains(alarm) {
            steps.append(RuleTestStep(at: at, alarm: alarm, transition: .known, change: nil))
        }
        unknown = now
    }

    // MARK: Moments

    private mutating func check(_ expectation: StateExpectation) {
        guard let engine = fold.engine else { return }
        let keys: Set<String>
        switch expectation.state {
        case .unknown:
            keys = Set(engine.unknownAlarms.filter { $0.alert == expectation.alert }.map(\.key))
        case .pending, .firing, .held:
            let alarms = engine.activeAlarms.filter { $0.alarm.alert == expectation.alert }
            let matching = alarms.filter { alarm in
                switch expectation.state {
                case .pending: alarm.phase == .pending
                case .held: alarm.isHeld
                case .firing, .unknown: alarm.phase != .pending
                }
            }
            keys = Set(matching.map(\.alarm.key))
        }
        guard keys.sorted() != expectation.keys else { return }
        func text(_ keys: [String]) -> String { keys.isEmpty ? "none" : "[\(keys.joined(separator: ", "))]" }
        fail(
            .state, expectation.node, at: expectation.at, "\(expectation.alert) \(expectation.state.rawValue)",
            expected: text(expectation.keys), actual: text(keys.sorted()))
    }

    private mutating func check(_ check: ExpressionCheck) {
        guard let engine = fold.engine else { return }
        let result = engine.evaluate(probe: check.probe.name, at: test.start + check.at)
        let isMet: Bool
        switch (check.wanted, result) {
        case (.number(let wanted, let within), .number(let number)): isMet = abs(wanted - number) <= within
        case (.flag(let wanted), .boolean(let flag)): isMet = wanted == flag
        case (.text(let pattern), .text(let text)): isMet = pattern.matches(text)
        case (.unknown, .unknown): isMet = true
        case (_, _): isMet = false
        }
        if isMet { return }
        let wanted =
            switch check.wanted {
            case .number(let number, let within): within > 1e-9 ? "\(number) ± \(within)" : "\(number)"
            case .flag(let flag): "\(flag)"
            case .text(let pattern): "“\(pattern.text)”"
            case .unknown: "unknown"
            }
        let actual: String? =
            switch result {
            case .number(let number): "\(number)"
            case .boolean(let flag): "\(flag)"
            case .text(let text): "“\(text)”"
            case .unknown: "unknown"
            case .failed(let reason): reason
            case .noSeries: nil
            }
        fail(.expression, check.node, at: check.at, check.probe.expression, expected: wanted, actual: actual)
    }

    // MARK: The end

    private mutating func finish() -> RuleTestResult {
        for alert in test.never {
            let raises = steps.filter {
                $0.alarm.alert == alert && ($0.transition == .firing || $0.transition == .history)
            }
            guard let first = raises.first else { continue }
            fail(.fired, test.node, at: first.at, alert, actual: first.alarm.key)
        }
        let compared = steps.filter { test.alerts.contains($0.alarm.alert) }.filter { step in
            (step.transition != .unknown && step.transition != .known) || test.watchedUnknown.contains(step.alarm.alert)
        }
        let actual = compared.enumerated().sorted {
            ($0.element.at, $0.element.alarm, $0.offset) < ($1.element.at, $1.element.alarm, $1.offset)
        }.map(\.element)
        let rows = TimelineComparison.rows(expected: test.timeline, actual: actual, test: test)
        return RuleTestResult(
            name: test.name, line: test.node.line, rows: rows, failures: failures, actual: actual,
            covered: Dictionary(uniqueKeysWithValues: CoverageKind.allCases.map { ($0, test.covered($0)) }),
            quarantined: sink.quarantined.count)
    }

    private mutating func fail(
        _ code: RuleTestFailure.Code, _ node: ConfigurationNode, at: Interval, _ subject: String,
        expected: String? = nil, actual: String? = nil
    ) {
        failures.append(
            RuleTestFailure(
                code: code, line: node.line, column: node.column, at: at, subject: subject, expected: expected,
                actual: actual))
    }
}
