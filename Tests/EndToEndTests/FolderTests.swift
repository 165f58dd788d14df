import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct FolderTests {
        @Test func whatTheServerWritesIsItsOwnersAlone() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("order_handed_over") != nil)
            let names = try FileManager.default.contentsOfDirectory(atPath: scene.serve.data)
            #expect(Set(names).isSuperset(of: ["tocsin.sock", "tocsin.sqlite", "tocsin.lock"]))
            for name in names {
                let attributes = try FileManager.default.attributesOfItem(atPath: scene.serve.data + "/" + name)
                let mode = try #require(attributes[.posixPermissions] as? NSNumber).intValue
                #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
            }
        }

        @Test func aLogThatIsShorterThanItsHeadOutsideDoesNotVerify() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("order_handed_over") != nil)
            #expect(scene.serve.stop() == 0)
            let head = scene.serve.data + "/tocsin.head"
            #expect(try scene.serve.call("log", "verify", "--head", head).status == 0)
            let text = Processes.text(ofFile: head)
            let entries = try #require(JSON(text: text)["entries"].integer)
            try text.replacingOccurrences(of: "\"entries\":\(entries)", with: "\"entries\":\(entries + 1)")
                .write(toFile: head, atomically: true, encoding: .utf8)
            let cut = try scene.serve.call("log", "verify", "--head", head, "--json")
            #expect(cut.status == 1)
            #expect(cut.json["findings"][0]["code"].text == "cut_tail")
        }

        @Test func commandsWithoutAServerReadTheFolderAndSayWhatTheyCannotDo() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("incident_raised") != nil)
            let id = try #require(try scene.serve.incidents().first?["id"].text)
            #expect(scene.serve.stop() == 0)
            #expect(try scene.serve.call("incident", id).status == 0)
            let refused = try scene.serve.call("acknowledge", id, "--by", "duty-officer")
            #expect(refused.status == 69)
            #expect(refused.errors.contains("→"))
            #expect(try CommandRun(["status"], data: "/nowhere").status == 66)
        }

        private func databaseFindings(_ data: String, _ scene: Scene) throws -> [JSON] {
            try CommandRun(["doctor", "--json"], data: data, city: scene.serve.city).lines
                .filter { $0["area"].text == "database" }
        }

        private func failures(_ findings: [JSON]) -> [JSON] { findings.filter { $0["severity"].text == "failure" } }

        /// Writes over bytes of a restored backup, which is one file.
        private func damage(_ scene: Scene, _ change: (FileHandle, Data) throws -> Void) throws -> String {
            let backup = scene.folder.path + "/backup"
            let data = scene.folder.path + "/restored"
            #expect(try scene.serve.call("backup", backup).status == 0)
            #expect(try CommandRun(["restore", backup], data: data, city: scene.serve.city).status == 0)
            #expect(try failures(databaseFindings(data, scene)).isEmpty)
            let file = URL(fileURLWithPath: data + "/tocsin.sqlite")
            let handle = try FileHandle(forUpdating: file)
            try change(handle, try Data(contentsOf: file))
            try handle.close()
            return data
        }

        @Test func doctorSaysThatTheDatabaseIsWholeOrWhatIsWrongWithIt() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("order_handed_over") != nil)
            let findings = try databaseFindings(scene.serve.data, scene)
            #expect(findings.count >= 3, "\(findings)")
            #expect(failures(findings).isEmpty, "\(findings)")
            let damaged = try damage(scene) { file, bytes in
                for page in stride(from: 8 * 4_096, to: bytes.count, by: 4_096) {
                    try file.seek(toOffset: UInt64(page))
                    try file.write(contentsOf: Data(repeating: 0x5A, count: 512))
                }
            }
            let found = try failures(databaseFindings(damaged, scene))
            #expect(!found.isEmpty)
            #expect(found.allSatisfy { $0["remedy"] != .null })
            #expect(try CommandRun(["doctor"], data: damaged, city: scene.serve.city).status == 1)
        }

        @Test func doctorFindsAnEntryThatWasChanged() throws {
            let scene = try Scene()
            let damaged = try damage(scene) { file, bytes in
                let place = try #require(bytes.range(of: Data("\"code\":\"watch_started\"".utf8)))
                try file.seek(toOffset: UInt64(place.upperBound - 2))
                try file.write(contentsOf: Data("t".utf8))
            }
            #expect(try failures(databaseFindings(damaged, scene)).count == 1)
            #expect(try CommandRun(["doctor"], data: damaged, city: scene.serve.city).status == 1)
        }

        @Test func doctorLooksAtEverythingWhileTheServerRuns() throws {
            let scene = try Scene()
            let broker = ["doctor", "--json", "--broker", Scene.url(scene.broker)]
            let run = try CommandRun(broker, data: scene.serve.data, city: scene.serve.city)
            #expect(
                Set(run.lines.compactMap { $0["area"].text }).isSuperset(
                    of: ["broker", "clock", "database", "disk", "locale", "rules"]))
            for finding in run.lines where finding["severity"].text == "failure" {
                #expect(finding["remedy"] != .null, "\(finding)")
            }
        }
    }
}
