import Foundation
import Simulators
import Telemetry
import TestSupport

/// The officer on duty: acknowledges, approves, gives to others what was declined, and writes down what those say who have
/// no line back.
final class StormOfficer {
    private let socket: LocalSocket
    private let manners: [String: DepartmentManner]
    /// When an order to one of them was first seen.
    private var seen: [String: Timestamp] = [:]
    private var reassigned: Set<String> = []

    private static let byTelephone: Set<String> = ["natural-resources", "towns", "civil-affairs", "key-holder"]
    private static let progress = [
        "notified", "handed_over", "acknowledged", "accepted", "en_route", "on_scene", "under_way", "done",
    ]

    init(socket: LocalSocket, manners: [String: DepartmentManner]) {
        self.socket = socket
        self.manners = manners
    }

    /// - Returns: whether there was anything to do.
    func work(at now: Timestamp) throws -> Bool {
        var hasActed = false
        let lines = socket.get("/v1/incidents?open=true") ?? ""
        for incident in lines.split(separator: "\n").map({ JSON(text: String($0)) }) {
            guard let id = incident["id"].text else { continue }
            let departments = incident["departments"].elements
            if incident["acknowledged_at"] == .null { hasActed = try give("acknowledge", id) }
            if departments.contains(where: { $0["state"].text == "proposed" }) { hasActed = try give("approve", id) }
            for department in departments {
                if try reassign(department, of: id) || ring(department, of: incident, at: now) { hasActed = true }
            }
        }
        return hasActed
    }

    private func reassign(_ department: JSON, of incident: String) throws -> Bool {
        guard department["state"].text == "declined", let order = department["order"].text,
            reassigned.insert(order).inserted
        else { return false }
        return try give(
            "reassign", incident, ["order": order, "department": "emergency-management", "reason": "原部门无力承担"])
    }

    private func ring(_ department: JSON, of incident: JSON, at now: Timestamp) throws -> Bool {
        guard let id = department["id"].text, StormOfficer.byTelephone.contains(id), let manner = manners[id],
            let order = department["order"].text, let version = department["order_version"].integer,
            let reached = StormOfficer.progress.firstIndex(of: department["state"].text ?? "")
        else { return false }
        let key = "\(order)/\(version)"
        let began = seen[key] ?? now
        seen[key] = began
        let course = manner.course(department: id, order: order, version: version, hazard: incident["hazard"].text)
        let next = course.first { step in
            (StormOfficer.progress.firstIndex(of: step.state.rawValue) ?? 0) > reached
        }
        guard let next, began + next.after <= now else { return false }
        return try give(
            "answers", incident["id"].text ?? "",
            [
                "order": order, "department": id, "state": next.state.rawValue, "person": manner.person,
                "via": "phone",
            ])
    }

    private func give(_ command: String, _ incident: String, _ members: [String: String] = [:]) throws -> Bool {
        let all = members.merging(["by": "陈芳"]) { $1 }
        let reply = socket.reply(toPost: all, at: "/v1/incidents/\(incident)/\(command)")
        guard let reply, reply.isSuccess else {
            throw TestSupportError("\(command) of \(incident), \(members): \(reply?.body ?? "no answer")")
        }
        return true
    }
}
