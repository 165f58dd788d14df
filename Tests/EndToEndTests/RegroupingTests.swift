import TestSupport
import Testing

extension EndToEnd {
    /// Incidents that an officer puts together and takes apart, through the whole server.
    @Suite struct RegroupingTests {
        @Test func aMergeIsToldTakenBackAndReplayed() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            _ = try #require(try scene.serve.waitForLog("incident_raised"))
            try scene.gas(60)
            #expect(Waiting.until { (try? scene.serve.incidents().count) == 2 })
            let ids = try scene.serve.incidents().compactMap { $0["id"].text }.sorted()
            let (river, gas) = (try #require(ids.first), try #require(ids.last))
            let missing = try scene.serve.call("merge", gas, river, "--reason", " ", "--by", "李某")
            #expect(missing.status == 64 && missing.errors.contains("--reason"))
            let merged = try scene.serve.call("merge", gas, river, "--reason", "爆管引起", "--by", "李某", language: "zh")
            #expect(merged.status == 0, "\(merged.errors)")
            #expect(merged.output.contains("已并入他案") && merged.output.contains("爆管引起"))
            let into = try scene.serve.call("incident", river, "--json").json
            #expect(into["merged"].elements.compactMap(\.text) == [gas])
            #expect(into["alarms"].elements.count == 2)
            let close = try scene.serve.call("close", gas, "--reason", "x", "--by", "李某")
            #expect(close.status == 1 && close.errors.contains("\(gas), \(river)"), "\(close.errors)")
            let parent = try scene.serve.call("parent", gas, river, "--by", "李某")
            #expect(parent.status == 1)
            // The order and the two incidents survive a restart.
            #expect(scene.serve.stop() == 0)
            try scene.serve.start()
            let undone = try scene.serve.call("undo", gas, "--reason", "无关", "--by", "李某", "--json")
            #expect(undone.status == 0, "\(undone.errors)")
            #expect(undone.json["incident"]["merged_into"] == .null)
            #expect(try scene.serve.incidents().map { $0["alarms"].elements.count } == [1, 1])
            #expect(try scene.serve.call("parent", gas, river, "--by", "李某").status == 0)
            let page = try scene.serve.call("incident", river)
            #expect(page.output.contains("1, 1 open") && page.output.contains("- \(gas) · "), "\(page.output)")
            let lines = try scene.serve.call("incidents", "--json").output
            #expect(scene.serve.stop() == 0)
            // A server hands out what is stored as it is; without one each incident is read and written again.
            #expect(try scene.serve.call("incidents", "--json").output == lines)
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }
    }
}
