import Configuration
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The roster and its people against a running server.
    @Suite struct RosterTests {
        private static let roster = """
            warnings: {ahead: 14d, again: 24h, source: a test, date: "2026-11-21"}
            people:
              - {id: w-zhang, role: duty-officer, organisation: watch}
              - {id: water-li, role: dispatcher, organisation: water}
            schedules:
              - party: duty-officer
                layers: [{id: always, starts: "2000-01-01", every: 1d, people: [w-zhang]}]
              - party: water
                layers: [{id: always, starts: "2000-01-01", every: 1d, people: [water-li]}]

            """

        /// The water bureau has a telephone and nothing else.
        private func city(_ roster: String = Self.roster) -> ConfigurationBundle {
            let files = SmallCity.bundle().files.map { file in
                guard file.path == "linkage/all.yaml" else { return file }
                let text = file.text.replacingOccurrences(
                    of: "en: Water Bureau}", with: "en: Water Bureau}\n    channels: [phone]")
                return ConfigurationFile(
                    path: file.path, text: "channels: [{id: phone, kind: telephone, hand_over_within: 3m}]\n" + text)
            }
            return ConfigurationBundle(files: files + [ConfigurationFile(path: "roster/all.yaml", text: roster)])
        }

        private func importPeople(_ scene: Scene, _ rows: String) throws -> CommandRun {
            let file = scene.folder.path + "/people.csv"
            try ("id,name,numbers\n" + rows).write(toFile: file, atomically: true, encoding: .utf8)
            return try scene.serve.call("roster", "people", "import", file, "--reason", "July", "--by", "陈某")
        }

        /// Whether any file of the data folder holds the text.
        private func holds(_ text: String, _ scene: Scene) -> Bool {
            let walk = FileManager.default.enumerator(atPath: scene.serve.data)
            return (walk?.compactMap { $0 as? String } ?? []).contains { path in
                FileManager.default.contents(atPath: scene.serve.data + "/" + path)?.range(of: Data(text.utf8)) != nil
            }
        }

        @Test func aCallShowsWhoIsOnDutyAndTheLogProvesItByIdAlone() throws {
            let scene = try Scene(city())
            #expect(try importPeople(scene, "water-li,李大江,138 1234 5678\nw-zhang,张三,13900001111\n").status == 0)
            try scene.stage(3.2)
            let due = try #require(try scene.serve.waitForLog("call_due"))
            #expect(due["on_duty"].text == "water-li")
            let told = try #require(try scene.serve.waitForLog("officer_told"))
            #expect(told["on_duty"].text == "w-zhang")
            let calls = try scene.serve.call("calls", "--json").lines
            #expect(calls.map { $0["number"].text } == ["138 1234 5678"])
            #expect(calls.map { $0["person"].text } == ["李大江"])
            #expect(try scene.serve.call("log", "show").output.contains("on duty water-li"))
            #expect(scene.serve.stop() == 0)
            // Names and numbers are in the people's folder and nowhere else.
            try FileManager.default.removeItem(atPath: scene.serve.data + "/people")
            #expect(!holds("李大江", scene) && !holds("138 1234 5678", scene))
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }

        @Test func readingIsLoggedAndWhoIsErasedIsGone() throws {
            let scene = try Scene(city())
            #expect(try importPeople(scene, "water-li,李大江,13812345678\n").status == 0)
            let list = try scene.serve.call("roster", "people", "list").output
            #expect(list.contains("李**") && list.contains("138****5678") && !list.contains("李大江"))
            let bare = try scene.serve.call("roster", "people", "show", "water-li", "--reason", " ", "--by", "陈某")
            #expect(bare.status == 64 && !bare.output.contains("13812345678"))
            let shown = try scene.serve.call("roster", "people", "show", "water-li", "--reason", "须通知", "--by", "陈某")
            #expect(shown.output.contains("李大江") && shown.output.contains("13812345678"))
            let reads = try scene.serve.log("person_read")
            #expect(reads.count == 1)
            #expect(reads.first?["person"].text == "water-li" && reads.first?["by"].text == "陈某")
            #expect(reads.first?["reason"].text == "须通知")
            #expect(holds("13812345678", scene))
            let erased = try scene.serve.call("roster", "people", "erase", "water-li", "--reason", "调离", "--by", "陈某")
            #expect(erased.status == 0)
            #expect(!holds("13812345678", scene) && !holds("李大江", scene))
            #expect(try scene.serve.log("person_erased").map { $0["person"].text } == ["water-li"])
            let gone = try scene.serve.call("roster", "people", "show", "water-li", "--reason", "x", "--by", "陈某")
            #expect(gone.status == 66 && gone.errors.contains("water-li"))
            #expect(try scene.serve.log("person_read").count == 1)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("log", "verify", "--replay").status == 0)
        }

        @Test func strangersAndBrokenTablesAreRefusedWhole() throws {
            let scene = try Scene(city())
            let stranger = try importPeople(scene, "water-li,李大江,13812345678\nnobody-here,某人,13912345678\n")
            #expect(stranger.status == 66 && stranger.errors.contains("nobody-here"))
            let broken = try importPeople(scene, "water-li,\u{1B}[31m红,13812345678\nw-zhang,张三,call me\nw-zhang\n")
            #expect(broken.status == 78 && broken.errors.contains(":2:") && broken.errors.contains(":3:"))
            #expect(broken.errors.contains(":4:") && !broken.errors.contains("\u{1B}"))
            #expect(try scene.serve.call("roster", "people", "list", "--json").lines.isEmpty)
            #expect(try scene.serve.log("people_imported").isEmpty)
        }

        @Test func aBrokenRosterIsRefusedAndAHoleIsTold() throws {
            let scene = try Scene(city())
            let path = scene.serve.city + "/roster/all.yaml"
            let before = try scene.serve.call("roster", "now", "--json").lines
            #expect(before.map { $0["person"].text } == ["w-zhang", "water-li"])
            #expect(before.allSatisfy { $0["source"].text == "journal" })
            try Self.roster.replacingOccurrences(of: "people: [water-li]", with: "people: [water-lo]")
                .write(toFile: path, atomically: true, encoding: .utf8)
            scene.serve.signal(SIGHUP)
            #expect(Waiting.until { scene.serve.errors.contains("old one goes on") })
            #expect(Waiting.until { scene.serve.errors.contains("“water-lo”") && scene.serve.errors.contains("^") })
            #expect(try scene.serve.log("configuration_loaded").count == 1)
            #expect(try scene.serve.log("roster_gap").isEmpty)
            // A rotation that ended leaves a hole, which is told, shown and found by “gaps”.
            try Self.roster.replacingOccurrences(
                of: "starts: \"2000-01-01\", every: 1d, people: [water-li]",
                with: "starts: \"2000-01-01\", through: \"2020-01-01\", every: 1d, people: [water-li]"
            )
            .write(toFile: path, atomically: true, encoding: .utf8)
            scene.serve.signal(SIGHUP)
            let gap = try #require(try scene.serve.waitForLog("roster_gap"))
            #expect(gap["party"].text == "water" && gap["stage"].text == "begun" && gap["to"].text == nil)
            #expect(try scene.serve.waitForStatus { $0["roster_gaps"].elements.count == 1 })
            let gaps = try scene.serve.call("roster", "gaps", "--json")
            #expect(gaps.status == 1 && gaps.lines.map { $0["party"].text } == ["water"])
            #expect(try scene.serve.call("roster", "now", language: "zh").output.contains("无人"))
        }
    }
}
