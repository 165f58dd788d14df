import Foundation
import IncidentCommand
import Telemetry
import TestSupport

/// What the officer on duty did in the night, a line a command:
///
///     18:12:50 acknowledge I-2026-000001
///     19:04:31 approve I-2026-000010
///     19:51:51 answer I-2026-000003 civil-affairs acknowledged 曹文 Cao Wen
///     20:00:45 close I-2026-000024 民警到场，人员平安
struct OfficerScript {
    let officer: String
    let commands: [(at: Timestamp, command: OfficerCommand)]

    /// - Parameter date: of the night, with the offset of its place: `2026-06-20T…+08:00`.
    init(text: String, officer: String, date: (day: String, offset: String)) throws {
        self.officer = officer
        commands = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard words.count > 2, let at = Timestamp(iso8601: "\(date.day)T\(words[0])\(date.offset)"),
                let kind = OfficerScript.kind(words[1], words[2], words.count > 3 ? words[3] : "")
            else { throw TestSupportError("The officer's line can't be read: \(line)") }
            return (at, OfficerCommand(by: officer, kind: kind))
        }
    }

    private static func kind(_ verb: String, _ incident: String, _ rest: String) -> OfficerCommand.Kind? {
        switch verb {
        case "acknowledge": return .acknowledge(incident: incident)
        case "approve": return .approve(incident: incident, order: nil)
        case "reset": return .reset(incident: incident, alarm: nil)
        case "close": return .close(incident: incident, reason: rest)
        case "stand_down": return .standDown(incident: incident, order: nil, reason: rest)
        case "answer":
            let words = rest.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3, let state = AnswerState(rawValue: words[1]) else { return nil }
            return .answer(
                incident: incident, department: words[0], order: nil, state: state, person: words[2], via: "phone",
                reason: nil)
        default: return nil
        }
    }
}
