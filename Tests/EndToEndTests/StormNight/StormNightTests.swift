import Foundation
import Simulators
import Telemetry
import TestSupport
import Testing

extension EndToEnd {
    /// The first part of the storm night through real programs of every kind, compared with the account that was kept.
    @Suite struct StormNightTests {
        /// Enough for a life-safety closure, a slope, rain, power and flood: every kind of channel, declining, silence.
        private static let minutes = 80

        @Test func theNightIsToldByEveryChannelAsItWasKept() throws {
            let start = try #require(Timestamp(iso8601: "2026-06-20T18:00:00+08:00"))
            let stage = try StormStage(start: start)
            var rest = StormEvening(seed: 2_026, start: start).messages[...]
            for minute in 1...Self.minutes {
                let end = start + Interval(seconds: Int64(minute) * 60)
                let count = rest.prefix { $0.time < end }.count
                try stage.play(rest.prefix(count), minute: end)
                rest = rest.dropFirst(count)
            }
            stage.readLog()
            let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            let account = StormAccount(stage.log).text
            if let complaint = GoldenText.complaint(about: account, keptIn: home.appendingPathComponent("night.txt")) {
                Issue.record("\(complaint)")
            }
            try Self.checkChannels(stage)
            #expect(stage.serve.stop() == 0)
            let replayed = try stage.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
        }

        private static func checkChannels(_ stage: StormStage) throws {
            // A receiver that was out of order saw each message under one key until it took it, and then no more.
            for path in ["/weather", "/power-company"] {
                let attempts = stage.receivers.attempts(path)
                let taken = attempts.filter { $0.status == 200 }.map(\.key)
                #expect(attempts.contains { $0.status == 503 }, "\(path)")
                #expect(!taken.isEmpty && Set(taken).count == taken.count, "\(path)")
                #expect(Set(attempts.map(\.key)) == Set(taken), "\(path)")
            }
            let mails = try FileManager.default.contentsOfDirectory(atPath: stage.folder.path + "/mail")
            let mail = try String(
                contentsOfFile: stage.folder.path + "/mail/" + (try #require(mails.sorted().first)), encoding: .utf8)
            #expect(mail.hasPrefix("-f tocsin@linjiang.example.cn -- duty@natural-resources.example.cn\n"))
            let status = try stage.serve.status()
            for channel in status["channels"].elements where channel["channel"].text != "feed" {
                #expect(channel["given_up"].integer == 0, "\(channel)")
            }
        }
    }
}
