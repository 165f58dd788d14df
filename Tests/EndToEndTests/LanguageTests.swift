import TestSupport
import Testing

extension EndToEnd {
    @Suite struct LanguageTests {
        @Test func peopleReadChineseOrEnglish() throws {
            let scene = try Scene()
            let water = try Department("water", scene.broker)
            try scene.stage(3.2)
            let order = try #require(water.waitFor("order"))
            try water.answer(order, .acknowledged, person: "李建国")
            _ = try #require(try scene.serve.waitForLog("order_acknowledged"))
            let id = try #require(order["incident"].text)

            for (language, words) in [
                ("zh", ["城区水文站", "水利局", "李建国"]), ("en", ["City gauge", "Water Bureau", "李建国"]),
            ] {
                for text in [
                    try scene.serve.call("log", "show", "--lang", language).output,
                    try scene.serve.call("incident", id, language: language).output,
                ] {
                    for word in words { #expect(text.contains(word), "\(language): \(word) in \(text)") }
                }
            }
            let chinese = try scene.serve.call("status", language: "zh").output
            let english = try scene.serve.call("status", language: "en").output
            #expect(chinese.contains("小城市"))
            #expect(english.contains("Small City"))
            #expect(try scene.serve.call("incidents", language: "zh").output.contains("江河洪水"))
            // The officer has not acknowledged yet: the board says so first, in either language.
            let board = try scene.serve.call("watch", "--once", language: "zh").output
            #expect(board.contains("需要处理（1）") && board.contains("tocsin acknowledge \(id)"))
            #expect(try scene.serve.call("watch", "--once", language: "en").output.contains("NEEDS A PERSON (1)"))
            #expect(try scene.serve.call("stations", language: "zh").output.contains("商场探测器"))
            // Mistakes too.
            let unknown = try scene.serve.call("incident", "I-1999-000001", language: "zh")
            #expect(unknown.status == 66)
            #expect(unknown.errors.contains("没有"))
        }

        @Test func followingTheLogShowsLinesAsTheyHappen() throws {
            let scene = try Scene()
            let output = scene.folder.path + "/follow.txt"
            let follower = try Processes.start(
                Processes.built("tocsin"),
                ["log", "show", "--follow", "--lang", "zh", "--data", scene.serve.data, "--city", scene.serve.city],
                output: output, errors: output)
            defer {
                follower.terminate()
                follower.waitUntilExit()
            }
            #expect(Waiting.until { Processes.text(ofFile: output).contains("开始值守") || !follower.isRunning })
            try scene.stage(3.2)
            #expect(Waiting.until { Processes.text(ofFile: output).contains("水利局") || !follower.isRunning })
            // It ends with the server.
            #expect(scene.serve.stop() == 0)
            #expect(Waiting.until { !follower.isRunning })
        }
    }
}
