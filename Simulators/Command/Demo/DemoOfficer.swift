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
        var departments: [Department]
        var alarms: [Alarm]
    }

    private let tocsin: String
    private let server: DemoSocket
    private let place: [String]
    private let name: String
    private let speed: Double
    /// Departments that have only a telephone.
    private let telephones: [String: DepartmentManner]
    /// When an order to one of them was first seen, boot time.
    private var seen: [String: Int64] = [:]
    /// Orders of departments that are over.
    private static let finished: Set<String> = ["done", "declined", "stood_down", "recalled"]
    private var wasReset: Set<String> = []

    /// How far an order has come.
    private static let progress = ["notified", "handed_over", "acknowledged", "accepted", "under_way", "done"]

    /// - Parameters:
    ///   - place: the options that lead to the server: `--city`, `--data`.
    ///   - speed: exercise seconds in a real second.
    init(
        tocsin: String, server: DemoSocket, place: [String], name: String, speed: Double,
        telephones: [String: DepartmentManner]
    ) {
        self.tocsin = tocsin
        self.server = server
        self.place = place
        self.name = name
        self.speed = speed
        self.telephones = telephones
    }

    /// Looks once at all open incidents and does what is to be done.
    ///
    /// - Parameter goesOn: asked before each incident; false when the evening is over.
    func makeRound(while goesOn: () -> Bool) {
        for line in (server.get("/v1/incidents?open=true") ?? "").split(separator: "\n") {
            guard !Interruption.isRequested, goesOn() else { return }
            guard let incident = try? DemoJSON.decode(Incident.self, line) else { continue }
            attend(to: incident)
        }
    }

    private func attend(to incident: Incident) {
        let states = incident.departments.map(\.state)
        if incident.acknowledgedAt == nil { give("acknowledge", incident.id) }
        if states.contains("proposed") { give("approve", incident.id) }
        for department in incident.departments { ring(department, about: incident) }
        let finished = states.allSatisfy { Self.finished.contains($0) }
        // A latching alarm stays on until a person has looked; the departments say when.
        if finished, incident.alarms.contains(where: { $0.latching && $0.state != "cleared" }),
            wasReset.insert(incident.id).inserted
        {
            give("reset", incident.id)
        }
        if finished, incident.clearedAt != nil, incident.closedAt == nil {
            give("close", incident.id, reason: "现场确认险情解除 / checked on site, all clear")
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
                "--person", manner.person, "--via", "phone", "--by", name,
            ] + place)
    }

    private func give(_ command: String, _ incident: String, reason: String? = nil) {
        var members = ["by": name]
        members["reason"] = reason
        server.post("/v1/incidents/\(incident)/\(command)", members)
    }
}
