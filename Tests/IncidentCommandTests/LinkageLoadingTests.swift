import Configuration
import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct LinkageLoadingTests {
    static let complete = """
        departments:
          - id: water
            name: {zh: 水利局, en: Water Resources Bureau}
            aliases: [防汛办, 水务局]
          - id: police
            name: {zh: 公安局, en: Police}
        ladders:
          - id: standard
            steps:
              - {tell: department}
              - {tell: duty-leader, after: 2m}
              - {tell: commander, after: 3m, repeat: 5m, times: 12}
        duty:
          officer: duty-officer
          acknowledge_within: 2m
          ladder:
            - {tell: duty-leader, repeat: 1m}
        hazards:
          - id: river_flood
            name: {zh: 江河洪水, en: River flood}
            worsening: [RiverAboveWarning, RiverAboveRecord]
            rows:
              - colour: yellow
                acknowledge_within: 5m
                ladder: standard
                lead:
                  department: water
                  tasks: [{zh: 巡查堤防, en: Patrol the dykes}]
              - colour: red
                alert: RiverAboveRecord
                acknowledge_within: 2m
                hand_over_within: 10s
                ladder: standard
                lead:
                  department: water
                  tasks: [{zh: 调度, en: Regulate}]
                linked:
                  - department: police
                    tasks: [{zh: 封控, en: Cordon}]
                    acknowledge_within: 1m
                  - department: police
                    mode: propose
                    decide_within: 3m
                    ladder: [{tell: commander}]
                    tasks: [{zh: 转移群众, en: Evacuate}]
        """
    static let officers = ["duty-officer", "duty-leader", "commander"]

    private func load(_ text: String, officers: [String]? = LinkageLoadingTests.officers) throws -> Linkage {
        try Linkage.load(files: [ConfigurationFile(path: "linkage/all.yaml", text: text)], officers: officers)
    }

    private func problems(_ text: String) -> [ConfigurationProblem] {
        do {
            _ = try Linkage.load(
                files: [ConfigurationFile(path: "linkage/all.yaml", text: text)], officers: Self.officers)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func aCompleteFileIsRead() throws {
        let linkage = try load(Self.complete)
        #expect(linkage.departments.map(\.id) == ["water", "police"])
        #expect(linkage.departments[0].aliases == ["防汛办", "水务局"])
        #expect(linkage.duty.acknowledgeWithin == Interval(seconds: 120))
        #expect(linkage.rows.map(\.name) == ["river_flood/yellow", "river_flood/red/RiverAboveRecord"])
        let red = linkage.rows[1].entries
        #expect(red.map(\.department) == ["water", "police", "police"])
        #expect(red.map(\.mode) == [.auto, .auto, .propose])
        #expect(red.map(\.role) == [.lead, .linked, .linked])
        #expect(red.map(\.acknowledgeWithin.seconds) == [120, 60, 120])
        #expect(red.map(\.handOverWithin.seconds) == [10, 10, 10])
        #expect(red[2].decideWithin.seconds == 180)
        #expect(red[2].ladder.steps.map(\.tell) == [.officer("commander")])
        #expect(red[0].ladder.steps.map(\.tell) == [.department, .officer("duty-leader"), .officer("commander")])
        #expect(
            red[0].ladder.steps[2].repeatEvery == Interval(seconds: 300) && red[0].ladder.steps[2].repeatLimit == 12)
        #expect(
            linkage.row(for: Situation(hazard: "river_flood", severity: Severity(colour: .red)))?.name
                == "river_flood/yellow")
        #expect(
            linkage.row(for: Situation(hazard: "river_flood", severity: Severity(colour: .red, kindRank: 2)))
                == linkage.rows[1])
        #expect(linkage.row(for: Situation(hazard: "river_flood", severity: Severity(colour: .blue))) == nil)
    }

    @Test func partsMayStandInSeveralFiles() throws {
        let split = Self.complete.split(separator: "hazards:", maxSplits: 1)
        let linkage = try Linkage.load(
            files: [
                ConfigurationFile(path: "linkage/a.yaml", text: "hazards:" + split[1]),
                ConfigurationFile(path: "linkage/b.yaml", text: String(split[0])),
            ], officers: Self.officers)
        #expect(linkage.rows.count == 2)
    }

    @Test(arguments: [
        ("officer: duty-officer", "officer: nobody", "There is no officer “nobody”"),
        ("ladder: standard", "ladder: other", "There is no ladder “other”"),
        ("department: police", "department: army", "There is no department “army”"),
        ("colour: red", "colour: pink", "There is no colour “pink”"),
        ("colour: red\n        alert: RiverAboveRecord", "colour: yellow", "two rows that ask for the same"),
        ("worsening:", "stands_down: [on_friday]\n    worsening:", "Nobody is stood down “on_friday”"),
        ("alert: RiverAboveRecord", "alert: Other", "not in the hazard's “worsening”"),
        ("alert: RiverAboveRecord", "evidence: certain", "There is no evidence “certain”"),
        ("alert: RiverAboveRecord", "grade: 5", "whole number from 1 to 4"),
        ("alert: RiverAboveRecord", "satisfied_by: {at_least: 9}", "would be satisfied by 9"),
        ("alert: RiverAboveRecord", "satisfied_by: some", "is all or a number"),
        ("alert: RiverAboveRecord", "places: []", "a list of at least one"),
        ("aliases: [防汛办, 水务局]", "channels: [pigeon]", "There is no channel “pigeon”"),
        ("aliases: [防汛办, 水务局]", "channels: [mqtt, mqtt]", "stands here twice"),
        ("aliases: [防汛办, 水务局]", "channels: []", "a list of at least one channel"),
        ("departments:\n", "channels:\n  - {id: ring, kind: telephone}\ndepartments:\n", "by when a person has rung"),
        ("departments:\n", "channels:\n  - {id: feed, kind: mqtt}\ndepartments:\n", "can't be the id of a channel"),
        ("departments:\n", "channels:\n  - {id: a, kind: pigeon}\ndepartments:\n", "no kind of channel “pigeon”"),
        ("departments:\n", "officers:\n  - {id: nobody, channels: [mqtt]}\ndepartments:\n", "There is no officer"),
        (
            "departments:\n", "corroboration: {sources: 1, window: 10m, source: a, date: b}\ndepartments:\n",
            "whole number from 2"
        ),
        (
            "departments:\n",
            "grade_scales:\n  - {id: a, source: a, date: b, rows: [{figure: deaths, at_least: [3, 10, 30]}]}\ndepartments:\n",
            "the least total of the grades"
        ),
        ("mode: propose", "mode: perhaps", "There is no mode “perhaps”"),
        ("mode: propose\n", "mode: auto\n", "stands twice in this row"),
        ("repeat: 5m", "repeat: 5s", "floods whom it tells"),
        ("repeat: 5m, times: 12", "times: 12", "the step has none"),
        ("times: 12", "times: 0", "from 1 to 1000"),
        ("acknowledge_within: 5m", "acknowlege_within: 5m", "Did you mean “acknowledge_within”?"),
        ("hand_over_within: 10s", "hand_over_within: soon", "must be a length of time"),
        ("- {tell: duty-leader, repeat: 1m}", "- {tell: department}", "No department is late here"),
        ("id: water", "id: Water/1", "can't be a level of a topic"),
        ("id: police", "id: water", "is written twice"),
        ("tasks: [{zh: 调度, en: Regulate}]", "tasks: []", "at least one task"),
        ("en: Evacuate", "fr: Evacuer", "has no field “fr”"),
    ])
    func aMistakeIsNamedWithItsPlace(original: String, replacement: String, message: String) {
        let indented = Self.complete
        guard let range = indented.range(of: original) else {
            Issue.record("“\(original)” is not in the file")
            return
        }
        let found = problems(indented.replacingCharacters(in: range, with: replacement))
        #expect(
            found.contains { $0.message.contains(message) || $0.remedy.contains(message) },
            "\(found.map(\.rendered).joined(separator: "\n"))")
        #expect(found.allSatisfy { $0.line > 0 && !$0.remedy.isEmpty })
    }

    @Test func allMistakesAreToldAtOnce() {
        let text = Self.complete
            .replacing("officer: duty-officer", with: "officer: nobody").replacing("colour: red", with: "colour: pink")
        #expect(problems(text).count == 2)
    }

    @Test func someoneMustBeOnDuty() {
        #expect(problems("departments: []").map(\.message) == ["No file of linkage/ says who is on duty."])
        #expect(throws: ConfigurationProblems.self) { try Linkage.load(files: []) }
    }
}
