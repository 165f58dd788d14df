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

        private func databaseFindings(_ scene: Scene) throws -> [JSON] {
            try scene.serve.call("doctor", "--json").lines.filter { $0["area"].text == "database" }
        }

        @Test func doctorSaysThatTheDatabaseIsWholeOrWhatIsWrongWithIt() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            #expect(try scene.serve.waitForLog("order_handed_over") != nil)
            // Beside the running server, and of what it has left.
            #expect(try databaseFindings(scene).allSatisfy { $0["severity"].text == "good" })
            #expect(scene.serve.stop() == 0)
            #expect(try databaseFindings(scene).allSatisfy { $0["severity"].text == "good" })

            // Every page but the first is overwritten: what is read of them is nonsense.
            let path = scene.serve.data + "/tocsin.sqlite"
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            let size = try file.seekToEnd()
            for page in stride(from: UInt64(8 * 4_096), to: size, by: 4_096) {
                try file.seek(toOffset: page)
                try file.write(contentsOf: Data(repeating: 0x5A, count: 512))
            }
            try file.close()
            let findings = try databaseFindings(scene)
            let failures = findings.filter { $0["severity"].text == "failure" }
            #expect(!failures.isEmpty, "\(findings)")
            #expect(failures.allSatisfy { $0["remedy"] != .null })
            #expect(try scene.serve.call("doctor").status == 1)
        }

        @Test func doctorFindsAnEntryThatWasChanged() throws {
            let scene = try Scene()
            #expect(scene.serve.stop() == 0)
            // One letter of the first entry.
            let path = scene.serve.data + "/tocsin.sqlite"
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let place = try #require(bytes.range(of: Data("\"code\":\"watch_started\"".utf8)))
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            try file.seek(toOffset: UInt64(place.upperBound - 2))
            try file.write(contentsOf: Data("t".utf8))
            try file.close()
            let failures = try databaseFindings(scene).filter { $0["severity"].text == "failure" }
            #expect(failures.count == 1)
            #expect(try scene.serve.call("doctor").status == 1)
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
