import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct ClosingTests {
    private static let id = "I-2026-000001"

    /// Red: water, weather, police and a proposal to police; the ladder has told the deputy.
    private func redIncident() -> Scene {
        var scene = Scene()
        scene.raise(colour: .red)
        scene.handOver()
        scene.advance(to: 400)
        return scene
    }

    @Test func closingIsRefusedWithItsReasonUntilAllIsFinished() {
        var scene = redIncident()
        func close(_ reason: String = "over", by: String = "张三") -> CommandRefusal? {
            guard case .refused(let refusal) = scene.order(.close(incident: Self.id, reason: reason), by: by) else {
                return nil
            }
            return refusal
        }
        #expect(close()?.code == .notCleared)
        scene.step(.cleared)
        #expect(close(by: " ")?.code == .personMissing)
        #expect(close(" ")?.code == .reasonMissing)
        #expect(close()?.code == .proposalsUndecided)
        scene.order(.reject(incident: Self.id, order: "O-2026-000004", reason: "dry"))
        #expect(close()?.code == .ordersUnfinished)
        #expect(close()?.subjects == ["O-2026-000001", "O-2026-000002", "O-2026-000003"])
        scene.answer(.done, order: "O-2026-000001", from: "water")
        scene.answer(.declined, order: "O-2026-000002", from: "weather")
        #expect(close()?.subjects == ["O-2026-000002", "O-2026-000003"], "declined is not finished")
        scene.order(.standDown(incident: Self.id, order: nil, reason: "over"))
        #expect(close() == nil)
        #expect(scene.incident.status == .closed)
        #expect(close()?.code == .incidentClosed)
        #expect(scene.all("command_refused").count == 8)
        #expect(scene.all("command_refused")[0].text("reason") == "not_cleared")
    }

    @Test func everyoneWhoWasToldIsToldTheEnd() {
        var scene = redIncident()
        let told = Set(scene.messages.map(\.recipient))
        #expect(told.contains(.officer("deputy")) && told.contains(.officer("duty-leader")))
        scene.step(.cleared)
        scene.order(.standDown(incident: Self.id, order: "O-2026-000003", reason: "not needed"))
        scene.answer(.done, order: "O-2026-000001", from: "water")
        scene.answer(.done, order: "O-2026-000002", from: "weather")
        scene.order(.reject(incident: Self.id, order: "O-2026-000004", reason: "dry"))
        scene.order(.close(incident: Self.id, reason: "over"))
        let ends = scene.messages.filter { $0.kind == .standDown }
        #expect(Set(ends.map(\.recipient)) == told)
        #expect(ends.count == told.count, "nobody is told twice")
        #expect(Set(scene.messages.map(\.key)).count == scene.messages.count)
        #expect(scene.all("stand_down_issued").count == ends.count)
        #expect(!ends.contains { $0.order == "O-2026-000004" }, "a proposal that nobody saw has no end to tell")
    }

    @Test func nothingFiresAfterTheClose() {
        var scene = redIncident()
        scene.step(.cleared)
        scene.order(.standDown(incident: Self.id, order: nil, reason: "over"))
        scene.order(.close(incident: Self.id, reason: "over"))
        #expect(scene.command.nextDue == .distantFuture)
    }

    @Test func afterTheCloseAnAlarmOpensAnotherIncident() {
        var scene = redIncident()
        scene.step(.cleared)
        scene.order(.standDown(incident: Self.id, order: nil, reason: "over"))
        scene.order(.close(incident: Self.id, reason: "over"))
        scene.raise()
        #expect(scene.command.incidents.map(\.id) == [Self.id, "I-2026-000002"])
        for kind in [
            OfficerCommand.Kind.acknowledge(incident: Self.id), .reset(incident: Self.id, alarm: nil),
            .approve(incident: Self.id, order: nil), .standDown(incident: Self.id, order: nil, reason: "x"),
        ] { #expect(scene.order(kind).refusal == .incidentClosed) }
    }

    @Test func commandsNameWhatIsUnknown() {
        var scene = redIncident()
        #expect(scene.order(.acknowledge(incident: "I-0")).refusal == .unknownIncident)
        #expect(
            scene.order(.standDown(incident: Self.id, order: "O-0", reason: "x")).refusal == .unknownOrder)
        let order = "O-2026-000001"
        #expect(
            scene.order(.reassign(incident: Self.id, order: order, department: "nobody", reason: "x")).refusal
                == .unknownDepartment)
        #expect(
            scene.order(.reassign(incident: Self.id, order: order, department: "water", reason: "x")).refusal
                == .sameDepartment)
        #expect(
            scene.order(.reassign(incident: Self.id, order: "O-2026-000004", department: "fire", reason: "x")).refusal
                == .notIssued)
    }

    @Test func everyRefusalSaysWhyInBothLanguages() {
        for code in CommandRefusal.Code.allCases {
            let text = CommandRefusal(code, subjects: ["X"]).text
            #expect(!text.chinese.isEmpty && text.english.hasSuffix("."))
        }
    }

    @Test func closedIncidentsAreKeptUpToALimit() {
        var linkage = Scene.linkage()
        linkage.rows = []
        var scene = Scene(linkage)
        for number in 1...(IncidentCommand.closedLimit + 3) {
            scene.raise()
            scene.step(.cleared)
            let digits = String(1_000_000 + number).dropFirst()
            #expect(scene.order(.close(incident: "I-2026-\(digits)", reason: "over")) == .accepted)
        }
        #expect(scene.command.incidents.count == IncidentCommand.closedLimit)
        #expect(scene.command.incident("I-2026-000003") == nil)
        #expect(scene.command.incident("I-2026-000004") != nil)
    }
}
