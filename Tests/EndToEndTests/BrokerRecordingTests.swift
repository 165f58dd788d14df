import BrokerSupport
import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `drill record` and `drill publish` with a real broker between them.
    @Suite struct BrokerRecordingTests {
        private let folder: TemporaryFolder
        private let broker: Broker

        init() throws {
            folder = try TemporaryFolder()
            broker = try Broker()
        }

        private static let messages = [
            #"{"at":0.000000000,"topic":"city/a","qos":1,"retain":0,"payload":"{\"v\":1}"}"#,
            #"{"at":0.100000000,"topic":"city/水/b c\"d","qos":1,"retain":0,"properties":{"content-type":"x/y","user-properties":{"k":"v","k":"w","z":""}},"payload_base64":"AP/+IGJpbg=="}"#,
            #"{"at":0.200000000,"topic":"city/a","qos":1,"retain":1,"payload":""}"#,
            #"{"at":0.300000000,"topic":"city/q0","qos":0,"retain":0,"payload":"zero"}"#,
            #"{"at":0.350000000,"topic":"city/q1","qos":1,"retain":1,"payload":"kept"}"#,
            #"{"at":0.500000000,"topic":"city/a","qos":1,"retain":0,"properties":{"payload-format-indicator":1,"response-topic":"r/t","correlation-data_base64":"/wA="},"payload":"line\nfeed\ttab\u007f\"\\"}"#,
        ]

        private func write(
            _ messages: [String] = messages, name: String = "f.tocsin.jsonl", end: Bool = true, endSeconds: Int = 1
        ) throws -> String {
            let head =
                #"{"recording":1,"title":{"zh":"试","en":"try"},"start":"2026-07-01T10:00:00Z","city":"","exercise":false,"source":"test"}"#
            let last = end ? ["{\"at\":\(endSeconds),\"end\":{\"lines\":\(messages.count)}}"] : []
            let path = folder.path + "/" + name
            try ([head] + messages + last).joined(separator: "\n").appending("\n")
                .write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }

        private func record(_ output: String, _ options: [String] = []) throws -> Process {
            try Recorder.start(["--broker", Scene.url(broker), "-o", output] + options, folder: folder)
        }

        private func publish(_ path: String, _ options: [String] = ["--speed", "max"]) throws -> CommandRun {
            let address = "127.0.0.1:\(broker.port)"
            return try CommandRun(
                ["drill", "publish", path, "--broker", Scene.url(broker), "--allow", address] + options)
        }

        /// A message's line without its time.
        private func contents(_ path: String) throws -> [String] {
            let whole = folder.path + "/whole.jsonl"
            let run = try CommandRun(["drill", "edit", path, "-o", whole])
            #expect(run.status == 0, "\(run.errors)")
            return Processes.text(ofFile: whole).split(separator: "\n").filter { $0.contains("\"topic") }.map {
                String($0[($0.firstIndex(of: ",") ?? $0.startIndex)...])
            }
        }

        @Test(arguments: ["r.tocsin.jsonl", "r.tocsin.jsonl.zst"])
        func whatIsPublishedFromARecordingIsRecordedByteForByte(name: String) throws {
            let source = try write()
            let output = folder.path + "/" + name
            let recorder = try record(output, ["--retain-as-published"])
            let published = try publish(source)
            #expect(published.status == 0, "\(published.errors)")
            #expect(published.output.contains("演练 EXERCISE"))
            #expect(published.errors.contains("演练 EXERCISE"))
            // The broker has confirmed all, so that all stands in the recorder's socket.
            kill(recorder.processIdentifier, SIGTERM)
            #expect(Waiting.until { !recorder.isRunning })
            #expect(recorder.terminationStatus == 0)
            let info = try CommandRun(["drill", "info", output, "--json"]).json
            #expect(info["damage"] == .null && info["source"].text == "record")
            #expect(
                try contents(output) == Self.messages.map { String($0[($0.firstIndex(of: ",") ?? $0.startIndex)...]) })
        }

        @Test func aServerIsToldWhatIsNewAndSoIsTheRecording() throws {
            let before = try TestPublisher(broker, clientIdentifier: "before")
            try before.publish("city/old", "old", retained: true)
            let output = folder.path + "/r.tocsin.jsonl"
            let recorder = try record(output)
            try before.publish("city/new", "new", retained: true)
            #expect(Waiting.until { Processes.text(ofFile: output).contains("city/new") })
            kill(recorder.processIdentifier, SIGINT)
            #expect(Waiting.until { !recorder.isRunning })
            let lines = try contents(output)
            #expect(lines.contains { $0.contains("city/old") && $0.contains("\"retain\":1") })
            #expect(lines.contains { $0.contains("city/new") && $0.contains("\"retain\":0") })
        }

        @Test func aGapInTheConnectionStandsInTheRecording() throws {
            let output = folder.path + "/r.tocsin.jsonl"
            let recorder = try record(output)
            broker.kill()
            try broker.start()
            #expect(Waiting.until(seconds: 60) { Processes.text(ofFile: output).contains("\"intake_gap\"") })
            kill(recorder.processIdentifier, SIGTERM)
            #expect(Waiting.until { !recorder.isRunning })
            #expect(Processes.text(ofFile: output).contains("\"cause\":\"session_lost\""))
        }

        @Test func whatWasRecordedIsNotWrittenOver() throws {
            let path = try write()
            let arguments = ["drill", "record", "--broker", Scene.url(broker), "--for", "1ms", "-o", path]
            let refused = try CommandRun(arguments)
            #expect(refused.status == 73)
            #expect(refused.errors.contains("--force"))
            #expect(try CommandRun(arguments + ["--force"]).status == 0)
            #expect(try CommandRun(["drill", "info", path, "--json"]).json["messages"].integer == 0)
            broker.kill()
            let absent = folder.path + "/absent.tocsin.jsonl"
            let lost = try CommandRun(["drill", "record", "--broker", Scene.url(broker), "-o", absent])
            #expect(lost.status == 69)
            #expect(!FileManager.default.fileExists(atPath: absent))
        }

        @Test func aBrokerThatNobodyNamedForDrillsIsRefused() throws {
            let path = try write()
            let everything = try Listener(broker, topics: ["#"], client: "everything")
            let city = folder.path + "/city"
            try TestCity.write(SmallCity.bundle(), to: city)
            let command = ["drill", "publish", path, "--broker", Scene.url(broker), "--speed", "max"]
            let refused = try CommandRun(command, city: city)
            #expect(refused.status == 77)
            #expect(refused.errors.contains("drill_addresses"))
            #expect(try CommandRun(command, city: city, language: "zh").errors.contains("演练地址"))
            // The city's own is said to be that.
            let yaml = Processes.text(ofFile: city + "/city.yaml")
            let own = yaml.replacing(/url: mqtt:\/\/[0-9.:]+/, with: "url: \(Scene.url(broker))")
            try own.write(toFile: city + "/city.yaml", atomically: true, encoding: .utf8)
            let ownRefused = try CommandRun(command, city: city)
            #expect(ownRefused.status == 77)
            #expect(ownRefused.errors.contains("own broker"))
            #expect(everything.raw.isEmpty)
            try (yaml + "\ndrill_addresses: [127.0.0.1:\(broker.port)]\n")
                .write(toFile: city + "/city.yaml", atomically: true, encoding: .utf8)
            let allowed = try CommandRun(command + ["--json"], city: city)
            #expect(allowed.status == 0, "\(allowed.errors)")
            #expect(allowed.json["exercise"].isTrue)
            #expect(allowed.json["confirmed"].integer == Self.messages.count)
        }

        @Test func devicesTimesAreMovedToNow() throws {
            let path = try write(
                [
                    #"{"at":60.000000000,"topic":"city/a","qos":1,"retain":0,"payload":"{\"t\":\"2026-07-01T10:00:50Z\",\"v\":1}"}"#,
                    #"{"at":60.500000000,"topic":"city/a","qos":1,"retain":0,"payload":"no time"}"#,
                ], endSeconds: 61)
            let listener = try Listener(broker, topics: ["city/#"], client: "listener")
            let run = try publish(path, ["--speed", "1", "--rebase-times", "--json"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.json["unmoved_times"].integer == 1)
            let message = try #require(listener.waitFor { $0["v"].number == 1 })
            let time = try #require(message["t"].text.flatMap { ISO8601DateFormatter.flexible($0) })
            // As old as it was then: ten seconds.
            let age = Date().timeIntervalSince(time)
            #expect(age > 9 && age < 120)
        }

        @Test func nothingOfADamagedRecordingLeavesUnlessTold() throws {
            let path = try write(end: false)
            let listener = try Listener(broker, topics: ["#"], client: "listener")
            let refused = try publish(path)
            #expect(refused.status == 65)
            #expect(refused.errors.contains("f.tocsin.jsonl:7"))
            #expect(listener.raw.isEmpty)
            let played = try publish(path, ["--speed", "max", "--up-to-damage", "--json"])
            #expect(played.status == 65)
            #expect(played.json["confirmed"].integer == Self.messages.count)
        }
    }
}

extension ISO8601DateFormatter {
    /// With or without a fraction of seconds.
    fileprivate static func flexible(_ text: String) -> Date? {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime]
        let whole = text.replacing(/\.[0-9]+/, with: "")
        return formatter.date(from: whole)
    }
}
