import Telemetry

/// `tocsin doctor`: one line a finding, its remedy below it.
package enum DoctorSheet {
    package static func render(_ findings: [FindingView], language: Language) -> String {
        var text = ""
        for finding in findings {
            let head =
                TerminalWidth.padded(word(finding.severity, language), to: 10)
                + TerminalWidth.padded(area(finding.area, language), to: 10)
            text += DisplayText.safe(head + finding.message[language]) + "\n"
            if let remedy = finding.remedy {
                text += DisplayText.safe(String(repeating: " ", count: 20) + "→ " + remedy[language]) + "\n"
            }
        }
        return text
    }

    private static func word(_ severity: FindingView.Severity, _ language: Language) -> String {
        switch (severity, language) {
        case (.good, .chinese): "正常"
        case (.note, .chinese): "提示"
        case (.warning, .chinese): "警告"
        case (.failure, .chinese): "故障"
        case (.good, .english): "ok"
        case (.note, .english): "note"
        case (.warning, .english): "WARNING"
        case (.failure, .english): "FAILURE"
        }
    }

    private static func area(_ area: String, _ language: Language) -> String {
        guard language == .chinese else { return DisplayText.safe(area) }
        switch area {
        case "broker": return "消息代理"
        case "channels": return "通道"
        case "clock": return "时钟"
        case "database": return "数据库"
        case "disk": return "磁盘"
        case "locale": return "语言环境"
        case "roster": return "值班表"
        case "rules": return "规则"
        default: return DisplayText.safe(area)
        }
    }
}
