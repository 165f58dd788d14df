import BrokerSupport
import Simulators
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct MutilationTests {
        private static let payloads = [
            "{\"t\":1785000000.25,\"v\":3.2,\"u\":\"m\"}",
            "{\"v\":true,\"u\":\"1\",\"t\":\"2026-06-01T08:00:00+08:00\"}",
            "[{\"bn\":\"city/north/river/gauge/\",\"bt\":1785000000,\"bu\":\"m\",\"n\":\"stage\",\"v\":2.5},{\"n\":\"x\",\"vs\":\"y\"}]",
            "{\"id\":\"p-7\",\"type\":\"press\",\"t\":1785000000,\"button\":\"柜台\"}",
            "{\"order\":\"O-2026-000001\",\"version\":1,\"state\":\"acknowledged\",\"person\":\"李某\",\"proof\":\"00\"}",
        ]
        private static let topics = [
            Topic.stage, Topic.gas, Topic.button, Topic.answers("water"), Topic.answers("nobody"),
            "city/north/river/newcomer/stage", "city/north", "city//river/x/stage", "city/北区/河流/测站/水位",
        ]

        private func mutilated(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes.removeSubrange(index...)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
                case 2: bytes.insert(contentsOf: bytes[index...], at: index)
                case 3: bytes.insert(contentsOf: "{}[],:\"\\e9-.".utf8.shuffled(using: &random).prefix(2), at: index)
                default: if index < bytes.count { bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random) }
                }
            }
            return bytes
        }

        @Test func nothingThatCanBeSentStopsTheWatchOrMakesTheReplayDiffer() throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            print("seed \(seed)")
            var random = SplitMix64(seed: seed)
            let scene = try Scene(broker: try Broker(Scene.quickBroker))
            let count = 3_000
            let messages = (0..<count).compactMap { _ -> (topic: String, payload: [UInt8])? in
                guard let topic = MutilationTests.topics.randomElement(using: &random),
                    let payload = MutilationTests.payloads.randomElement(using: &random)
                else { return nil }
                return (topic, mutilated(payload, &random))
            }
            try scene.sensors.publish(messages[..<(count / 2)])
            scene.serve.kill()
            try scene.serve.start()
            try scene.sensors.publish(messages[(count / 2)...])
            // One that can be read comes after all of them.
            try scene.sensors.publish(Topic.stage, "{\"v\":4.5,\"u\":\"m\"}")
            let last = try Waiting.find {
                try scene.serve.call("readings", "gauge", "--json", "--limit", "5").lines.first {
                    $0["value"].number == 4.5
                }
            }
            #expect(last != nil, "seed \(seed)")
            for arguments in [["status"], ["incidents"], ["log", "show"], ["quarantine"], ["stations"]] {
                let run = try CommandRun(arguments, data: scene.serve.data, city: scene.serve.city)
                #expect(run.status == 0, "seed \(seed): \(arguments) \(run.errors)")
                #expect(!run.holdsControlCharacters, "seed \(seed): \(arguments)")
            }
            #expect(scene.serve.stop() == 0, "seed \(seed)")
            let replayed = try scene.serve.call("log", "verify", "--replay")
            #expect(replayed.status == 0, "seed \(seed): \(replayed.output)\(replayed.errors)")
        }
    }
}
