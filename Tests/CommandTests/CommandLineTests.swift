import ArgumentParser
import Telemetry
import Testing
import Views

@testable import tocsin

@Suite struct CommandLineTests {
    /// Every form that the documentation promises.
    @Test(arguments: [
        "status", "status --json --data /var/lib/tocsin", "incidents --open", "incident I-2026-000001 --lang zh",
        "acknowledge I-2026-000001", "acknowledge I-2026-000001 --by 李某", "close I-2026-000001 --reason done",
        "reset I-2026-000001", "approve I-2026-000001", "approve I-2026-000001 --order O-2026-000001",
        "reject I-2026-000001 O-2026-000001 --reason no", "stand-down I-2026-000001 --reason over",
        "reassign I-2026-000001 O-2026-000001 police --reason busy", "declare-cleared I-2026-000001 --reason seen",
        "answer I-2026-000001 water --by 李某 --via phone", "called I-2026-000001 water --by 李某 --no-reached",
        "recall I-2026-000001 O-2026-000001 --reason wrong", "report --hazard fire --place hall --via 119 smoke",
        "report --hazard fire --at 27.7,110.0 --via 110 smoke", "verify I-2026-000001",
        "merge I-2026-000002 I-2026-000001 --reason one", "undo I-2026-000002 --reason two",
        "split I-2026-000001 --alarm RiverWarning/gauge --alarm RiverSevere/a/b --reason another",
        "link I-2026-000001 I-2026-000002", "unlink I-2026-000001 I-2026-000002 --reason none",
        "parent I-2026-000002 I-2026-000001", "parent I-2026-000002 --none",
        "false-alarm I-2026-000001 --reason steam",
        "note I-2026-000001 text", "figure I-2026-000001 deaths 2", "grade I-2026-000001 2 --reason a",
        "response I-2026-000001 3 --reason a", "answer I-2026-000001 water --by a --state progress",
        "answer I-2026-000001 water --by a --via phone --state under_way",
        "readings yuan-01", "readings yuan-01 --from 2026-07-01T10:00:00+08:00 --limit 5 --json", "stations",
        "quarantine",
        "log show", "log show --follow", "log show --from 3 --json", "log verify",
        "log verify --head head.json --replay",
        "log export", "drill run night.jsonl --speed max", "drill run night.jsonl --speed 60 --json",
        "rules check --city Rules", "why RiverWarning/river-7", "why I-2026-000001 --json", "why #17 --lang zh",
        "why-not RiverWarning river-7 --at 2026-07-01T18:00:00+08:00 --quantity stage",
        "rules trial river/stage.yaml --last 24h", "rules trial a.yaml b.yaml --recording night.jsonl --json",
        "backup /backup/1", "restore /backup/1", "doctor",
        "bench engine in.jsonl --rules Tests/Benchmarks/workload --json",
        "serve --city Rules --data data --broker mqtt://127.0.0.1:1883 --clock wall",
        "serve --clock exercise:2026-07-01T18:00:00+08:00,60", "serve --clock data", "cel eval 1+1", "cel check 1+1",
        "cel conformance a.json b.json", "exit-codes",
    ])
    func isUnderstood(line: String) throws {
        _ = try Tocsin.parseAsRoot(line.split(separator: " ").map(String.init))
    }

    @Test(arguments: [
        "close I-2026-000001", "answer I-2026-000001", "drill run", "drill run a --speed -1", "drill run a --speed 0",
        "status --lang fr", "readings a --from yesterday", "answer I-1 water --state perhaps", "nonsense", "why",
        "why-not RiverWarning", "why-not A b --at noon", "rules trial", "rules trial a --last 5",
        "rules trial a --last 1h --recording b", "report --hazard fire --via 119 smoke",
        "merge I-2026-000001", "merge I-2026-000002 I-2026-000001", "split I-2026-000001 --reason a",
        "parent I-2026-000001", "parent I-2026-000002 I-2026-000001 --none",
        "report --hazard fire --place a --at 27,110 --via 119 smoke", "report --hazard fire --at 91,0 --via 119 smoke",
    ])
    func isRefusedAsUsage(line: String) {
        do {
            _ = try Tocsin.parseAsRoot(line.split(separator: " ").map(String.init))
            Issue.record("“\(line)” was understood")
        } catch {
            #expect(Tocsin.exitCode(for: error).rawValue == CommandExit.usage.rawValue)
        }
    }

    /// What a person is told to type must work when it is typed.
    @Test(arguments: Language.allCases)
    func everyNextActionIsACommand(language: Language) throws {
        var incident = IncidentView(
            id: "I-2026-000001", hazard: "panic", place: "p", district: "d", status: .raised, warningColour: nil,
            raisedAt: Timestamp(seconds: 0), firstEventAt: Timestamp(seconds: 0), summary: Bilingual("x"),
            alarms: [
                .init(
                    alert: "Panic", key: "p", state: .on, warningColour: nil, station: "p",
                    raisedAt: Timestamp(seconds: 0), firstEventAt: Timestamp(seconds: 0), latching: true,
                    summary: Bilingual("x"))
            ],
            departments: IncidentView.State.allCases.map { .init(id: "police", state: $0, order: "O-2026-000001") })
        var commands = 0
        for status in IncidentView.Status.allCases {
            incident.status = status
            for step in NextAction.of(incident, names: NameBook(), language: language) {
                guard let start = step.range(of: "tocsin ") else { continue }
                _ = try Tocsin.parseAsRoot(step[start.upperBound...].split(separator: " ").map(String.init))
                commands += 1
            }
        }
        #expect(commands > 20)
    }

    @Test func everyExitCodeIsDocumented() {
        #expect(Set(CommandExit.allCases.map(\.rawValue)).count == CommandExit.allCases.count)
        for status in CommandExit.allCases {
            #expect(ExitCodesCommand.configuration.discussion.contains("\(status.rawValue)\t\(status.meaning)"))
        }
    }

    @Test(arguments: [
        ("unknown_incident", CommandExit.noInput), ("orders_unfinished", .negative), ("no_server", .unavailable),
        ("configuration", .configuration), ("locked", .temporary), ("store_full", .inputOutput), ("bad_head", .data),
        ("forbidden", .noPermission), ("reason_missing", .usage), ("internal", .software),
    ])
    func problemsHaveTheirExitCode(code: String, status: CommandExit) {
        #expect(CommandExit(problem: ProblemView(code: code, message: "a", remedy: "b")) == status)
    }

    @Test func theLanguageIsKnownBeforeTheCommandLineIsUnderstood() {
        #expect(CommandEnvironment.language(arguments: ["status", "--lang", "zh"]) == .chinese)
        #expect(CommandEnvironment.language(arguments: ["nonsense", "--lang=en"]) == .english)
    }
}
