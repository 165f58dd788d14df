import Configuration
import Foundation
import TestSupport
import Testing
import Views

@testable import tocsin

/// `tocsin roster` on files alone.
@Suite struct RosterCommandTests {
    private func rows(_ arguments: String...) throws -> [DutyView] {
        let folder = try TemporaryFolder()
        let result = try BuiltCommand.run(
            ["roster"] + arguments + ["--city", BuiltCommand.city, "--data", folder.path, "--json"])
        #expect(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map { try ViewJSON.decode(DutyView.self, from: Data($0.utf8)) }
    }

    @Test func theShippedRosterHasSomebodyForEveryPartyAndNoHole() throws {
        let duties = try rows("at", "2026-06-20T20:00:00+08:00")
        #expect(duties.count == 7 && duties.allSatisfy { $0.person != nil && $0.source == "files" })
        let leader = try #require(duties.first { $0.party == "duty-leader" })
        // 端午节: each day of the holiday has a leader of its own.
        #expect(leader.layer == "holidays" && leader.holiday?.chinese == "端午节")
        #expect(leader.from.iso8601 == "2026-06-20T01:00:00Z" && leader.to?.iso8601 == "2026-06-21T01:00:00Z")
        let before = try rows("at", "2026-06-18T20:00:00+08:00", "duty-leader")
        #expect(before.map(\.layer) == ["weeks"])
        let gaps = try BuiltCommand.run(
            "roster", "gaps", "--city", BuiltCommand.city, "--days", "400", "--from", "2026-01-01T00:00:00+08:00",
            "--lang", "en")
        #expect(gaps.status == 0 && gaps.output.contains("No hole"))
    }

    @Test func nextBeginsWhenNowEnds() throws {
        let (now, next) = (try rows("now"), try rows("next"))
        #expect(now.count == 7 && next.count == 7)
        for (left, right) in zip(now, next) { #expect(left.party == right.party && left.to == right.from) }
    }

    @Test func aBrokenRosterIsNamedWholeAndAnUnknownPartyHasARemedy() throws {
        let folder = try TemporaryFolder()
        let city = folder.path + "/city"
        try FileManager.default.copyItem(atPath: BuiltCommand.city, toPath: city)
        let path = city + "/roster/schedules.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("every: 28d", with: "every: 28x").replacing("[key-1, key-2]", with: "[key-1, key-9]")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let broken = try BuiltCommand.run("roster", "check", "--city", city)
        #expect(broken.status == 78)
        #expect(broken.errors.contains("roster/schedules.yaml:") && broken.errors.contains("^"))
        #expect(broken.errors.contains("key-9") && broken.errors.contains("28x"))
        let unknown = try BuiltCommand.run(
            "roster", "now", "harbour-master", "--city", BuiltCommand.city, "--data", folder.path)
        #expect(unknown.status == 66 && unknown.errors.contains("duty-leader"))
        let fine = try BuiltCommand.run("roster", "check", "--city", BuiltCommand.city, "--json")
        #expect(fine.status == 0 && fine.output.contains("\"different_zones\":[]"))
    }

    @Test func aTableAndAYAMLFileGiveTheSamePeople() throws {
        let folder = try TemporaryFolder()
        let table = folder.path + "/people.csv"
        let yaml = folder.path + "/people.yaml"
        try "\u{FEFF}id,name,numbers\nw-1,\"王, 某\",13812345678;0731-110\n\nw-2,李某,\n".write(
            toFile: table, atomically: true, encoding: .utf8)
        try "people:\n  - {id: w-1, name: \"王, 某\", numbers: [\"13812345678\", 0731-110]}\n  - {id: w-2, name: 李某}\n"
            .write(toFile: yaml, atomically: true, encoding: .utf8)
        let people = try PeopleFile.read(table)
        #expect(people == (try PeopleFile.read(yaml)))
        #expect(people.map(\.id) == ["w-1", "w-2"] && people[0].numbers == ["13812345678", "0731-110"])
        try "people:\n  - {id: w-1, name: 王某, phone: 1}\n".write(toFile: yaml, atomically: true, encoding: .utf8)
        #expect(throws: ConfigurationProblems.self) { try PeopleFile.read(yaml) }
    }

    @Test func peopleAreKeptByTheirIdsAndErasedToTheLastByte() throws {
        let folder = try TemporaryFolder()
        let people = PeopleFolder(dataFolder: folder.path)
        try people.keep([PeopleRequest.Entry(id: "w-1", name: "王某", numbers: ["13812345678"])])
        #expect(people.keep(ReportRequest.Caller(name: "赵某", phone: "13900000000"), as: "0123456789abcdef01234567"))
        #expect(people.everyone().map(\.id) == ["caller-0123456789abcdef01234567", "w-1"])
        #expect(people.person("caller-0123456789abcdef01234567")?.numbers == ["13900000000"])
        let file = people.path + "/person-w-1.json"
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        // A second name of the same bytes shows that they were written over, not only unlinked.
        try FileManager.default.linkItem(atPath: file, toPath: folder.path + "/witness")
        #expect(try people.erase("w-1"))
        #expect(try !people.erase("w-1"))
        #expect(people.person("w-1") == nil && !FileManager.default.fileExists(atPath: file))
        let bytes = try #require(FileManager.default.contents(atPath: folder.path + "/witness"))
        #expect(bytes.allSatisfy { $0 == 0 } && !bytes.isEmpty)
        #expect(try people.erase("caller-0123456789abcdef01234567"))
    }

    @Test(arguments: ["../salt", "caller-../salt", "", "W-1", "w/1", "张三", "caller-", "w-1\n"])
    func whatIsNoIdOpensNothing(id: String) throws {
        let people = PeopleFolder(dataFolder: "/nonexistent")
        #expect(people.person(id) == nil)
        #expect(try !people.erase(id))
    }

    @Test(arguments: [
        ("李某", "李*"), ("欧阳明月", "欧***"), ("Li Yan", "L*****"), ("王", "王*"), ("", ""),
    ])
    func namesAreMasked(name: String, shown: String) {
        #expect(PersonView.masked(name: name) == shown)
    }

    @Test(arguments: [
        ("13812341234", "138****1234"), ("+86 138-1234-1234", "861****1234"), ("0731-110", "****10"), ("110", "****"),
    ])
    func numbersAreMasked(number: String, shown: String) {
        #expect(PersonView.masked(number: number) == shown)
    }
}
