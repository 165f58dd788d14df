import Foundation
import Recordings
import Telemetry
import Testing

@Suite struct ToolTests {
    private let start = Timestamp(seconds: 1_782_900_000)

    private func message(_ seconds: Int64, _ topic: String, _ payload: String) -> RecordedItem {
        RecordedItem(
            at: start + Interval(seconds: seconds),
            line: .message(RecordedMessage(topic: Array(topic.utf8), payload: Array(payload.utf8))))
    }

    private func payload(_ item: RecordedItem?) -> String? {
        guard case .message(let message)? = item?.line else { return nil }
        return String(decoding: message.payload, as: UTF8.self)
    }

    private var header: RecordingHeader {
        RecordingHeader(title: Bilingual(""), start: start, source: "export")
    }

    @Test func filtersFollowMQTT() throws {
        let filter = try #require(TopicFilter("city/+/water/#"))
        #expect(filter.matches("city/north/water/r1/stage"))
        #expect(filter.matches("city/north/water"))
        #expect(!filter.matches("city/north/gas/r1"))
        #expect(!filter.matches("city/water"))
        for wrong in ["", "a+/b", "a/#/b", "a#"] { #expect(TopicFilter(wrong) == nil) }
    }

    /// A recording that is moved and played faster carries the devices' own times along.
    @Test func movingCarriesTheDevicesTimesAlong() throws {
        var edit = RecordingEdit()
        edit.start = Timestamp(iso8601: "2026-07-02T00:00:00Z")
        edit.speed = 2
        let moved = edit.header(header)
        #expect(moved.start == edit.start)
        let time = (start + Interval(seconds: 100)).iso8601
        let first = edit.apply(message(110, "a", "{\"t\":\"\(time)\",\"v\":1,\"x\":{\"t\":\"\(time)\"}}"))
        #expect(first?.at == Timestamp(iso8601: "2026-07-02T00:00:55Z"))
        #expect(payload(first) == "{\"t\":\"2026-07-02T00:00:50Z\",\"v\":1,\"x\":{\"t\":\"\(time)\"}}")
        let pack = edit.apply(
            message(110, "a", "[{\"bt\":1782900100,\"n\":\"x\",\"t\":-5,\"v\":1},{\"v\":2,\"t\":1782900100.5}]"))
        #expect(payload(pack) == "[{\"bt\":1782950450,\"n\":\"x\",\"t\":-5,\"v\":1},{\"v\":2,\"t\":1782950450.25}]")
        #expect(payload(edit.apply(message(111, "a", "on"))) == "on")
        #expect(edit.unmovedPayloads == 1)
    }

    @Test func trimmingKeepsWhatAReplayNeeds() {
        var edit = RecordingEdit()
        edit.from = start + Interval(seconds: 10)
        edit.to = start + Interval(seconds: 20)
        edit.withoutTopics = [TopicFilter("b/#")].compactMap { $0 }
        #expect(edit.header(header).start == start + Interval(seconds: 10))
        #expect(edit.apply(message(9, "a", "x")) == nil)
        #expect(edit.apply(message(10, "a", "x")) != nil)
        #expect(edit.apply(message(11, "b/c", "x")) == nil)
        #expect(edit.apply(message(20, "a", "x")) == nil)
        let configuration = RecordedItem(at: start, line: .input(.configuration, json: Array("\"00\"".utf8)))
        #expect(edit.apply(configuration)?.at == start + Interval(seconds: 10))
    }

    @Test func peopleAreTakenOut() {
        let anonymiser = Anonymiser(key: Array(repeating: 7, count: 16))
        func text(_ json: String) -> String { String(decoding: anonymiser.anonymised(Array(json.utf8)), as: UTF8.self) }
        let first = text(
            "{\"id\":\"C1\",\"caller\":\"张三\",\"v\":1.50,\"nested\":{\"phone\":\"13800138000\"},\"note\":\"call 138-0013-8000 now\"}"
        )
        #expect(!first.contains("张三") && !first.contains("138"))
        #expect(first.hasPrefix("{\"id\":\"C1\",\"caller\":\"caller-"))
        #expect(first.contains("\"v\":1.50,") && first.contains("call ***-****-**** now"))
        let again = text("{\"caller\":\"张三\"}")
        #expect(first.contains(again.dropFirst(10).dropLast(2)), "the same person stays the same person")
        #expect(text("{\"caller\":\"李四\"}") != again)
        #expect(text("{\"t\":\"2026-07-01T18:00:00Z\"}") == "{\"t\":\"2026-07-01T18:00:00Z\"}")
    }

    @Test func mergingKeepsTheOrderOfTimes() throws {
        let folder = FileManager.default.temporaryDirectory.path
        func write(_ seconds: [Int64], _ topic: String) throws -> String {
            let path = "\(folder)/tocsin-\(UUID().uuidString).jsonl"
            let writer = try RecordingWriter(path: path, header: header)
            for second in seconds { try writer.append(message(second, topic, "x")) }
            try writer.finish()
            return path
        }
        let paths = [try write([1, 4, 4, 9], "a"), try write([0, 4, 5], "b")]
        var merge = try RecordingMerge(paths: paths)
        #expect(merge.start == start)
        var order: [String] = []
        while let item = try merge.next() {
            guard case .message(let message) = item.line else { continue }
            order.append(String(decoding: message.topic, as: UTF8.self) + "\((item.at - start).seconds)")
        }
        #expect(order == ["b0.0", "a1.0", "a4.0", "a4.0", "b4.0", "b5.0", "a9.0"])
        let summary = try RecordingSummary.read(path: paths[0])
        #expect(summary.messages == 4 && summary.topics == 1 && summary.damage == nil)
        for path in paths { try FileManager.default.removeItem(atPath: path) }
    }
}
