import TestSupport
import Testing

extension EndToEnd {
    /// `tocsin alarms` against a running server.
    @Suite struct AlarmManagementTests {
        @Test func aSilenceHoldsBackTheTellingUntilItEnds() throws {
            let scene = try Scene()
            let begun = try scene.serve.call(
                "alarms", "silence", "--alert", "River*", "--for", "2h", "--reason", "gauge being cleaned", "--by",
                "李某", "--json")
            #expect(begun.status == 0, "\(begun.errors)")
            let id = try #require(begun.json["id"].text)
            try scene.stage(3.2)
            _ = try #require(try scene.serve.waitForLog("alarm_withheld"))
            #expect(try scene.serve.incidents().isEmpty)
            let list = try scene.serve.call("alarms", language: "zh").output
            #expect(list.contains("静默 \(id)") && list.contains("李某"))
            let ended = try scene.serve.call("alarms", "end", id, "--reason", "clean", "--by", "李某")
            #expect(ended.status == 0)
            _ = try #require(try scene.serve.waitForLog("incident_raised"))
            #expect(scene.serve.stop() == 0)
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }

        @Test func whatTheCityDoesNotAllowIsRefusedWithItsRemedy() throws {
            let scene = try Scene()
            try scene.stage(3.2)
            _ = try #require(try scene.serve.waitForLog("incident_raised"))
            let long = try scene.serve.call(
                "alarms", "silence", "--alert", "River*", "--for", "30d", "--reason", "x", "--by", "李某")
            #expect(long.status == 1 && long.errors.contains("alarm-management/"))
            let all = try scene.serve.call(
                "alarms", "silence", "--for", "1h", "--reason", "x", "--by", "李某", language: "zh")
            #expect(all.status == 1 && all.errors.contains("全市"))
            let unknown = try scene.serve.call("alarms", "end", "S-000099", "--reason", "x", "--by", "李某")
            #expect(unknown.status != 0 && unknown.errors.contains("tocsin alarms"))
            #expect(try scene.serve.log("alarm_command_refused").count == 3)
        }
    }
}
