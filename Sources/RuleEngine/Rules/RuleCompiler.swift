import CEL
import Configuration
import Telemetry

/// Compiles the expressions and texts of rules; problems are told at their place in the YAML.
struct RuleCompiler {
    let sources: [RuleSource]
    let registry: Registry
    let collector: ProblemCollector
    let warnings: ProblemCollector
    private(set) var reading: RuleEnvironment
    private(set) var event: RuleEnvironment
    private(set) var over: RuleEnvironment
    private(set) var readingIntrinsics: IntrinsicTable
    private(set) var overIntrinsics: IntrinsicTable
    private(set) var rules: [CompiledRule] = []
    /// Index of the source of each of `rules`.
    private(set) var sourceIndices: [Int] = []
    private let knownThresholds: Set<String>
    private var parameterSlots: [[Int]] = []

    init(sources: [RuleSource], registry: Registry, collector: ProblemCollector, warnings: ProblemCollector) {
        self.sources = sources
        self.registry = registry
        self.collector = collector
        self.warnings = warnings
        var known: Set<String> = []
        for station in registry.stations {
            for quantity in station.quantities { known.formUnion(quantity.thresholds.map(\.name)) }
        }
        knownThresholds = known
        var named: Set<String> = []
        for rule in sources {
            for (_, text) in RuleCompiler.texts(of: rule) { named.formUnion(ThresholdScan.names(in: text).map(\.name)) }
        }
        let names = named.sorted()
        reading = RuleEnvironment(.reading, thresholds: names)
        event = RuleEnvironment(.event, thresholds: names)
        over = RuleEnvironment(.over, thresholds: [])
        for (index, rule) in sources.enumerated() {
            let parameters = rule.parameters.map(\.name)
            switch rule.subject {
            case .reading: parameterSlots.append(reading.declareParameters(parameters, rule: index))
            case .event: parameterSlots.append(event.declareParameters(parameters, rule: index))
            case .over, .sequence: parameterSlots.append(over.declareParameters(parameters, rule: index))
            }
        }
        readingIntrinsics = IntrinsicTable(firstSlot: reading.environment.slotCount, registry: registry)
        overIntrinsics = IntrinsicTable(firstSlot: over.environment.slotCount, registry: registry)
    }

    /// Everything of a rule that names thresholds; of templates only what stands in braces.
    private static func texts(of rule: RuleSource) -> [(node: ConfigurationNode, text: String)] {
        [rule.isSequence ? nil : rule.expression, rule.clearWhen].compactMap { $0 }.map { ($0, $0.text ?? "") }
            + [rule.summary?.chinese, rule.summary?.english].compactMap { $0 }
            .map { ($0, ThresholdScan.blankOutsideBraces($0.text ?? "")) }
    }

    mutating func compile(hashText: (ConfigurationFile) -> String) {
        var origins: [String: String] = [:]
        for (index, rule) in sources.enumerated() {
            let file = rule.node.file
            let hash = hashText(file)
            let isPlain = hash.isEmpty || file.path == RuleProbe.path
            let origin = origins[file.path] ?? (isPlain ? file.path : "\(file.path) \(hash)")
            origins[file.path] = origin
            compile(rule, index: index, origin: origin)
        }
    }

    private mutating func compile(_ rule: RuleSource, index: Int, origin: String) {
        let environment: Environment
        let table: IntrinsicTable?
        let subject: CompiledRule.Subject
        switch rule.subject {
        case .reading:
            reading.enter(rule: index)
            (environment, table, subject) = (reading.environment, readingIntrinsics, .reading)
        case .event:
            event.enter(rule: index)
            (environment, table, subject) = (event.environment, nil, .event)
        case .over(_, let alert):
            over.enter(rule: index)
            (environment, table, subject) = (over.environment, overIntrinsics, .over(alert: alert))
        case .sequence(let sequence, _, _):
            over.enter(rule: index)
            (environment, table, subject) = (over.environment, overIntrinsics, .sequence(sequence))
        }
        table?.beginRule()
        checkThresholds(of: rule)
        let condition =
            rule.isSequence
            ? try? environment.compile("true", expecting: .bool) : program(rule.expression, "expr", environment, table)
        let clear = rule.clearWhen.flatMap { program($0, "clear_when", environment, table) }
        let chinese = rule.summary.flatMap { template($0.chinese, environment, table) }
        let english = rule.summary.flatMap { template($0.english, environment, table) }
        guard let condition else { return }
        let conditionSlots = Set(condition.referencedSlots).union(clear?.referencedSlots ?? [])
        let slots = conditionSlots.union(chinese?.referencedSlots ?? []).union(english?.referencedSlots ?? [])
        warnOfUnusedParameters(rule, slots: slots, index: index)
        let isProbe = rule.node.file.path == RuleProbe.path
        let silencePoints = isProbe ? [] : silencePoints(of: rule, slots: conditionSlots)
        let parameters = zip(rule.parameters, parameterSlots[index]).map { source, slot in
            CompiledRule.Parameter(name: source.name, slot: slot, value: source.value, stations: source.stations)
        }
        sourceIndices.append(index)
        rules.append(
            CompiledRule(
                alert: rule.alert, subject: subject, match: rule.match, by: rule.by, condition: condition, clear: clear,
                onDelayNanoseconds: rule.onDelay.nanoseconds, offDelayNanoseconds: offDelay(of: rule),
                latching: rule.latching, cooldownNanoseconds: rule.cooldown?.nanoseconds,
                decidesOnReadings: rule.decidesOnReadings, parameters: parameters,
                blindAfterNanoseconds: rule.blindAfter?.nanoseconds, slots: slots.sorted(),
                silencePoints: silencePoints,
                isAboutSilence: isProbe || !silencePoints.isEmpty && isAboutSilence(rule, slots: conditionSlots),
                hazard: rule.hazard, colour: rule.colour, lifeSafety: rule.lifeSafety, labels: rule.labels,
                annotations: rule.annotations, chinese: chinese, english: english, origin: origin,
                expressionText: rule.sequenceText ?? rule.expression.text ?? "", clearText: rule.clearWhen?.text))
    }

