import Configuration
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

    // MARK: Manners

    @Test(arguments: [1, 7, 2_026] as [UInt64])
    func delaysAreDrawnAroundTheMedianAndTheSameForTheSameSeed(seed: UInt64) {
        var manner = DepartmentManner(steps: [.init(.acknowledged, after: Interval(seconds: 60))], person: "x")
        manner.spread = 2
        manner.seed = seed
        func delay(_ order: Int) -> Double {
            manner.course(department: "water", order: "O-\(order)", version: 1, hazard: nil)[0].after.seconds
        }
        let delays = (0..<1_000).map(delay)
        #expect(delays == (0..<1_000).map(delay))
        let inside = delays.filter { (30...120).contains($0) }.count
        #expect((630...740).contains(inside), "seed \(seed): \(inside) of 1000 within one deviation")
        let below = delays.filter { $0 < 60 }.count
        #expect((440...560).contains(below), "seed \(seed): \(below) of 1000 below the median")
    }

    @Test func theSilentDepartmentSaysNothing() throws {
        var department = SimulatedDepartment(id: "towing", manner: DepartmentManner(steps: [], person: "x"))
        #expect(department.receive(try message("order", key: "a"), at: now))
        #expect(department.planned.isEmpty)
    }

    @Test func theShippedFileHasEveryTemperAndOnlyKnownDepartments() throws {
        let file = try ShippedCity.departments()
        let known = Set(try ShippedCity.linkage().departments.map(\.id))
        // Nobody of the matrix is missing: whom nobody plays would only climb ladders.
        #expect(Set(file.departments.map(\.id)) == known)
        let manners = file.departments.map(\.manner)
        #expect(manners.contains { $0.steps.isEmpty } && manners.contains { $0.way == .phone })
        let receivers = manners.filter { $0.way == .webhook && $0.outage == Interval(seconds: 60) }
        #expect(Set(receivers.map(\.isPatient)) == [true, false])
        #expect(
            manners.contains {
                $0.steps.contains { $0.state == .enRoute } && $0.steps.contains { $0.state == .onScene }
            })
        #expect(manners.contains { !$0.declines.isEmpty } && manners.contains { $0.spread >= 2 })
        let hazards = Set(try ShippedCity.linkage().hazards.map(\.id))
        #expect(manners.allSatisfy { $0.declines.isSubset(of: hazards) })
    }

    @Test func aWrongFileIsRefusedWithItsPlace() {
        let text = """
            seed: 1
            departments:
              - {department: water, answers: {acknowledge: 1m}}
              - {department: water, by: pigeon, answers: never}
              - {department: police, answers: 5, spread: 0.5}
              - {department: health, fails_for: 1m, answers: never}
              - {department: weather, by: webhook, on_failure: shout, answers: never}
            """
        do {
            _ = try DepartmentFile(ConfigurationFile(path: "departments.yaml", text: text))
            Issue.record("The file was taken.")
        } catch {
            let told = error.problems.map { "\($0.line): \($0.message)" }
            #expect(
                told == [
                    "3: There is no answer “acknowledge”.", "4: There is no way “pigeon”.",
                    "5: “answers” must be a mapping of answers to lengths of time, or never.",
                    "5: “spread” must be from 1 to 10.", "6: Only a receiver of posts fails.",
                    "7: “on_failure” can't be “shout”.",
                ])
        }
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
