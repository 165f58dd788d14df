import Simulators
import Telemetry
import Testing

@Suite struct SimulatedDepartmentTests {
    private let now = Timestamp(seconds: 1_781_949_600)
    private let secret = String(repeating: "00112233445566778899aabbccddeeff", count: 2)

    private func message(
        _ kind: String, key: String, order: String = "O-2026-000001", version: Int = 1, hazard: String = "river_flood"
    ) throws -> OrderMessage {
        let text = """
            {"kind":"\(kind)","key":"\(key)","order":"\(order)","version":\(version),"department":"water",\
            "incident":"I-2026-000001","hazard":"\(hazard)","tasks":[{"zh":"巡堤","en":"Patrol"}],"secret":"\(secret)"}
            """
        return try OrderMessage(payload: Array(text.utf8))
    }

    private func department(delaySeconds: Int64 = 60, declines: Set<String> = []) -> SimulatedDepartment {
        var manner = SimulatedDepartment.Manner(delay: Interval(seconds: delaySeconds), person: "李某")
        manner.declines = declines
        return SimulatedDepartment(id: "water", manner: manner)
    }

    private func after(_ seconds: Int64) -> Timestamp { now + Interval(seconds: seconds) }

    @Test func answersInOrderAfterItsDelay() throws {
        var department = department()
        department.receive(try message("order", key: "a"), at: now)
        #expect(department.takeDue(at: after(59)).isEmpty)
        #expect(department.takeDue(at: after(60)).map(\.state) == [.acknowledged])
        #expect(department.takeDue(at: after(86_400)).map(\.state) == [.accepted, .underWay, .done])
        #expect(department.nextDue == nil)
    }

    @Test func aRepeatedMessageChangesNothing() throws {
        var department = department()
        #expect(department.receive(try message("order", key: "a"), at: now))
        #expect(!department.receive(try message("order", key: "a"), at: after(1)))
        #expect(department.planned.count == 4)
    }

    @Test func aNewerVersionStartsAnewAndAnOlderOneIsIgnored() throws {
        var department = department()
        department.receive(try message("order", key: "a", version: 2), at: now)
        department.receive(try message("order", key: "b", version: 3), at: after(30))
        department.receive(try message("order", key: "c", version: 1), at: after(31))
        #expect(department.planned.allSatisfy { $0.answer.version == 3 })
        #expect(department.nextDue == after(90))
    }

    @Test func theEndOfTheIncidentStopsWhatWasPlanned() throws {
        var department = department()
        department.receive(try message("order", key: "a"), at: now)
        department.receive(try message("stand_down", key: "b"), at: after(1))
        #expect(department.planned.isEmpty)
    }

    @Test func declinesWithAReason() throws {
        var department = department(declines: ["river_flood"])
        department.receive(try message("order", key: "a"), at: now)
        let answers = department.takeDue(at: after(86_400))
        #expect(answers.map(\.state) == [.acknowledged, .declined])
        #expect(answers.last?.reason?.isEmpty == false)
    }

    /// Computed apart with Python's hmac module.
    @Test func theProofIsTheHMACOfTheOrdersSecret() {
        let proof = AnswerMessage.proof(
            secret: secret, order: "O-2026-000001", version: 1, department: "water", state: .acknowledged,
            person: "值班员 Duty clerk")
        #expect(proof == "00c43b07a470994badf3645ac676fb577dec64347b34c31355be26b499acdf7e")
    }

    @Test func aSecretThatIsNotHexadecimalGivesNoProof() {
        let proof = AnswerMessage.proof(
            secret: "not hex", order: "O", version: 1, department: "water", state: .done, person: "x")
        #expect(proof == nil)
    }
}
