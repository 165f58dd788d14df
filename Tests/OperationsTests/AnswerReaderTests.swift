import Delivery
import IncidentCommand
import Operations
import Telemetry
import Testing

/// Answers prove themselves by their order's secret.
@Suite struct AnswerReaderTests {
    private func read(
        _ text: String, topic: String = "tocsin/departments/water/answers", retained: Bool = false, limit: Int = 4_096
    ) -> Result<DepartmentAnswer, AnswerReader.Fault> {
        var topic = topic
        var text = text
        return topic.withUTF8 { topicBytes in
            text.withUTF8 { payload in
                AnswerReader.read(
                    topic: UnsafeRawBufferPointer(topicBytes), payload: UnsafeRawBufferPointer(payload),
                    retained: retained,
                    orderKey: SmallCity.orderKey, limitBytes: limit)
            }
        }
    }

    private func answer(
        order: String = "O-2026-000001", version: Int = 1, state: String = "accepted", person: String = "李某",
        provenFor department: String? = "water"
    ) -> String {
        var proof = ""
        if let department {
            let secret = OrderSecret.secret(orderKey: SmallCity.orderKey, order: "O-2026-000001", version: 1)
            let message = OrderSecret.message(
                order: "O-2026-000001", version: 1, department: department, state: "accepted", person: "李某")
            proof = ",\"proof\":\"\(OrderSecret.proof(of: message, secret: secret))\""
        }
        return "{\"order\":\"\(order)\",\"version\":\(version),\"state\":\"\(state)\",\"person\":\"\(person)\"\(proof)}"
    }

    @Test func aProvenAnswerIsVerified() throws {
        let read = try read(answer()).get()
        #expect(read.proof == .verified)
        #expect(read.department == "water")
        #expect(read.state == .accepted)
        #expect(read.person == "李某")
    }

    @Test func aProofHoldsForNothingElse() throws {
        #expect(try read(answer(order: "O-2026-000002")).get().proof == .failed)
        #expect(try read(answer(version: 2)).get().proof == .failed)
        #expect(try read(answer(state: "done")).get().proof == .failed)
        #expect(try read(answer(person: "王某")).get().proof == .failed)
        // Said on another department's topic.
        #expect(try read(answer(provenFor: "police")).get().proof == .failed)
        #expect(try read(answer(), topic: "tocsin/departments/police/answers").get().proof == .failed)
    }

    @Test func anAnswerWithoutProofSaysSo() throws {
        #expect(try read(answer(provenFor: nil)).get().proof == .missing)
    }

    @Test func aRetainedAnswerIsRefused() {
        #expect(throws: AnswerReader.Fault.self) { try read(answer(), retained: true).get() }
        guard case .failure(let fault) = read(answer(), retained: true) else { return }
        #expect(fault.reason == .retained)
    }

    @Test func anOversizedAnswerIsRefused() {
        guard case .failure(let fault) = read(answer(), limit: 20) else {
            Issue.record("It was read.")
            return
        }
        #expect(fault.reason == .tooLong)
        let long = answer(person: String(repeating: "长", count: 200))
        guard case .failure(let tooLong) = read(long) else {
            Issue.record("A name of 600 bytes was read.")
            return
        }
        #expect(tooLong.reason == .unreadable)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{\"order\":1}",
        "{\"order\":\"O\",\"version\":\"1\",\"state\":\"done\",\"person\":\"x\"}",
        "{\"order\":\"O\",\"version\":1,\"state\":\"dancing\",\"person\":\"x\"}",
        "{\"order\":\"O\",\"version\":99999999999999999999}",
        String(repeating: "[", count: 4_000), "\u{0}\u{1B}[2J",
    ]) func whatIsNoAnswerIsRefused(text: String) {
        guard case .failure(let fault) = read(text) else {
            Issue.record("It was read.")
            return
        }
        #expect(fault.reason == .unreadable)
    }

    @Test func onlyTheAnswersTopicIsOne() {
        func isAnswer(_ topic: String) -> Bool {
            Array(topic.utf8).withUnsafeBytes { AnswerReader.isAnswer(topic: $0) }
        }
        #expect(isAnswer("tocsin/departments/water/answers"))
        #expect(!isAnswer("tocsin/departments/water/orders"))
        #expect(!isAnswer("tocsin/departments//answers"))
        #expect(!isAnswer("city/north/water/upper/stage"))
        #expect(!isAnswer(""))
    }

    /// Through the fold: an answer is quarantined or taken, and a wrong department's changes nothing.
    @Test func aWrongDepartmentsAnswerIsKeptAndChangesNothing() throws {
        let city = try SmallCity.loaded()
        var bench = FoldBench(sink: GatheringSink(cities: [city]))
        try bench.start(city, now: SmallCity.begin)
        try bench.read(SmallCity.reading(10, 3.2), on: SmallCity.upper, now: SmallCity.time(10))
        try bench.tick(to: SmallCity.time(200))
        let order = try #require(bench.sink.takeMessages().first { $0.kind == .order })
        #expect(order.order == "O-2026-000001")
        try bench.read(answer(provenFor: "police"), on: "tocsin/departments/police/answers", now: SmallCity.time(201))
        #expect(bench.sink.entries.last?.text.contains("\"code\":\"answer_kept\"") == true)
        try bench.read(answer(), on: "tocsin/departments/water/answers", now: SmallCity.time(202), retained: true)
        #expect(bench.sink.quarantined.last?.reason == "answer_retained")
        try bench.read(answer(), on: "tocsin/departments/water/answers", now: SmallCity.time(203))
        #expect(bench.sink.codes.contains("order_accepted"))
    }
}
