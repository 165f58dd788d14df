import Foundation
import Telemetry

/// `tocsin log times`: how long each department took, and what of the standards was reached.
package enum ResponseTimesSheet {
    package static func render(_ views: [ResponseTimesView], names: NameBook, language: Language) -> String {
        let chinese = language == .chinese
        if views.isEmpty { return chinese ? "日志中没有指令。\n" : "The log has no orders.\n" }
        var table = TextTable(
            chinese
                ? [
                    .init("部门", maximumWidth: 34), .init("指令", .trailing), .init("未答复", .trailing),
                    .init("拒绝", .trailing), .init("超时", .trailing), .init("签收 50/90/最长", .trailing),
                    .init("出动 50/90/最长", .trailing), .init("到场 50/90/最长", .trailing),
                ]
                : [
                    .init("DEPARTMENT", maximumWidth: 34), .init("ORDERS", .trailing),
                    .init("SILENT", .trailing), .init("DECLINED", .trailing), .init("LATE", .trailing),
                    .init("ACK p50/p90/max", .trailing), .init("OUT p50/p90/max", .trailing),
                    .init("ON SCENE", .trailing),
                ])
        for view in views {
            table.append(
                [
                    names.party(view.department, language), String(view.orders), String(view.unanswered),
                    String(view.declined), String(view.late),
                ] + [.acknowledged, .underWay, .onScene].map { times(view, $0) })
        }
        return table.render() + standards(views, names: names, language: language)
    }

    private static func times(_ view: ResponseTimesView, _ phase: ResponseTimes.Phase) -> String {
        guard let times = view.phases.first(where: { $0.phase == phase }) else { return "–" }
        return [times.p50, times.p90, times.maximum].map(short).joined(separator: " / ")
    }

    /// `0:09`, `12:40`, `1:02:05`.
    private static func short(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let minutes = whole / 60 % 60
        let rest = two(whole % 60)
        return whole >= 3_600 ? "\(whole / 3_600):\(two(minutes)):\(rest)" : "\(minutes):\(rest)"
    }

    private static func standards(_ views: [ResponseTimesView], names: NameBook, language: Language) -> String {
        var text = ""
        for view in views {
            for times in view.phases {
                for standard in times.standards where times.phase != .handedOver {
                    let line = sentence(standard, times.phase, names.party(view.department, language), language)
                    text += "  " + DisplayText.safe(line) + "\n"
                }
            }
        }
        return text
    }

    private static func sentence(
        _ standard: ResponseTimesView.Comparison, _ phase: ResponseTimes.Phase, _ department: String,
        _ language: Language
    ) -> String {
        let mark = standard.isMet ? "✓" : "✗"
        let within = short(standard.within)
        // Chinese first, after “ / ” English.
        let sources = standard.source.components(separatedBy: " / ")
        let source = (language == .chinese ? sources.first : sources.last) ?? standard.source
        let (reached, asked) = (standard.reachedPercent, standard.percent)
        if language == .chinese {
            return
                "\(mark) \(department)：\(within) 内\(word(phase, language)) \(reached) %，标准 \(asked) %（\(source)）"
        }
        return "\(mark) \(department): \(word(phase, language)) within \(within) \(reached) %, standard \(asked) % "
            + "(\(source))"
    }

    private static func word(_ phase: ResponseTimes.Phase, _ language: Language) -> String {
        let chinese = language == .chinese
        return switch phase {
        case .handedOver: chinese ? "送达" : "handed over"
        case .acknowledged: chinese ? "签收" : "acknowledged"
        case .underWay: chinese ? "出动" : "under way"
        case .onScene: chinese ? "到场" : "on scene"
        case .done: chinese ? "办结" : "done"
        }
    }
}
