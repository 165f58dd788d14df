import Telemetry

/// A rate over a window in which fewer than two readings are sure to lie.
struct RateWindowCheck: LintCheck {
    let id = LintID.windowRate

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.source.isReading, let longest = rule.longestHeartbeat else { return [] }
        let least = Interval(nanoseconds: longest.interval.nanoseconds.multipliedReportingOverflow(by: 2).partialValue)
        var result: [LintFinding] = []
        for part in rule.parts {
            part.root.visit { node in
                guard case .call("rate", let arguments, _) = node.kind,
                    let window = HistoryFunction.named("rate")?.window(of: arguments), window < least
                else { return }
                result.append(
                    rule.finding(
                        id, at: part.place(node.range),
                        chinese: "窗口 \(window.text) 短于测站“\(longest.station)”上报间隔 \(longest.interval.text) 的两倍：变化率常常未知。",
                        english:
                            "The window of \(window.text) is shorter than twice the \(longest.interval.text) between two "
                            + "readings of “\(longest.station)”: the rate is often unknown.",
                        remedy: Bilingual(
                            chinese: "至少写 rate('\(least.text)')。", english: "Write at least rate('\(least.text)').")))
            }
        }
        return result
    }
}
