import Configuration
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `tocsin report` against a running server: what people call in.
    @Suite struct ReportTests {
        private static let caller = "{\"name\":\"王某\",\"phone\":\"+86 138 0000 0001\"}"

        private func report(_ scene: Scene, _ arguments: String...) throws -> CommandRun {
            let file = scene.folder.path + "/caller.json"
            try Self.caller.write(toFile: file, atomically: true, encoding: .utf8)
            return try CommandRun(
                ["report", "--by", "李某", "--via", "119", "--caller-file", file] + arguments, data: scene.serve.data)
        }

        @Test func aCallJoinsTheGaugeAndTheCallerStaysOutsideTheLog() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            _ = try #require(try scene.serve.waitForLog("incident_raised"))
            let run = try report(scene, "--hazard", "river_flood", "--place", "城区水文", "water over the road", "--json")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.json["incident"]["id"].text == "I-\(try year(scene))-000001")
            #expect(run.json["incident"]["alarms"].elements.count == 2)
            let entry = try #require(try scene.serve.log("report_taken").first)
            let digest = try #require(entry["caller"].text)
            let kept = try String(contentsOfFile: "\(scene.serve.data)/people/\(digest).json", encoding: .utf8)
            #expect(kept.contains("王某"))
            let again = try report(scene, "--hazard", "river_flood", "--at", "27.601,110.001", "it rises")
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.errors.contains("149 m"), "\(again.errors)")
            #expect(again.output.contains("☎"))
            #expect(scene.serve.stop() == 0)
            for (path, bytes) in try everyFile(scene) where !path.contains("/people/") {
                #expect(
                    bytes.range(of: Data("王某".utf8)) == nil && bytes.range(of: Data("0000 0001".utf8)) == nil, "\(path)"
                )
            }
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }

        @Test func whatCannotBeFoundIsRefusedAndKeepsNobody() throws {
            let files = SmallCity.bundle().files.map { file in
                let box = "  bounding_box: {south: 27.5, west: 109.8, north: 27.8, east: 110.2}\n  districts:"
                let place = "  places:\n    - {id: crossing, name: {zh: 城区路口, en: City crossing}, district: north}"
                let text = file.text.replacing("  districts:", with: box).replacing("  places:", with: place)
                return ConfigurationFile(path: file.path, text: text)
            }
            let scene = try Scene(ConfigurationBundle(files: files))
            let outside = try report(scene, "--hazard", "river_flood", "--at", "31.23,121.47", "water")
            #expect(outside.status == 66 && outside.errors.contains("31.23,121.47 lies outside the city"))
            let nowhere = try report(scene, "--hazard", "river_flood", "--place", "atlantis", "water")
            #expect(nowhere.status == 66 && nowhere.errors.contains("“atlantis”") && nowhere.errors.contains("--at"))
            let either = try report(scene, "--hazard", "river_flood", "--place", "c", "water")
            #expect(
                either.status == 64 && either.errors.contains("City crossing (crossing), City reach (reach)"),
                "\(either.errors)")
            let ghosts = try report(scene, "--hazard", "ghosts", "--place", "reach", "boo")
            #expect(ghosts.status == 66 && ghosts.errors.contains("river_flood"))
            let nothing = try report(scene, "--hazard", "river_flood", "--place", "reach", " ")
            #expect(nothing.status == 1)
            #expect(try scene.serve.incidents().isEmpty)
            let kept = try FileManager.default.contentsOfDirectory(atPath: scene.serve.data + "/people")
            #expect(kept == ["salt"])
            let escaping = try report(scene, "--hazard", "river_flood", "--place", "mall", "\u{1B}[31mred\u{7}")
            #expect(escaping.status == 0 && !escaping.holdsControlCharacters)
        }

        private func year(_ scene: Scene) throws -> String {
            let id = try scene.serve.incidents().first?["id"].text ?? ""
            return String(id.split(separator: "-").dropFirst().first ?? "")
        }

        private func everyFile(_ scene: Scene) throws -> [(String, Data)] {
            let manager = FileManager.default
            return try manager.subpathsOfDirectory(atPath: scene.serve.data).compactMap { path in
                let whole = "\(scene.serve.data)/\(path)"
                return manager.contents(atPath: whole).map { (whole, $0) }
            }
        }
    }
}
