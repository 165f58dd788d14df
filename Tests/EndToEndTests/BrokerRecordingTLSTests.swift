import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `drill record` and `drill publish` over mqtts, with users, as a broker outside of the house wants it.
    @Suite(.enabled(if: Broker.isAvailable() && Certificates.areAvailable())) struct BrokerRecordingTLSTests {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        /// A broker that speaks TLS alone and knows one user; its address and what reaches it.
        private func withBroker(_ body: (Broker, [String], Certificates) throws -> Void) throws {
            let certificates = try Certificates()
            defer { certificates.remove() }
            let (users, password) = (folder.path + "/users", folder.path + "/password")
            _ = FileManager.default.createFile(atPath: users, contents: nil)
            let made = try Processes.run("/usr/bin/env", ["mosquitto_passwd", "-b", users, "drill", "a secret"])
            try #require(made.status == 0, "\(made.errors)")
            try "a secret\n".write(toFile: password, atomically: true, encoding: .utf8)
            let broker = try Broker(
                Broker.openConfiguration.filter { !$0.hasPrefix("allow_anonymous") } + [
                    "allow_anonymous false", "password_file \(users)",
                ],
                listener: [
                    "certfile \(certificates.path("broker.crt"))", "keyfile \(certificates.path("broker.key"))",
                ])
            defer { broker.remove() }
            let access = [
                "--broker", Scene.url(broker, scheme: "mqtts"), "--user", "drill", "--password-file", password,
            ]
            try body(broker, access, certificates)
        }

        private func recording(messages: Int) throws -> String {
            let head =
                #"{"recording":1,"title":{"zh":"试","en":"try"},"start":"2026-07-01T10:00:00Z","city":"","exercise":false,"source":"test"}"#
            let lines = (0..<messages).map {
                #"{"at":0.\#(100_000_000 + $0),"topic":"city/a/\#($0)","qos":1,"retain":0,"payload":"{\"v\":\#($0)}"}"#
            }
            let path = folder.path + "/sent.tocsin.jsonl"
            try ([head] + lines + [#"{"at":1,"end":{"lines":\#(messages)}}"#]).joined(separator: "\n").appending("\n")
                .write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }

        /// Topics and payloads, in their order.
        private func contents(_ path: String) -> [String] {
            Processes.text(ofFile: path).split(separator: "\n").filter { $0.contains("\"topic\"") }.map {
                String($0.drop { $0 != "," })
            }
        }

        @Test func whatIsPublishedOverTLSIsRecordedOverTLS() throws {
            try withBroker { broker, access, certificates in
                let trusted = access + ["--ca-file", certificates.path("ca.crt")]
                let (sent, output) = (try recording(messages: 500), folder.path + "/got.tocsin.jsonl")
                let recorder = try Recorder.start(trusted + ["-o", output], folder: folder)
                let published = try CommandRun(
                    ["drill", "publish", sent, "--allow", "127.0.0.1:\(broker.port)", "--speed", "max", "--json"]
                        + trusted)
                #expect(published.status == 0, "\(published.errors)")
                #expect(published.json["confirmed"].integer == 500)
                kill(recorder.processIdentifier, SIGTERM)
                #expect(Waiting.until { !recorder.isRunning })
                #expect(recorder.terminationStatus == 0)
                #expect(contents(output) == contents(sent) && contents(sent).count == 500)
            }
        }

        /// Who is not believed gets nothing, and nothing is written; the reason names the certificate.
        @Test func aBrokerOfAnotherAuthorityIsNeitherRecordedNorPlayedInto() throws {
            try withBroker { broker, access, certificates in
                let sent = try recording(messages: 3)
                for authority in [["--ca-file", certificates.path("stranger.crt")], []] {
                    let output = folder.path + "/none.tocsin.jsonl"
                    let recorded = try CommandRun(
                        ["drill", "record", "--for", "1s", "-o", output] + access + authority)
                    #expect(recorded.status == 69, "\(recorded.errors)")
                    #expect(recorded.errors.contains("certificate"), "\(recorded.errors)")
                    #expect(!FileManager.default.fileExists(atPath: output))
                    let published = try CommandRun(
                        ["drill", "publish", sent, "--allow", "127.0.0.1:\(broker.port)", "--speed", "max"] + access
                            + authority)
                    #expect(published.status == 69, "\(published.errors)")
                    #expect(published.errors.contains("certificate"), "\(published.errors)")
                }
                let wrong = folder.path + "/wrong"
                try "another\n".write(toFile: wrong, atomically: true, encoding: .utf8)
                let refused = try CommandRun(
                    ["drill", "publish", sent, "--allow", "127.0.0.1:\(broker.port)"]
                        + access.map { $0.hasSuffix("/password") ? wrong : $0 }
                        + ["--ca-file", certificates.path("ca.crt")])
                #expect(refused.status != 0 && !refused.errors.contains("another"), "\(refused.errors)")
            }
        }
    }
}
