import CEL
import Telemetry

/// `silence()` that is called an alarm before two readings can have been missed.
struct AbsenceCheck: LintCheck {
    let id = LintID.alertsAbsent

    func findings(_ rule: LintedRule) -> [LintFinding] {
        guard rule.source.isReading, let part = rule.parts.first, let longest = rule.longestHeartbeat else { return [] }
        let least = Interval(nanoseconds: longest.interval.nanoseconds.multipliedReportingOverflow(by: 2).partialValue)
        var result: [LintFinding] = []
        part.root.visit { node in
            guard let limit = AbsenceCheck.limit(node), limit < least else { return }
            result.append(
                rule.finding(
                    id, at: part.place(node.range),
                    chinese: "静默 \(limit.text) 短于测站“\(longest.station)”上报间隔 \(longest.interval.text) 的两倍：丢失一个读数即告警。",
                    english:
                        "A silence of \(limit.text) is shorter than twice the \(longest.interval.text) between two "
                        + "readings of “\(longest.station)”: one lost reading is an alarm.",
                    remedy: Bilingual(
                        chinese: "至少写 duration('\(least.text)')。", english: "Write at least duration('\(least.text)').")
                ))
        }
        return result
    }

    /// The constant above which silence counts.
    private static func limit(_ node: Expression) -> Interval? {
        guard case .binary(let operation, let left, let right) = node.kind else { return nil }
        switch operation {
        case .greater, .greaterOrEqual: return isSilence(left) ? length(right) : nil
        case .less, .lessOrEqual: return isSilence(right) ? length(left) : nil
        default: return nil
        }
    }

    private static func isSilence(_ node: Expression) -> Bool {
        if case .call("silence", _, _) = node.kind { return true }
        return false
    }

    private static func length(_ node: Expression) -> Interval? {
        guard case .call("duration", let arguments, _) = node.kind else { return nil }
        return arguments.first?.text.flatMap { Interval(text: $0) }
    }
}
