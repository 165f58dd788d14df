import Configuration
import Operations
import RuleEngine
import Telemetry
import Views

/// Are the city's files right, and do they fit one another?
enum RulesCheck {
    static func findings(cityFolder: String) -> [FindingView] {
        let loaded: LoadedCity
        do {
            loaded = try CityLoader.load(folder: cityFolder)
        } catch {
            let problem =
                CommandFailure.of(error)?.problem
                ?? ProblemView(code: "configuration", message: "\(error)", remedy: "Mend the city's files.")
            // One line here; “rules check” shows each with its source line and caret.
            return [
                FindingView(
                    area: "rules", severity: .failure,
                    message: Bilingual(
                        chinese: firstLine(problem.message.chinese), english: firstLine(problem.message.english)),
                    remedy: Bilingual(
                        chinese: "用“tocsin rules check --city \(cityFolder)”逐条查看并改正。",
                        english: "See each with “tocsin rules check --city \(cityFolder)” and mend it."))
            ]
        }
        return [summary(loaded)] + warnings(loaded) + stationsWithoutThresholds(loaded) + hazardsWithoutRow(loaded)
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? text
    }

    private static func summary(_ loaded: LoadedCity) -> FindingView {
        let stations = loaded.city.registry.stations.count
        let alerts = loaded.rules.summaries.count
        return FindingView(
            area: "rules", severity: .good,
            message: Bilingual(
                chinese: "测站 \(stations) 个，规则 \(alerts) 条，配置无误",
                english: "\(stations) stations and \(alerts) alerts, no problem"))
    }

    private static func warnings(_ loaded: LoadedCity) -> [FindingView] {
        loaded.rules.warnings.map { warning in
            FindingView(
                area: "rules", severity: .warning,
                message: Bilingual("\(warning.path):\(warning.line):\(warning.column): \(warning.message)"),
                remedy: Bilingual(warning.remedy))
        }
    }

    private static func stationsWithoutThresholds(_ loaded: LoadedCity) -> [FindingView] {
        let bare = loaded.city.registry.stations.filter { station in
            !station.quantities.isEmpty
                && station.quantities.allSatisfy { $0.thresholds.isEmpty && $0.heartbeat != nil }
        }.map(\.id)
        if bare.isEmpty { return [] }
        let names = bare.prefix(8).joined(separator: ", ") + (bare.count > 8 ? ", …" : "")
        return [
            FindingView(
                area: "rules", severity: .note,
                message: Bilingual(
                    chinese: "\(bare.count) 个测站没有自己的阈值：\(names)",
                    english: "\(bare.count) stations have no thresholds of their own: \(names)"),
                remedy: Bilingual(
                    chinese: "依赖 station.<阈值> 的规则对它们结果为未知；在 stations/ 中补充并注明来源和日期。",
                    english:
                        "Rules that need station.<threshold> are unknown there; add them in stations/ with source and date."
                ))
        ]
    }

    private static func hazardsWithoutRow(_ loaded: LoadedCity) -> [FindingView] {
        let known = Set(loaded.linkage.rows.map(\.hazard))
        var missing: [String] = []
        for rule in loaded.rules.hazards where !known.contains(rule.hazard) && !missing.contains(rule.hazard) {
            missing.append(rule.hazard)
        }
        return missing.map { hazard in
            FindingView(
                area: "rules", severity: .warning,
                message: Bilingual(
                    chinese: "联动矩阵中没有灾种“\(hazard)”：只会通知值班员",
                    english: "The linkage matrix has no row for hazard “\(hazard)”: only the officer on duty is told"),
                remedy: Bilingual(
                    chinese: "在 linkage/ 中为它指定牵头和联动部门。", english: "Name its lead and linked departments in linkage/."))
        }
    }
}
