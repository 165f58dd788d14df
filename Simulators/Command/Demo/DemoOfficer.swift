import Foundation

/// The officer on duty of the demo: reads the incidents and gives the orders that need a person, through the same
/// commands that a person types.
final class DemoOfficer {
    private struct Incident: Decodable {
        struct Department: Decodable {
            var state: String
        }

        struct Alarm: Decodable {
            var latching: Bool
            var state: String
        }

        var id: String
        var acknowledgedAt: String?
        var clearedAt: String?
        var closedAt: String?
        var departments: [Department]
        var alarms: [Alarm]
    }

    private let tocsin: String
    private let place: [String]
    private let name: String
    /// Orders of departments that are over.
    private static let finished: Set<String> = ["done", "declined", "stood_down", "recalled"]
    private var wasReset: Set<String> = []

    /// - Parameter place: the options that lead to the server: `--city`, `--data`.
    init(tocsin: String, place: [String], name: String) {
        self.tocsin = tocsin
        self.place = place
        self.name = name
    }

    /// Looks once at all open incidents and does what is to be done.
    func makeRound() {
        guard let answer = ChildProcess.output(of: tocsin, ["incidents", "--open", "--json"] + place),
            answer.exitCode == 0
        else { return }
        for line in answer.text.split(separator: "\n") {
            guard !Interruption.isRequested,
                let incident = try? DemoJSON.decode(Incident.self, line)
            else { continue }
            attend(to: incident)
        }
    }

    private func attend(to incident: Incident) {
        let states = incident.departments.map(\.state)
        if incident.acknowledgedAt == nil { give("acknowledge", incident.id) }
        if states.contains("proposed") { give("approve", incident.id) }
        let finished = states.allSatisfy { Self.finished.contains($0) }
        // A latching alarm stays on until a person has looked; the departments say when.
        if finished, incident.alarms.contains(where: { $0.latching && $0.state != "cleared" }),
            wasReset.insert(incident.id).inserted
        {
            give("reset", incident.id)
        }
        if finished, incident.clearedAt != nil, incident.closedAt == nil {
            give("close", incident.id, ["--reason", "现场确认险情解除 / checked on site, all clear"])
        }
    }

    private func give(_ command: String, _ incident: String, _ more: [String] = []) {
        _ = ChildProcess.output(of: tocsin, [command, incident, "--by", name] + more + place)
    }
}
