import Telemetry

/// A parameter that a rule's conditions read and that a matched station has no value of: the rule is unknown there for ever.
struct MissingParameterCheck: LintCheck {
    let id = LintID.paramsMissing

    func findings(_ rule: LintedRule) -> [LintFinding] {
        let read = Set(rule.parts.flatMap { rule.names($0.program) })
        return rule.source.parameters.compactMap { parameter in
            guard parameter.value == nil, read.contains("params.\(parameter.name)") else { return nil }
            var missing: [String] = []
            for one in rule.series where one.isCertain && parameter.stations[one.station.id] == nil {
                if !missing.contains(one.station.id) { missing.append(one.station.id) }
            }
            guard let first = missing.first else { return nil }
            let place = rule.place(parameter.node)
            return rule.finding(
                id, at: place,
                chinese: "测站“\(first)”等 \(missing.count) 个测站没有参数“\(parameter.name)”的值，规则“\(rule.source.alert)”在那里永远未知。",
                english:
                    "“\(first)”\(missing.count > 1 ? " and \(missing.count - 1) more stations have" : " has") no value of "
                    + "“\(parameter.name)”: “\(rule.source.alert)” stays unknown there.",
                remedy: Bilingual(
                    chinese: "写出对所有测站通用的值“\(parameter.name): …”，或在“stations”下补上该测站。",
                    english: "Write a value for all, “\(parameter.name): …”, or add the station below “stations”."))
        }
    }
}