    private func offDelay(of rule: RuleSource) -> Int64 {
        if let delay = rule.offDelay { return delay.nanoseconds }
        switch rule.subject {
        case .event, .sequence: return CompiledRule.eventOffDelayNanoseconds
        case .reading, .over: return 0
        }
    }

    // MARK: Expressions

    private func program(
        _ node: ConfigurationNode, _ what: String, _ environment: Environment, _ table: IntrinsicTable?
    ) -> Program? {
        guard let text = node.string("“\(what)”") else { return nil }
        let isProbe = node.file.path == RuleProbe.path
        do {
            let program: Program
            if let table {
                program = try environment.compile(text, expecting: isProbe ? nil : .bool) {
                    (call: IntrinsicCall) throws(IntrinsicRefusal) -> Int in try table.slot(for: call)
                }
            } else {
                program = try environment.compile(text, expecting: .bool)
            }
            if program.referencedSlots.isEmpty, !isProbe {
                node.problem(
                    "“\(what)” is the same for every reading.",
                    remedy: "Compare something measured: value >= params.limit.", kind: .constant)
            }
            for warning in program.warnings {
                warnings.add(ScalarPlace(node: node).problem(warning, in: "“\(what)”", kind: .cost))
            }
            return program
        } catch {
            for diagnostic in error.diagnostics {
                collector.add(
                    ScalarPlace(node: node).problem(diagnostic, in: "“\(what)”", kind: RuleCompiler.kind(diagnostic)))
            }
            return nil
        }
    }

    private static func kind(_ diagnostic: Diagnostic) -> ConfigurationProblemKind {
        switch diagnostic.stage {
        case .parsing: .syntax
        case .checking: .type
        case .estimating: .cost
        }
    }

    private func template(_ node: ConfigurationNode, _ environment: Environment, _ table: IntrinsicTable?) -> Template?
    {
        do {
            if let table {
                return try environment.compileTemplate(node.text ?? "") {
                    (call: IntrinsicCall) throws(IntrinsicRefusal) -> Int in try table.slot(for: call)
                }
            }
            return try environment.compileTemplate(node.text ?? "")
        } catch {
            for diagnostic in error.diagnostics {
                collector.add(ScalarPlace(node: node).problem(diagnostic, in: "“summary”", kind: .text))
            }
            return nil
        }
    }

    // MARK: Checks

    private func checkThresholds(of rule: RuleSource) {
        guard !registry.stations.isEmpty else { return }
        for (node, text) in RuleCompiler.texts(of: rule) {
            for use in ThresholdScan.names(in: text) where !knownThresholds.contains(use.name) {
                let known = knownThresholds.sorted().prefix(30).joined(separator: ", ")
                collector.add(
                    ScalarPlace(node: node).problem(
                        "No station has a threshold “\(use.name)”.", line: use.line, column: use.column,
                        length: "station.".count + use.name.count,
                        remedy: "Add it to the stations, or name one of: \(known).", kind: .type))
            }
        }
    }

    private func warnOfUnusedParameters(_ rule: RuleSource, slots: Set<Int>, index: Int) {
        for (parameter, slot) in zip(rule.parameters, parameterSlots[index])
        where !slots.contains(slot) && parameter.node.line >= rule.node.line {
            let node = parameter.node
            warnings.add(
                ConfigurationProblem(
                    path: node.file.path, line: node.line, column: node.column, length: parameter.name.count,
                    message: "The rule “\(rule.alert)” does not read params.\(parameter.name).",
                    remedy: "Use it or remove it.", sourceLine: node.file.line(node.line), kind: .unused))
        }
    }

    /// `silence()` grows by itself: a timer looks at the condition at each constant it may be compared with, and a
    /// nanosecond later for `>`.
    private func silencePoints(of rule: RuleSource, slots: Set<Int>) -> [Int64] {
        guard case .reading = rule.subject,
            let position = readingIntrinsics.intrinsics.firstIndex(where: { $0.kind == .silence }),
            slots.contains(reading.environment.slotCount + position)
        else { return [] }
        var points: Set<Int64> = []
        for node in [rule.expression, rule.clearWhen].compactMap({ $0 }) {
            for length in DurationScan.constants(in: node.text ?? "") where length.nanoseconds >= 0 {
                points.insert(length.nanoseconds)
                points.insert(length.nanoseconds + 1)
            }
        }
        if points.isEmpty {
            rule.expression.problem(
                "silence() is compared with nothing that a timer could wait for.",
                remedy: "Compare it with a constant: silence() > duration('15m').")
        }
        return points.sorted()
    }

    private func isAboutSilence(_ rule: RuleSource, slots: Set<Int>) -> Bool {
        let wordsAboutReadings = [
            RuleEnvironment.Word.value, RuleEnvironment.Word.quality, RuleEnvironment.Word.eventTime,
        ]
        if wordsAboutReadings.contains(where: slots.contains) { return false }
        let first = reading.environment.slotCount
        return readingIntrinsics.intrinsics.enumerated().allSatisfy { offset, intrinsic in
            intrinsic.kind == .silence || !slots.contains(first + offset)
        }
    }
}
