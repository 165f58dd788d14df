import Telemetry

/// Which alerts lack a test of a kind.
package enum RuleCoverageSheet {
    package static func render(_ coverage: [RuleCoverageView], language: Language) -> String {
        let lacking = coverage.filter { !$0.missing.isEmpty }
        var text = ""
        for alert in lacking {
            let kinds = alert.missing.map { word($0, language) }
            text +=
                DisplayText.safe(
                    language == .chinese
                        ? "\(alert.file)：\(alert.alert) 缺少测试：\(kinds.joined(separator: "、"))"
                        : "\(alert.file): \(alert.alert) has no test for \(kinds.joined(separator: ", "))") + "\n"
        }
        let whole = coverage.count - lacking.count
        text +=
            language == .chinese
            ? "测试覆盖：报警 \(coverage.count) 种，齐全 \(whole) 种，有缺 \(lacking.count) 种\n"
            : "Coverage: \(coverage.count) alerts, \(whole) wholly tested, \(lacking.count) with something missing\n"
        return text
    }

    private static func word(_ kind: String, _ language: Language) -> String {
        switch (kind, language) {
        case ("raising", .chinese): "触发"
        case ("clearing", .chinese): "解除"
        case ("deadband", .chinese): "回差"
        case ("too_little_data", .chinese): "数据不足"
        case ("silence", .chinese): "无数据"
        case ("late_reading", .chinese): "迟到读数"
        case ("raising", .english): "raising"
        case ("clearing", .english): "clearing"
        case ("deadband", .english): "the deadband"
        case ("too_little_data", .english): "too little data"
        case ("silence", .english): "silence"
        case ("late_reading", .english): "a late reading"
        default: DisplayText.safe(kind)
        }
    }
}
