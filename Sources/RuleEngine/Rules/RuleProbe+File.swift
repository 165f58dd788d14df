import Configuration

extension RuleProbe {
    /// Path of the file that probes are written into; no file of a city can have it.
    static let path = "(expressions)"

    /// Probes as a rule file, one line each from the second on, for the compiler that compiles rules.
    static func file(_ probes: [RuleProbe]) -> ConfigurationFile {
        var text = "groups:\n"
        for probe in probes {
            let parameters = probe.parameters.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ")
            text += "- {name: \(probe.name), match: {station: \(quoted(probe.station)), "
            text += "quantity: \(quoted(probe.quantity))}, labels: {hazard: probe}, params: {\(parameters)}, "
            text += "rules: [{alert: \(probe.name), expr: \(quoted(probe.expression))}]}\n"
        }
        return ConfigurationFile(path: path, text: text)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.append(character)
            }
        }
        return result + "\""
    }
}

extension ConfigurationProblem {
    /// Which probe a problem is about, from 0; nil where it is about a rule file.
    package var probe: Int? { path == RuleProbe.path ? line - 2 : nil }
}
