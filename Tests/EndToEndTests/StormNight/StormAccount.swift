import Telemetry
import TestSupport

/// What a night's log says, without what the machine's speed decides: each incident with the times and colours that the data
/// gave it, and beneath it each order's own way, in its order.
struct StormAccount {
    private struct Incident {
        var heading: [String] = []
        var officer: [String] = []
        /// In the order of their ids.
        var orders: [String: [String]] = [:]
    }

    private var incidents: [String: Incident] = [:]

    init(_ log: [JSON]) {
        for entry in log {
            guard let id = entry["incident"].text, let code = entry["code"].text else { continue }
            take(entry, code, &incidents[id, default: Incident()])
        }
    }

    var text: String {
        var lines: [String] = []
        for (id, incident) in incidents.sorted(by: { $0.key < $1.key }) {
            lines.append("\(id) " + incident.heading.joined(separator: ", "))
            lines += incident.officer.map { "  " + $0 }
            for (order, steps) in incident.orders.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(order) " + steps.joined(separator: ", "))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func take(_ entry: JSON, _ code: String, _ incident: inout Incident) {
        let at = entry["at"].text.flatMap { Timestamp(iso8601: $0) }
        let time = String(at?.iso8601(offsetMinutes: 480).dropFirst(11).prefix(8) ?? "?")
        let colour = entry["colour"].text ?? "no colour"
        switch code {
        case "incident_raised":
            incident.heading.append(
                "\(time) \(entry["hazard"].text ?? "?") at \(entry["place"].text ?? "?"), \(colour)")
        case "incident_upgraded", "incident_reopened", "incident_cleared", "incident_held", "incident_found_late":
            incident.heading.append("\(time) \(code.dropFirst("incident_".count)) \(colour)")
        case "incident_acknowledged": incident.officer.append("acknowledged by \(entry["by"].text ?? "?")")
        default:
            guard let order = entry["order"].text, let step = StormAccount.step(entry, code) else { return }
            let key = "\(order) \(entry["department"].text ?? entry["recipient"].text ?? "?"):"
            incident.orders[key, default: []].append(step)
        }
    }

    /// Nil for what is no step on an order's way.
    private static func step(_ entry: JSON, _ code: String) -> String? {
        func text(_ name: String) -> String { entry[name].text ?? "?" }
        let version = entry["version"].integer.map { $0 > 1 ? " v\($0)" : "" } ?? ""
        switch code {
        case "order_proposed", "order_issued", "order_approved", "order_recalled":
            return code.dropFirst("order_".count) + version
        case "order_reassigned": return "reassigned to \(text("to_department"))"
        case "order_handed_over":
            // A digest, a message's id and a count of attempts are the run's own.
            let words = text("evidence").split(separator: " ").prefix(2).filter { !$0.hasPrefix("<") }
            let evidence = words.joined(separator: " ")
            return "handed over by \(text("channel")) (\(evidence)\(entry["attempts"] == .null ? "" : ", tried again"))"
        case "order_channel_changed": return "\(text("channel")) \(text("reason")), on to \(text("next_channel"))"
        case "order_hand_over_failed": return "\(text("channel")) failed"
        case "order_acknowledged", "order_accepted", "order_declined", "order_en_route", "order_on_scene",
            "order_under_way", "order_done":
            let via = text("via") == "mqtt" ? "" : " (\(text("via")), by \(text("by")))"
            return code.dropFirst("order_".count) + (code == "order_acknowledged" ? " by \(text("person"))" : "") + via
        case "answer_kept": return "answer \(text("state")) kept, \(text("reason"))"
        case "deadline_missed": return text("missed")
        case "escalated": return "told \(text("whom"))"
        case "ladder_exhausted": return "ladder at its end"
        case "call_due": return "to be rung"
        default: return nil
        }
    }
}
