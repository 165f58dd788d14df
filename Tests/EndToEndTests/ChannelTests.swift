import Configuration
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Channels that are not the broker's, through the whole server: real receivers, real commands.
    @Suite struct ChannelTests {
        /// The small city whose water bureau is told by the channels given.
        private static func bundle(_ channels: String, water: String) -> ConfigurationBundle {
            let files = SmallCity.bundle().files.map { file in
                guard file.path == "linkage/all.yaml" else { return file }
                let text = file.text.replacing("  - id: water\n", with: "  - id: water\n    channels: \(water)\n")
                return ConfigurationFile(path: file.path, text: "channels:\n" + channels + text)
            }
            return ConfigurationBundle(files: files)
        }

        private static func webhook(_ port: Int, id: String = "water-hook", attempts: Int = 20) -> String {
            """
              - id: \(id)
                kind: webhook
                hand_over_within: 60s
                settings:
                  url: http://127.0.0.1:\(port)/orders
                  secret_env: WATER_SECRET
                  allow_addresses: [127.0.0.1]
                  answer_within: 2s
                  retry: {first: 100ms, longest: 200ms, attempts: \(attempts), give_up_after: 60s}

            """
        }

        private static func hook(_ id: String, _ program: String, attempts: Int = 8) -> String {
            "  - {id: \(id), kind: hook, hand_over_within: 60s, settings: {program: \(program), time_limit: 2s, "
                + "retry: {attempts: \(attempts)}}}\n"
        }

        private static func script(_ text: String, in folder: TemporaryFolder, _ name: String) throws -> String {
            let path = folder.path + "/" + name
            try ("#!/bin/sh\n" + text).write(toFile: path, atomically: true, encoding: .utf8)
            chmod(path, 0o755)
            return path
        }

        @Test func aWebhookThatFailsForAWhileIsToldUnderOneKey() throws {
            let receiver = try Receiver { number in
                number < 3
                    ? .bytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
                    : .bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            defer { receiver.close() }
            let scene = try Scene(
                ChannelTests.bundle(ChannelTests.webhook(receiver.port), water: "[water-hook]"),
                environment: ["WATER_SECRET": "key"])
            try scene.stage(3.2)
            let handedOver = try #require(try scene.serve.waitForLog("order_handed_over"))
            #expect(handedOver["channel"].text == "water-hook")
            #expect(handedOver["evidence"].text?.hasPrefix("http 200 sha256:") == true)
            #expect(receiver.requests.count == 4)
            #expect(Set(receiver.requests.map { $0.header("Idempotency-Key") }).count == 1)
            #expect(Set(receiver.requests.map(\.body)).count == 1)
        }

        @Test func whenOneChannelIsGivenUpTheNextIsTried() throws {
            let folder = try TemporaryFolder()
            let bad = try ChannelTests.script("echo 'no credit' >&2; exit 65\n", in: folder, "bad")
            let good = try ChannelTests.script("cat > \(folder.path)/told; echo sent 42\n", in: folder, "good")
            let scene = try Scene(
                ChannelTests.bundle(
                    ChannelTests.hook("sms", bad) + ChannelTests.hook("voice", good), water: "[sms, voice]"))
            try scene.stage(3.2)
            let changed = try #require(try scene.serve.waitForLog("order_channel_changed"))
            #expect(changed["cause"].text == "bad refuses it with 65: no credit.")
            let handedOver = try #require(try scene.serve.waitForLog("order_handed_over"))
            #expect(handedOver["channel"].text == "voice")
            #expect(handedOver["evidence"].text == "exit 0: sent 42")
            let told = try String(contentsOfFile: folder.path + "/told", encoding: .utf8)
            #expect(told.contains("\"department\":\"water\""))
        }

        /// Receivers that redirect, lie about their answer, never end it or are not there; commands that die, hang or never
        /// stop writing: each is given up with its reason, the next is tried, and nothing is stuck.
        @Test func whateverAChannelDoesTheNextOneIsTried() throws {
            let receivers = [
                try Receiver { _ in
                    .bytes("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
                },
                try Receiver { _ in .bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nok") },
                try Receiver { _ in
                    .flood(head: "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", bytes: 1 << 30)
                },
                try Receiver { _ in .silence },
            ]
            defer { for receiver in receivers { receiver.close() } }
            let gone = try Receiver { _ in .silence }
            gone.close()
            let folder = try TemporaryFolder()
            let scripts = [
                "dies": "kill -9 $$\n", "hangs": "sleep 1000\n", "floods": "head -c 1073741824 /dev/zero\n",
                "works": "printf 'taken \\033[2Jby <b>it</b>\\n'\n",
            ]
            let programs = try scripts.mapValues { try ChannelTests.script($0, in: folder, UUID().uuidString) }
            let hooks = ["dies", "hangs", "floods", "works"]
            let ids = ["redirects", "lies", "never-ends", "is-silent", "is-gone"] + hooks
            let channels =
                zip(ids, receivers.map(\.port) + [gone.port]).map { ChannelTests.webhook($1, id: $0, attempts: 1) }
                + hooks.map { ChannelTests.hook($0, programs[$0] ?? "", attempts: 1) }
            let scene = try Scene(
                ChannelTests.bundle(channels.joined(), water: "[\(ids.joined(separator: ", "))]"),
                environment: ["WATER_SECRET": "key"])
            try scene.stage(3.2)
            let handedOver = try #require(try scene.serve.waitForLog("order_handed_over", seconds: 60))
            #expect(handedOver["channel"].text == "works")
            let changes = try scene.serve.log("order_channel_changed")
            #expect(changes.map { $0["channel"].text } == ids.dropLast())
            #expect(
                changes.allSatisfy { $0["reason"].text == "hand_over_failed" && $0["cause"].text?.isEmpty == false })
            #expect(receivers.allSatisfy { $0.requests.count == 1 })
            // What a program wrote reaches no terminal as it is.
            let shown = try scene.serve.call("log", "show").output
            #expect(!shown.contains("\u{1B}") && shown.contains("works"))
            let channelsNow = try scene.serve.status()["channels"].elements
            for id in ids {
                let channel = channelsNow.first { $0["channel"].text == id }
                #expect(channel?["given_up"].integer == (id == "works" ? 0 : 1), "\(id)")
                #expect(channel?["handed_over"].integer == (id == "works" ? 1 : 0), "\(id)")
            }
        }

        @Test func whatWasNotHandedOverIsTriedAgainAfterAKill() throws {
            let folder = try TemporaryFolder()
            let program = try ChannelTests.script(
                "echo $TOCSIN_KEY >> \(folder.path)/keys\n[ -f \(folder.path)/open ] || sleep 60\n", in: folder,
                "slow")
            let scene = try Scene(ChannelTests.bundle(ChannelTests.hook("sms", program), water: "[sms]"))
            try scene.stage(3.2)
            #expect(Waiting.until { FileManager.default.fileExists(atPath: folder.path + "/keys") })
            scene.serve.kill()
            try "".write(toFile: folder.path + "/open", atomically: true, encoding: .utf8)
            try scene.serve.start()
            _ = try #require(try scene.serve.waitForLog("order_handed_over"))
            let keys = try String(contentsOfFile: folder.path + "/keys", encoding: .utf8).split(separator: "\n")
            #expect(keys.count == 2)
            #expect(Set(keys).count == 1)
        }

        @Test func theStateSheetIsWrittenAndAFolderThatIsGoneRings() throws {
            let folder = try TemporaryFolder()
            let sheets = folder.path + "/sheets"
            let files = SmallCity.bundle().files.map { file in
                file.path == "city.yaml"
                    ? ConfigurationFile(
                        path: file.path, text: file.text + "\nstate_sheet: {folder: \(sheets), every: 10s}\n")
                    : file
            }
            let scene = try Scene(ConfigurationBundle(files: files))
            let failed = try #require(try scene.serve.waitForLog("state_sheet_failed"))
            #expect(failed["detail"].text == "\(sheets)/state.txt: No such file or directory")
            try FileManager.default.createDirectory(atPath: sheets, withIntermediateDirectories: false)
            try scene.stage(3.2)
            _ = try #require(try scene.serve.waitForLog("state_sheet_back"))
            let isWhole = Waiting.until {
                let text = (try? String(contentsOfFile: sheets + "/state.txt", encoding: .utf8)) ?? ""
                return text.contains("I-2026-") && text.contains("城区河段")
            }
            #expect(isWhole)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: sheets).sorted() == ["state.html", "state.txt"])
        }
    }
}
