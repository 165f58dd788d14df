import CEL
import Telemetry

/// What the names and calls of one rule stand for on one series: parameters and thresholds are known numbers, readings lie in
/// what the sensor can measure.
struct RuleTerms: TermSource {
    /// By name as expressions spell it: `params.limit`, `station.warning`, `district`. Nil: no value is set, so that all that
    /// reads it is unknown.
    private let constants: [String: AbstractValue?]
    private let span: NumberRange?
    private let isBelieved: Bool
    /// Calls by key, for those who look terms up by key.
    private var calls: [String: Outcome] = [:]
    private(set) var ordered: [(small: String, large: String)] = []

    /// - Parameters:
    ///   - constants: parameters, thresholds and words of the series.
    ///   - span: what the sensor can measure, in the series' unit; nil where that is not known.
    ///   - isBelieved: only readings that did not fail quality control are looked at: `value` lies in the span and is one of
    ///     its own windows' readings.
    ///   - expressions: whose calls are to be held against one another.
    init(
        constants: [String: AbstractValue?], span: NumberRange?, isBelieved: Bool, expressions: [Expression] = []
    ) {
        self.constants = constants
        self.span = span
        self.isBelieved = isBelieved
        var found: [HistoryTerm] = []
        for expression in expressions { expression.visit { gather($0, &found) } }
        ordered = HistoryTerm.order(found, isBelieved: isBelieved, isNotNegative: (span?.low ?? -1) >= 0)
    }

    private mutating func gather(_ node: Expression, _ found: inout [HistoryTerm]) {
        guard case .call(let name, let arguments, _) = node.kind,
            let (key, outcome) = outcome(ofCall: name, arguments: arguments), let key, calls[key] == nil
        else { return }
        calls[key] = outcome
        if let term = HistoryTerm(key: key, name: name, arguments: arguments) { found.append(term) }
    }

    func outcome(ofName name: String) -> Outcome? {
        if let known = constants[name] { return Outcome(known, mayFail: known == nil) }
        switch name {
        case "value": return Outcome(.double(isBelieved ? span ?? .finite : .finite), mayFail: true)
        case "unit", "quality", "station", "district", "domain", "quantity", "place", "station_name", "place_name",
            "id":
            return Outcome(.text(nil))
        default:
            // A parameter or threshold of which nothing is known.
            if name.hasPrefix("params.") || name.hasPrefix("station.") {
                return Outcome(.double(.finite), mayFail: true)
            }
            return calls[name]
        }
    }

    func outcome(ofCall name: String, arguments: [Expression]) -> (key: String?, outcome: Outcome)? {
        guard let function = HistoryFunction.named(name) else { return nil }
        let value = function.value(name, arguments, span: span, isBelieved: isBelieved)
        return (HistoryTerm.key(name, arguments), Outcome(value, mayFail: name != "silence"))
    }
}
