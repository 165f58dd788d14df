import Telemetry

/// `tocsin log verify`.
package enum VerificationSheet {
    package static func render(_ result: VerificationView, language: Language) -> String {
        func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let entries = NumberText.count(result.entries)
        var text = ""
        if result.verified {
            text +=
                say("日志完好：\(entries) 条，链首 \(result.head)", "The log is intact: \(entries) entries, head \(result.head)")
                + "\n"
            if let outside = result.comparedWith {
                let count = NumberText.count(outside.entries)
                text += say("  与外部链首（第 \(count) 条）一致。", "  It agrees with the head outside (entry \(count)).") + "\n"
            } else {
                text +=
                    say(
                        "  未与外部链首比较：看不出尾部是否被截去。",
                        "  Not compared with a head outside: a cut-off tail would not show.") + "\n"
            }
            if result.replayed {
                text += say("  由输入流水重新推导，逐条一致。", "  Derived again from the journal: every entry is equal.") + "\n"
            }
            return text
        }
        text += say("日志有问题。", "The log is NOT intact.") + "\n"
        for finding in result.findings { text += "  " + DisplayText.safe(finding.message[language]) + "\n" }
        text +=
            "  → "
            + say(
                "保存该目录的副本，与备份比较所列各条，并报告主管。",
                "Keep a copy of the folder, compare the entries named with a backup, and tell whoever is responsible.")
            + "\n"
        return text
    }
}
