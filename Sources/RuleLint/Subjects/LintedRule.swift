import CEL
import Configuration
import RuleEngine
import Telemetry

/// A rule that could be compiled, with the series that it runs on.
struct LintedRule {
    /// One of the rule's expressions.
    struct Part {
        var node: ConfigurationNode
        var program: Program

        var root: Expression { program.expression }

        /// Where a stretch of the expression stands in the file.
        func place(_ range: SourceRange) -> ConfigurationProblem {
            let text = Source(program.source)
            let (line, column) = text.position(of: range.start)
            let length = text.text(of: range).unicodeScalars.prefix { $0 != "\n" }.count
            return ScalarPlace(node: node).problem("", line: line, column: column, length: length, remedy: "")
        }

        /// The text of a stretch, on one line.
        func text(_ range: SourceRange) -> String {
            Source(program.source).text(of: range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    let source: RuleSource
    let compiled: RuleInspection.Compiled
    let series: [LintedSeries]
    let cases: [LintCase]
    let condition: Part
    let clear: Part?
    let input: LintInput

    init(source: RuleSource, compiled: RuleInspection.Compiled, series: [LintedSeries], input: LintInput) {
        self.source = source
        self.compiled = compiled
        self.series = series
        self.input = input
        condition = Part(node: source.expression, program: compiled.condition)
        clear = source.clearWhen.flatMap { node in compiled.clear.map { Part(node: node, program: $0) } }
        let slots = Set(compiled.condition.referencedSlots).union(compiled.clear?.referencedSlots ?? [])
        let names = slots.sorted().compactMap { $0 < compiled.slotNames.count ? compiled.slotNames[$0] : nil }
        cases = LintedRule.cases(source, series, names)
    }

    /// The rule's conditions; none of a sequence, which has no expression.
    var parts: [Part] { source.isSequence ? [] : [condition] + (clear.map { [$0] } ?? []) }

    /// Names of what a program reads, by slot.
    func names(_ program: Program) -> [String] {
        program.referencedSlots.map { $0 < compiled.slotNames.count ? compiled.slotNames[$0] : "" }
    }

    /// What the rule's terms can be.
    ///
    /// - Parameter isBelieved: for readings that did not fail quality control; a failed one raises, too, but clears nothing.
    func interpreter(_ single: LintCase, isBelieved: Bool) -> Interpreter {
        Interpreter(
            source: RuleTerms(
                constants: single.constants, span: single.span, isBelieved: isBelieved, expressions: parts.map(\.root)))
    }

    /// A field as it is written in the rule; nil where it is not.
    func field(_ name: String) -> ConfigurationNode? {
        source.node.entries?.first { $0.key.text == name }?.value
    }

    /// The longest time between two readings of a matched series; nil where none has a heartbeat.
    var longestHeartbeat: (interval: Interval, station: String)? {
        var longest: (interval: Interval, station: String)?
        for one in series {
            guard let heartbeat = one.heartbeat, heartbeat > longest?.interval ?? .zero else { continue }
            longest = (heartbeat, one.station.id)
        }
        return longest
    }

    // MARK: Findings

    func finding(
        _ id: LintID, at place: ConfigurationProblem, severity: LintSeverity? = nil, chinese: String, english: String,
        remedy: Bilingual
    ) -> LintFinding {
        LintFinding(
            id, at: place, severity: severity, alert: source.alert, ruleLine: source.node.line,
            message: Bilingual(chinese: chinese, english: english), remedy: remedy)
    }

    /// The place of a node of the file.
    func place(_ node: ConfigurationNode) -> ConfigurationProblem { node.finding("", remedy: "") }

    // MARK: Cases

    private static func cases(_ source: RuleSource, _ series: [LintedSeries], _ names: [String]) -> [LintCase] {
        guard source.isReading, !series.isEmpty else {
            var constants: [String: AbstractValue?] = [:]
            for parameter in source.parameters where parameter.stations.isEmpty {
                guard let value = parameter.value?.value else { continue }
                constants["params.\(parameter.name)"] = .some(.double(NumberRange(exactly: value)))
            }
            return [LintCase(constants: constants, span: nil, stations: [], isComplete: true)]
        }
        var result: [LintCase] = []
        var known: [String: Int] = [:]
        for one in series {
            let constants = constants(source, one, names)
            let key = names.map { "\($0)=\(String(describing: constants[$0] ?? nil))" }.joined(separator: ";")
            let whole = "\(key) \(one.span?.low ?? .nan) \(one.span?.high ?? .nan)"
            if let index = known[whole] {
                result[index].stations.append(one.station.id)
                continue
            }
            known[whole] = result.count
            let isComplete = names.allSatisfy { name in constants[name].map { $0 != nil } ?? true }
            result.append(
                LintCase(
                    constants: constants, span: one.span, stations: [one.station.id], isComplete: isComplete))
        }
        return result
    }

    private static func constants(
        _ source: RuleSource, _ series: LintedSeries, _ names: [String]
    ) -> [String: AbstractValue?] {
        var constants: [String: AbstractValue?] = [
            "station": .text(series.station.id), "district": .text(series.station.district),
            "place": .text(series.station.place), "quantity": .text(series.quantity.quantity),
            "unit": .text(series.quantity.unit),
        ]
        if let domain = series.station.domain(ofQuantity: series.quantity.quantity) {
            constants["domain"] = .some(.text(domain))
        }
        for parameter in source.parameters {
            let value = parameter.stations[series.station.id] ?? parameter.value
            constants["params.\(parameter.name)"] = .some(value.map { .double(NumberRange(exactly: $0.value)) })
        }
        for name in names where name.hasPrefix("station.") {
            let threshold = series.quantity.threshold(String(name.dropFirst("station.".count)))
            constants[name] = .some(threshold.map { .double(NumberRange(exactly: $0.value)) })
        }
        return constants
    }
}
