import IncidentCommand
import Telemetry

/// Three hazards, six departments of which some have several channels, a ladder that ends and one that does not.
package enum SimulatedLinkage {
    package static let officers = ["duty-officer", "deputy", "duty-leader", "commander"]
    package static let departments = ["water", "police", "fire", "medical", "power", "weather"]

    package static let linkage: Linkage = {
        var linkage = Linkage(
            departments: departments.map { Department(id: $0, name: Bilingual($0), channels: channels(of: $0)) },
            hazards: [
                Linkage.Hazard(id: "flood", name: Bilingual("flood"), worsening: ["Stage", "Overtopping"]),
                Linkage.Hazard(
                    id: "fire", name: Bilingual("fire"), gradeScale: "work", standsDown: [.onClear, .onDowngrade]),
                Linkage.Hazard(id: "panic", name: Bilingual("panic")),
            ],
            rows: rows,
            duty: Linkage.DutyPlan(
                officer: "duty-officer", acknowledgeWithin: Interval(seconds: 120),
                ladder: Ladder(steps: [
                    step("duty-officer", 0), step("deputy", 60), step("duty-leader", 120, every: 300, times: 2),
                ])),
            channels: [
                Channel(id: "web", kind: .webhook, handOverWithin: Interval(seconds: 15)),
                Channel(id: "ring", kind: .telephone, handOverWithin: Interval(seconds: 180)),
            ],
            officerChannels: [OfficerChannels(officer: "commander", channels: [ChannelUse(channel: "ring")])],
            corroboration: Corroboration(sources: 2, window: Interval(seconds: 600)),
            gradeScales: [
                GradeScale(id: "work", rows: [GradeScale.Row(figure: .deaths, atLeast: [30, 10, 3])])
            ])
        linkage.gateways = ["d3": "gateway-1", "d4": "gateway-1"]
        return linkage
    }()

    private static func channels(of department: String) -> [ChannelUse] {
        switch department {
        case "medical": [ChannelUse(channel: "mqtt"), ChannelUse(channel: "web"), ChannelUse(channel: "ring")]
        case "power": [ChannelUse(channel: "ring")]
        case "weather": [ChannelUse(channel: "web"), ChannelUse(channel: "mqtt")]
        default: [ChannelUse(channel: "mqtt")]
        }
    }

    private static var rows: [MatrixRow] {
        [
            MatrixRow(hazard: "flood", colour: .yellow, entries: [entry("water", .lead), entry("weather")]),
            MatrixRow(
                hazard: "flood", colour: .red, satisfaction: .all,
                entries: [
                    entry("water", .lead, task: "regulate"), entry("weather"), entry("police"),
                    entry("police", mode: .propose, task: "evacuate"), entry("medical"),
                ]),
            MatrixRow(hazard: "fire", colour: nil, entries: [entry("fire", .lead)]),
            MatrixRow(
                hazard: "fire", colour: nil, evidence: .corroborated, satisfaction: .atLeast(2),
                entries: [
                    entry("fire", .lead), entry("medical"), entry("water"), entry("power", mode: .propose),
                ]),
            MatrixRow(
                hazard: "fire", colour: nil, evidence: .corroborated, grade: 2,
                entries: [entry("fire", .lead), entry("medical"), entry("police")]),
            MatrixRow(hazard: "panic", colour: nil, entries: [entry("police", .lead)]),
        ]
    }

    private static func entry(
        _ department: String, _ role: MatrixEntry.Role = .linked, mode: MatrixEntry.Mode = .auto, task: String = "act"
    ) -> MatrixEntry {
        MatrixEntry(
            department: department, role: role, mode: mode, tasks: [Bilingual(task)],
            acknowledgeWithin: Interval(seconds: 300), handOverWithin: Interval(seconds: 30),
            decideWithin: Interval(seconds: 120), firstFeedbackWithin: Interval(seconds: 400),
            progressEvery: Interval(seconds: 900),
            ladder: Ladder(steps: [step("department", 0), step("deputy", 60), step("commander", 120, every: 600)]))
    }

    private static func step(_ whom: String, _ after: Int64, every: Int64? = nil, times: Int? = nil) -> Ladder.Step {
        Ladder.Step(
            tell: whom == "department" ? .department : .officer(whom), after: Interval(seconds: after),
            repeatEvery: every.map { Interval(seconds: $0) }, repeatLimit: times)
    }
}
