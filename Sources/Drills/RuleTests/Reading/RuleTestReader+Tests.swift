import Configuration
import RuleEngine
import Telemetry

extension RuleTestReader {
    func readTest(_ node: ConfigurationNode, _ fileContext: RuleTestContext) -> RuleTest? {
        guard var fields = node.mapping("A test") else { return nil }
        let nameNode = fields.required("name")
        let start = fields.optional("start").flatMap(readDate) ?? self.start
        let stations = fields.optional("stations")
        let endNode = fields.optional("end")
        let isExact = fields.optionalBoolean("exact") ?? false
        let isQualityControlled = fields.optional("quality_control").map(readSwitch) ?? self.isQualityControlled
        let readings = fields.optional("readings")
        let actions = fields.optional("actions")
        let timeline = fields.optional("timeline")
        let expect = fields.optional("expect")
        let never = fields.optional("never")
        let expressions = fields.optional("exprs")
        let alertsNode = fields.optional("alerts")
        let coversNode = fields.optional("covers")
        fields.finish()
        guard let name = nameNode?.string("“name”") else { return nil }
        var context = fileContext
        if stations != nil {
            guard let own = self.context(stations: stations, at: node) else { return nil }
            context = own
        }
        let known = context.rules.outlines.map(\.alert)
        let scope = RuleTestScope(start: start, isExact: isExact, known: known, context: context)
        let inputs = (readReadings(readings, scope) + readActions(actions, scope))
            .enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        let entries = readTimeline(timeline, scope)
        let expectations = readExpectations(expect, scope)
        let named = readAlerts(alertsNode, "alerts", known)
        let compared = Set(entries.map(\.alarm.alert) + named).sorted()
        let others = known.filter { !compared.contains($0) && !expectations.map(\.alert).contains($0) }
        let forbidden = readAlerts(never, "never", known, others: others)
        let checks = readExpressions(expressions, scope)
        guard let wholeContext = withProbes(checks, context, ownStations: stations) else { return nil }
        let covers = readKinds(coversNode)
        var test = RuleTest(
            name: name, node: node, start: start, end: .zero, inputs: inputs, timeline: sorted(entries),
            timelineNode: timeline, alerts: compared,
            watchedUnknown: watchedUnknown(entries, isExact: isExact, compared), expectations: expectations,
            never: forbidden, expressions: checks, covers: covers,
            isQualityControlled: isQualityControlled, context: wholeContext)
        if [timeline, alertsNode, expect, never, expressions].allSatisfy({ $0 == nil }) {
            node.problem(
                "The test “\(name)” asserts nothing.",
                remedy: "Write a “timeline”, “alerts”, “expect”, “never” or “exprs”.", length: 1)
        }
        setEnd(&test, endNode)
        if collector.problems.isEmpty { checkCoverage(test, coversNode) }
        return test
    }

    /// The rules compiled anew with the expressions that the test looks at.
    private func withProbes(
        _ checks: [ExpressionCheck], _ context: RuleTestContext, ownStations: ConfigurationNode?
    ) -> RuleTestContext? {
        if checks.isEmpty { return context }
        return compile(registry: context.registry, isOwnRegistry: ownStations != nil, checks: checks)
    }

    /// `[A, B]`, or for `never` also `["*"]`: every alert that nothing else in the test names.
    private func readAlerts(
        _ node: ConfigurationNode?, _ what: String, _ known: [String], others: [String]? = nil
    ) -> [String] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“\(what)” must be a list of alerts.", remedy: "Write [RiverHigh], or leave the field out.")
            return []
        }
        var result: [String] = []
        for element in elements {
            if let others, element.text == "*" {
                result += others
            } else if let alert = readAlert(element, among: known) {
                result.append(alert)
            }
        }
        return Set(result).sorted()
    }

    /// By time, and at one moment by alarm: what happens to one alarm stays in order.
    private func sorted(_ entries: [TimelineEntry]) -> [TimelineEntry] {
        entries.enumerated().sorted {
            ($0.element.at, $0.element.alarm, $0.offset) < ($1.element.at, $1.element.alarm, $1.offset)
        }.map(\.element)
    }

    private func watchedUnknown(_ entries: [TimelineEntry], isExact: Bool, _ alerts: [String]) -> Set<String> {
        if isExact { return Set(alerts) }
        return Set(
            entries.filter { $0.transition == .unknown || $0.transition == .known }.map(\.alarm.alert))
    }

    // MARK: How long it runs

    private func setEnd(_ test: inout RuleTest, _ node: ConfigurationNode?) {
        var times: [(at: Interval, node: ConfigurationNode)] = []
        times += test.inputs.map { ($0.at, $0.node) }
        times += test.timeline.map { ($0.at, $0.atNode) }
        times += test.expectations.map { ($0.at, $0.node) }
        times += test.expressions.map { ($0.at, $0.node) }
        let last = times.map(\.at).max() ?? .zero
        guard let node else {
            test.end = last
            return
        }
        guard let end = readTime(node, since: test.start) else { return }
        test.end = end
        var told: Set<Int> = []
        for time in times where time.at > end && told.insert(time.node.line).inserted {
            time.node.problem(
                "\(time.at.text) is after the end of the test at \(end.text).",
                remedy: "Let “end” be later, or leave it out.", length: 1)
        }
    }

    // MARK: What it claims to test

    /// A test that covers something must do it.
    private func checkCoverage(_ test: RuleTest, _ node: ConfigurationNode?) {
        guard let node else { return }
        for kind in Set(test.covers) where !isUpdating {
            let remedy: String
            switch kind {
            case .raising where test.raised.isEmpty: remedy = "Let the timeline say “to: firing”."
            case .clearing where test.cleared.isEmpty: remedy = "Let the timeline say “to: resolved”."
            case .lateReading where !test.inputs.contains(where: \.isLate):
                remedy = "Let a reading arrive after a later one of its series: “arrives:” or “delay:”."
            case .raising, .clearing, .deadband, .tooLittleData, .silence, .lateReading: continue
            }
            node.problem("The test does not cover \(kind.rawValue).", remedy: remedy, length: 1)
        }
    }
}

/// What fields of a test are read with.
struct RuleTestScope {
    var start: Timestamp
    var isExact: Bool
    var known: [String]
    var context: RuleTestContext
}

extension RuleTest {
    /// Alerts that it sees raised.
    var raised: Set<String> {
        Set(timeline.filter { $0.transition == .firing || $0.transition == .history }.map(\.alarm.alert))
            .union(expectations.filter { $0.state == .firing && !$0.keys.isEmpty }.map(\.alert))
    }

    /// Alerts that it sees cleared.
    var cleared: Set<String> {
        Set(timeline.filter { $0.transition == .resolved || $0.transition == .history }.map(\.alarm.alert))
    }

    /// Alerts that it covers in a way.
    func covered(_ kind: CoverageKind) -> Set<String> {
        guard covers.contains(kind) else { return [] }
        switch kind {
        case .raising: return raised
        case .clearing: return cleared
        case .deadband, .tooLittleData, .silence, .lateReading: return Set(named)
        }
    }
}
