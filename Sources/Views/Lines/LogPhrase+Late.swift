import Telemetry

/// What is known only now of the past.
extension LogPhrase {
    var incidentFoundLate: String {
        say("○ 补记（已过去，未通知部门）：", "○ FOUND LATE (over, nobody called): ") + hazardAtPlace + proposedColour
            + happened + unverified + summary
    }

    var alarmRaisedLate: String {
        say("补记报警（已过去）：", "Alarm found late (over): ") + lateAlarm + happened + unverified + summary
    }

    var alarmRetracted: String {
        say("更正：报警不成立：", "CORRECTED, should not have been raised: ") + lateAlarm + told + cause + staysOn
    }

    var alarmRevised: String {
        say("更正报警时间：", "Times corrected: ") + lateAlarm + happened + told + cause
    }

    /// `，实际自 14:03:00`, `, since 14:03:00 in fact`: an alarm that is raised now and began before.
    var sinceWhen: String {
        guard record.flag("late"), let began = clock("event_time") else { return "" }
        return say("（迟到数据，实际自 \(began)）", " (late data, on since \(began))")
    }

    private var lateAlarm: String {
        let alert = record.text("alert") ?? "?"
        return source.isEmpty ? alert : "\(source) · \(alert)"
    }

    private var happened: String {
        guard let began = clock("event_time") else { return "" }
        guard let ended = clock("ended_at") else { return say("，实际自 \(began)", ", on since \(began)") }
        return say("，实际 \(began) 至 \(ended)", ", on from \(began) to \(ended)")
    }

    private var told: String {
        guard let began = clock("previously_began") else { return "" }
        guard let ended = clock("previously_ended") else {
            return say("，此前记为自 \(began)", ", told as on since \(began)")
        }
        return say("，此前记为 \(began) 至 \(ended)", ", told as \(began) to \(ended)")
    }

    private var cause: String {
        switch record.fields["evidence"]?["because"]?.string {
        case "late_reading": say("（迟到数据）", " (late reading)")
        case "corrected_reading": say("（更正数据）", " (corrected reading)")
        case "late_reading_of_neighbour": say("（邻站迟到数据）", " (late reading of a neighbour)")
        default: ""
        }
    }

    private var staysOn: String {
        record.flag("stays_on") ? say("；涉及生命安全或须复位，保持至人工确认", "; stays on until a person has seen it") : ""
    }
}
