import Foundation
import Simulators

/// The officer on duty of the demo: reads the incidents and gives the orders that need a person over the server's socket,
/// and writes down what departments say on the telephone by the command that a person types.
final class DemoOfficer {
    private struct Incident: Decodable {
        struct Department: Decodable {
            var id: String
            var order: String
            var orderVersion: Int
            var state: String

            /// Whether a stand-down would end it.
            var isUnfinished: Bool { !DemoOfficer.finished.contains(state) }
        }

        struct Alarm: Decodable {
            var latching: Bool
            var state: String
        }

        var id: String
        var hazard: String
        var acknowledgedAt: String?
        var clearedAt: String?
        var closedAt: String?
        var summary: [String: String]
        var departments: [Department]
        var alarms: [Alarm]
    }

    private let tocsin: String
    private let server: LocalSocket
    private let place: [String]
    private let text: DemoText
    private let speed: Double
    /// Departments that have only a telephone.
    private let telephones: [String: DepartmentManner]
    /// When an order to one of them was first seen, boot time.
    private var seen: [String: Int64] = [:]
    /// Orders of departments that are over.
    private static let finished: Set<String> = ["done", "stood_down", "reassigned", "rejected"]
    private var wasReset: Set<String> = []
    /// Orders that were given to somebody else.
    private var reassigned: Set<String> = []
    /// When an incident was first seen cleared, boot time.
    private var clear: [String: Int64] = [:]

    /// Who gets what nobody has a crew for.
    private static let standIn = "emergency-management"
    /// So long after the alarm is over those who never began are told that they need not; exercise seconds.
    private static let patience = 900.0

    /// How far an order has come.
    private static let progress = [
        "notified", "handed_over", "acknowledged", "accepted", "en_route", "on_scene", "under_way", "done",
    ]

    /// - Parameters:
    ///   - place: the options that lead to the server: `--city`, `--data`.
    ///   - speed: exercise seconds in a real second.
    init(
        tocsin: String, server: LocalSocket, place: [String], text: DemoText, speed: Double,
        telephones: [String: DepartmentManner]
    ) {
        self.tocsin = tocsin
        self.server = server
        self.place = place
        self.text = text
        self.speed = speed
        self.telephones = telephones
    }

    /// Looks once at all open incidents and does what is to be done.
    ///
    /// - Parameter goesOn: asked before each incident; false when the evening is over.
    func makeRound(while goesOn: () -> Bool) {
        for incident in openIncidents {
            guard !Interruption.isRequested, goesOn() else { return }
            attend(to: incident)
        }
    }

    /// The end of the watch: what is over is stood down and closed. What is left goes to the next watch.
    func handOver() {
        for incident in openIncidents where incident.clearedAt != nil {
            if incident.departments.contains(where: \.isUnfinished) {
                give("stand_down", incident.id, reason: text.noLongerNeeded)
            }
            give("close", incident.id, reason: text.closing(incident.hazard))
        }
    }

    /// Open incidents as they stand, by id, with why each of them can't be closed.
    var stillOpen: [(id: String, why: String)] {
        openIncidents.map { incident in
            let summary = incident.summary[text.language] ?? ""
            let working = incident.departments.filter(\.isUnfinished).count
            return (
                incident.id,
                incident.clearedAt == nil ? text.alarmIsOn(summary) : text.departmentsAreAtWork(working)
            )
        }
    }

    private var openIncidents: [Incident] {
        (server.get("/v1/incidents?open=true") ?? "").split(separator: "\n").compactMap {
            try? DemoJSON.decode(Incident.self, $0)
        }
    }

    private func attend(to incident: Incident) {
        let states = incident.departments.map(\.state)
        if incident.acknowledgedAt == nil { give("acknowledge", incident.id) }
        if states.contains("proposed") { give("approve", incident.id) }
        for department in incident.departments {
            ring(department, about: incident)
            if department.state == "declined" { reassign(department, of: incident) }
        }
        excuse(incident)
        let finished = states.allSatisfy { Self.finished.contains($0) }
        // A latching alarm stays on until a person has looked; the departments say when.
        if finished, incident.alarms.contains(where: { $0.latching && $0.state != "cleared" }),
            wasReset.insert(incident.id).inserted
        {
            give("reset", incident.id)
        }
        if finished, incident.clearedAt != nil, incident.closedAt == nil {
            give("close", incident.id, reason: text.closing(incident.hazard))
        }
    }

    private func reassign(_ department: Incident.Department, of incident: Incident) {
        guard department.id != Self.standIn, reassigned.insert(department.order).inserted else { return }
        give(
            "reassign", incident.id, reason: text.foundACrew,
            ["order": department.order, "department": Self.standIn])
    }

    /// Those who have not begun when the alarm is long over need not begin.
    private func excuse(_ incident: Incident) {
        guard incident.clearedAt != nil else {
            clear[incident.id] = nil
            return
        }
        let now = monotonicNanoseconds()
        let since = clear[incident.id] ?? now
        clear[incident.id] = since
        guard Double(now - since) / 1e9 * speed > Self.patience else { return }
        for department in incident.departments where ["notified", "handed_over", "declined"].contains(department.state)
        {
            give("stand_down", incident.id, reason: text.noLongerNeeded, ["order": department.order])
        }
    }

    /// Rings a department without a terminal, and writes down what it says when it says it.
    private func ring(_ department: Incident.Department, about incident: Incident) {
        guard let manner = telephones[department.id],
            let reached = Self.progress.firstIndex(of: department.state)
        else { return }
        let now = monotonicNanoseconds()
        let key = "\(department.order)/\(department.orderVersion)"
        let began = seen[key] ?? now
        seen[key] = began
        let elapsed = Double(now - began) / 1e9 * speed
        let course = manner.course(
            department: department.id, order: department.order, version: department.orderVersion,
            hazard: incident.hazard)
        let next = course.first { step in
            (Self.progress.firstIndex(of: step.state.rawValue) ?? Self.progress.count) > reached
        }
        guard let next, next.after.seconds <= elapsed else { return }
        _ = ChildProcess.output(
            of: tocsin,
            [
                "answer", incident.id, department.id, "--order", department.order, "--state", next.state.rawValue,
                "--person", manner.person, "--via", "phone", "--by", text.officer,
            ] + place)
    }

    private func give(
        _ command: String, _ incident: String, reason: String? = nil, _ further: [String: String] = [:]
    ) {
        var members = further.merging(["by": text.officer]) { $1 }
        members["reason"] = reason
        server.post("/v1/incidents/\(incident)/\(command)", members)
    }
}
