import Configuration
import Foundation
import IncidentCommand
import Operations
import Telemetry
import TestSupport
import Testing

@testable import Drills

/// Scripts of simulated departments: what is read, what is refused, and the schema for editors.
@Suite struct DepartmentScriptTests {
    private let linkage: Linkage

    init() throws { linkage = try LoadedCity(bundle: TestCity.rivers).linkage }

    private func read(_ text: String) throws -> DepartmentScript {
        try DepartmentScriptReader.read(ConfigurationFile(path: "script.yaml", text: text), linkage: linkage)
    }

    private static let whole = """
        seed: 7
        telephone: {after: 90s, officer: 李警官}
        departments:
          - department: water
            person: 王工
            hazards: [river_flood]
            manners:
              - {share: 80, answers: {acknowledged: 2m, accepted: 1m, under_way: 5m, done: 40m}}
              - {share: 15, answers: {acknowledged: 3m, declined: 2m}, reason: no crew}
              - {share: 5, answers: never}
          - {department: police, answers: never}
          - {department: any, answers: {done: 0}, person: b}
        """

    @Test func everythingIsRead() throws {
        let script = try read(Self.whole)
        #expect(script.seed == 7)
        #expect(script.telephone == DepartmentScript.Telephone(after: Interval(seconds: 90), officer: "李警官"))
        #expect(script.entries.map(\.department) == ["water", "police", nil])
        #expect(script.entries[0].manners.map(\.share) == [80, 15, 5])
        #expect(script.entries[0].manners[0].steps.map(\.state) == [.acknowledged, .accepted, .underWay, .done])
        #expect(script.entries[0].manners[1].reason == "no crew")
        #expect(script.entries[1].manners.map(\.steps) == [[]])
    }

    @Test func sharesAreKeptAndTheSameInEveryRun() throws {
        let script = try read(Self.whole)
        var counts: [Int: Int] = [:]
        for order in 0..<2_000 {
            let first = script.conduct(department: "water", hazard: "river_flood", order: "O-\(order)", version: 1)
            let again = script.conduct(department: "water", hazard: "river_flood", order: "O-\(order)", version: 1)
            #expect(first?.1 == again?.1)
            counts[first?.1.share ?? 0, default: 0] += 1
        }
        #expect(abs((counts[80] ?? 0) - 1_600) < 80)
        #expect(abs((counts[15] ?? 0) - 300) < 60)
        #expect(abs((counts[5] ?? 0) - 100) < 40)
        // Other hazards go to the next entry that fits.
        let other = script.conduct(department: "water", hazard: "fire", order: "O-1", version: 1)
        #expect(other?.person == "b")
    }

    static let refusals: [(text: String, line: Int, message: String)] = [
        ("departments: 3", 1, "must be a list"),
        ("departments:\n  - {department: wter, answers: never}", 2, "no department “wter”"),
        ("departments:\n  - {department: water}", 2, "no field “answers”"),
        ("departments:\n  - {department: water, answers: soon}", 2, "must be a mapping"),
        ("departments:\n  - {department: water, answers: {}}", 2, "must be a mapping"),
        ("departments:\n  - {department: water, answers: {arrived: 5m}}", 2, "no answer “arrived”"),
        ("departments:\n  - {department: water, answers: {done: soon}}", 2, "length of time"),
        ("departments:\n  - {department: water, answers: {declined: 1m, done: 5m}}", 2, "must be the last"),
        ("departments:\n  - {department: water, answers: {done: 5m}, reason: x}", 2, "has a reason"),
        ("departments:\n  - {department: water, hazards: [storm], answers: never}", 2, "no hazard “storm”"),
        ("departments:\n  - {department: water, delay: 5m, answers: never}", 2, "no field “delay”"),
        ("telephone: {officer: x}\ndepartments:\n  - {department: water, answers: never}", 1, "no field “after”"),
        ("telephone: {after: soon}\ndepartments:\n  - {department: water, answers: never}", 1, "length of time"),
        ("telephone: 90s\ndepartments:\n  - {department: water, answers: never}", 1, "must be a mapping"),
        (
            "seed: 1\ndepartments:\n  - department: water\n    manners:\n      - {share: 60, answers: never}", 5,
            "60 percent"
        ),
        (
            "departments:\n  - department: water\n    manners:\n      - {share: 50, answers: never}\n"
                + "      - {share: 50, answers: {done: 1m}}", 2, "needs a “seed”"
        ),
    ]

    @Test(arguments: refusals)
    func mistakesAreNamedWithTheirPlace(text: String, line: Int, message: String) throws {
        let error = #expect(throws: ConfigurationProblems.self) { _ = try read(text) }
        let problem = try #require(error?.problems.first { $0.message.contains(message) }, "\(error?.problems ?? [])")
        #expect(problem.line == line && problem.path == "script.yaml" && !problem.remedy.isEmpty)
    }

    @Test func editorsAcceptWhatIsRead() throws {
        let schema = try SchemaCheck(path: ShippedRuleTests.folder + "/drill-departments.schema.json")
        func faults(_ text: String) throws -> [String] {
            let file = ConfigurationFile(path: "a.yaml", text: text)
            return schema.faults(try #require(ConfigurationNode.root(of: file, collector: ProblemCollector())))
        }
        #expect(try faults(Self.whole) == [])
        for case let (text, _, message) in Self.refusals
        where ["must be a list", "must be a mapping", "no answer", "no field “delay”"].contains(
            where: message.hasPrefix)
        {
            #expect(try !faults(text).isEmpty, "\(text)")
        }
    }
}
