import Configuration
import RuleEngine
import Telemetry

/// States and expressions at a moment.
extension RuleTestReader {
    func readExpectations(_ node: ConfigurationNode?, _ scope: RuleTestScope) -> [StateExpectation] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“expect” is empty.", remedy: "Write “- {at: 8m, alert: …, firing: [key]}”, or remove it.")
            return []
        }
        var result: [StateExpectation] = []
        for element in elements {
            guard var fields = element.mapping("An entry of “expect”") else { continue }
            let at = readTime(fields.required("at"), since: scope.start)
            let alert = readAlert(fields.required("alert"), among: scope.known)
            var count = 0
            for state in StateExpectation.State.allCases {
                guard let list = fields.optional(state.rawValue) else { continue }
                count += 1
                guard let keys = readKeys(list, alert: alert, scope), let at, let alert else { continue }
                result.append(StateExpectation(node: list, at: at, alert: alert, state: state, keys: keys))
            }
            fields.finish()
            if count == 0 {
                let words = StateExpectation.State.allCases.map(\.rawValue).joined(separator: ", ")
                element.problem(
                    "The entry expects nothing.", remedy: "Write one of \(words): [key], or “firing: none”.", length: 1)
            }
        }
        return result
    }

    /// A list of keys, or `none`.
    private func readKeys(_ node: ConfigurationNode, alert: String?, _ scope: RuleTestScope) -> [String]? {
        if node.text == "none" { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem(
                "An empty list is easily written by mistake.", remedy: "Write “none” where no key may be in this state."
            )
            return nil
        }
        return Set(elements.compactMap { readKey($0, alert: alert, scope) }).sorted()
    }

    // MARK: Expressions

    func readExpressions(_ node: ConfigurationNode?, _ scope: RuleTestScope) -> [ExpressionCheck] {
        guard let node else { return [] }
        guard let elements = node.elements, !elements.isEmpty else {
            node.problem("“exprs” is empty.", remedy: "Write “- {at: 5m, expr: …, is: …}”, or remove it.")
            return []
        }
        return elements.enumerated().compactMap { readExpression($0.element, number: $0.offset, scope) }
    }

    private func readExpression(
        _ node: ConfigurationNode, number: Int, _ scope: RuleTestScope
    ) -> ExpressionCheck? {
        guard var fields = node.mapping("An entry of “exprs”") else { return nil }
        let at = readTime(fields.required("at"), since: scope.start)
        let station = (fields.optional("station") ?? defaults["station"])?.string("“station”")
        let quantityNode = fields.optional("quantity") ?? defaults["quantity"]
        let expression = fields.required("expr")
        let parameters = readParameters(fields.optional("params"))
        let isUnknown = fields.optionalBoolean("unknown") ?? false
        let value = fields.optional("is")
        let within = fields.optional("within")?.double("“within”")
        fields.finish()
        let quantities = station.flatMap { scope.context.registry.station($0) }?.quantities.map(\.quantity) ?? []
        let quantity = quantityNode?.text ?? (quantities.count == 1 ? quantities.first : nil)
        guard let station, let quantity else {
            node.problem(
                "An expression is about the series of a station and a quantity.",
                remedy: "Write “station” and “quantity” here or under “defaults”.", length: 1)
            return nil
        }
        guard let at, let expression, let text = expression.string("“expr”") else { return nil }
        let wanted: ExpressionCheck.Wanted
        if let value {
            guard !isUnknown, let read = readWanted(value, within: within) else {
                if isUnknown { node.problem("“is” and “unknown” exclude each other.", remedy: "Keep one.", length: 1) }
                return nil
            }
            wanted = read
        } else if isUnknown {
            wanted = .unknown
        } else {
            node.problem("The entry expects nothing.", remedy: "Write “is: …” or “unknown: true”.", length: 1)
            return nil
        }
        let probe = RuleProbe(
            name: "Expression\(number)", expression: text, station: station, quantity: quantity,
            parameters: parameters)
        return ExpressionCheck(node: expression, at: at, probe: probe, wanted: wanted)
    }

    private func readWanted(_ node: ConfigurationNode, within: Double?) -> ExpressionCheck.Wanted? {
        guard let text = node.text else {
            node.problem("“is” must be a number, true, false or a text.", remedy: "Write one value.")
            return nil
        }
        if !node.isQuoted {
            if text == "true" || text == "false" { return .flag(text == "true") }
            if let number = Double(text), number.isFinite { return .number(number, within: within ?? 1e-9) }
        }
        return TextPattern(node, "“is”").map { .text($0) }
    }

    private func readParameters(_ node: ConfigurationNode?) -> [(name: String, value: Double)] {
        guard let node, let fields = node.mapping("“params”") else { return [] }
        return fields.all.compactMap { key, value in
            guard let name = key.text, let number = value.double("A parameter") else { return nil }
            return (name, number)
        }
    }
}
