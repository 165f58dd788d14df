import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Every command of the tutorial, in its order, in one shell, as a person would type them.
    @Suite struct TutorialTests {
        private struct Block {
            var text: String
            /// What its last command ends with; the page says so where it is not 0.
            var status: Int32
        }

        private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()

        private static func blocks() throws -> [Block] {
            let page = root.appendingPathComponent("Sources/tocsin/Tocsin.docc/ReplayTutorial.md")
            let text = try String(contentsOf: page, encoding: .utf8)
            return text.matches(of: #/(?:<!-- exit ([0-9]+) -->\n)?```sh\n((?s:.*?))```/#).map {
                Block(text: String($0.2), status: $0.1.flatMap { Int32($0) } ?? 0)
            }
        }

        @Test func everyCommandDoesWhatThePageSays() throws {
            guard Processes.isInstalled("bash"), Processes.isInstalled("mosquitto_pub"), Processes.isInstalled("sed")
            else { return print("skipped: the tutorial needs bash, sed and mosquitto-clients") }
            let blocks = try Self.blocks()
            #expect(blocks.count > 6)
            let folder = try TemporaryFolder()
            try FileManager.default.copyItem(
                atPath: Self.root.appendingPathComponent("Rules").path, toPath: folder.path + "/Rules")
            var script = "cd \"$1\"\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\n"
            for (index, block) in blocks.enumerated() {
                // Where nothing is said every command must succeed.
                script += block.status == 0 ? "set -e\n" : "set +e\n"
                script += block.text + "status=$?\nset +e\n"
                script +=
                    "[ $status -eq \(block.status) ] || { echo \"block \(index + 1) ended with $status\" >&2; exit 99; }\n"
            }
            script += "trap - EXIT\nexit 0\n"
            // The page's port may be taken here.
            let port = try LoopbackPort.free()
            script = script.replacing("1884", with: "\(port)")
            try script.write(toFile: folder.path + "/tutorial.sh", atomically: true, encoding: .utf8)
            let build = (Processes.built("tocsin") as NSString).deletingLastPathComponent
            let path = build + ":/usr/sbin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
            let run = try Processes.run(
                "/usr/bin/env", ["bash", folder.path + "/tutorial.sh", folder.path],
                environment: ["PATH": path, "LC_ALL": "en_GB.UTF-8"], seconds: 900)
            #expect(run.status == 0, "\(run.errors)\n\(run.output.suffix(4_000))")
            #expect(run.output.contains("演练 EXERCISE"))
            #expect(run.output.contains("1 passed, 0 failed"))
            #expect(run.output.contains("0 passed, 1 failed"))
        }
    }
}
