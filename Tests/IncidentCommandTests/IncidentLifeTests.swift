import Telemetry
import Testing

@testable import IncidentCommand

@Suite struct IncidentLifeTests {
    @Test func anAlarmOpensAnIncidentAndCallsTheRowOfTheMatrix() {
        var scene = Scene()
        scene.raise()
        let incident = scene.incident
        #expect(incident.id == "I-2026-000001")
        #expect(incident.status == .raised)
        #expect(incident.matrixRow == "flood/yellow")
        #expect(incident.orders.map(\.department) == ["water", "weather"])
        #expect(incident.orders.map(\.id) == ["O-2026-000001", "O-2026-000002"])
        #expect(incident.firstEventAt == Scene.time(-60))
        #expect(scene.facts.map(\.fact.code) == ["incident_raised", "order_issued", "order_issued", "officer_told"])
        #expect(scene.facts.map(\.fact.incidentVersion) == [1, 2, 3, 4])
        #expect(scene.all("incident_raised")[0].text("colour") == "yellow")
        #expect(scene.all("incident_raised")[0].boolean("proposed") == true)
        #expect(scene.messages.map(\.recipient.id) == ["water", "weather", "duty-officer"])
        #expect(scene.changed == ["I-2026-000001"])
    }

    @Test func furtherAlarmsOfTheHazardAndPlaceJoin() {
        var scene = Scene()
        scene.raise()
        scene.forget()
        scene.advance(to: 10)
        scene.raise(key: "river-2")
        #expect(scene.command.incidents.count == 1)
        #expect(scene.incident.alarms.count == 2)
        #expect(scene.facts.map(\.fact.code) == ["alarm_joined"])
        #expect(scene.messages.isEmpty)
        scene.raise(key: "river-9", place: "reach-9")
        #expect(scene.command.incidents.count == 2)
    }

    @Test func pendingAndDroppedAlarmsOpenNothing() {
        var scene = Scene()
        scene.step(.pending)
        scene.step(.dropped)
        #expect(scene.command.incidents.isEmpty && scene.facts.isEmpty)
    }

    @Test func aHigherColourUpgradesAndUnacknowledges() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.answer(.accepted, order: scene.id(of: "water"), from: "water")
        #expect(scene.incident.isAcknowledged)
        scene.advance(to: 50)
        scene.forget()
        scene.raise("Stage3", colour: .red)
        #expect(!scene.incident.isAcknowledged, "getting worse must ring again")
        #expect(scene.incident.matrixRow == "flood/red")
        #expect(scene.all("incident_upgraded")[0].text("from_colour") == "yellow")
        #expect(scene.all("incident_upgraded")[0].texts("worse") == ["colour"])
        #expect(scene.all("incident_upgraded")[0].boolean("was_acknowledged") == true)
        // Told again with the new row, the next version, deadlines anew.
        #expect(scene.order(of: "water")?.version == 2)
        #expect(scene.order(of: "water")?.state == .issued)
        #expect(scene.order(of: "water")?.tasks == [Bilingual("regulate")])
        #expect(scene.order(of: "weather")?.version == 2)
        #expect(scene.messages.map(\.recipient.id) == ["water", "weather", "police", "duty-officer"])
        #expect(scene.incident.duty.acknowledgeBy == Scene.time(170))
        // The officer's deadline runs anew, though the first had been met.
        scene.advance(to: 171)
        #expect(scene.times("deadline_missed").contains(170))
    }

    @Test func aGraverKindOfAlertUpgradesAtTheSameColour() {
        var scene = Scene()
        scene.raise()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.raise("Overtopping")
        #expect(scene.all("incident_upgraded")[0].texts("worse") == ["kind"])
        #expect(!scene.incident.isAcknowledged)
        #expect(scene.order(of: "water")?.version == 2)
    }

    @Test func getttingMilderTellsNobodyAndGettingWorseAgainDoes() {
        var scene = Scene()
        scene.raise()
        scene.raise("Stage3", colour: .red)
        scene.forget()
        scene.step(.cleared, "Stage3")
        #expect(scene.incident.warningColour == .yellow)
        #expect(scene.incident.peak.colour == .red)
        #expect(scene.messages.isEmpty)
        scene.raise("Stage3", colour: .red)
        #expect(scene.all("incident_upgraded").count == 1)
        #expect(scene.order(of: "water")?.version == 3)
    }

    @Test func aLifeSafetyAlarmThatJoinsRingsTheOfficerAgain() {
        var scene = Scene()
        scene.raise(lifeSafety: true)
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.forget()
        scene.raise(key: "river-2", lifeSafety: true)
        #expect(scene.all("alarm_joined")[0].boolean("rings") == true)
        #expect(!scene.incident.isAcknowledged)
        #expect(scene.messages.map(\.recipient.id) == ["duty-officer"])
        let deadline = scene.incident.duty.acknowledgeBy
        scene.advance(to: 60)
        scene.raise(key: "river-3", lifeSafety: true)
        #expect(scene.incident.duty.acknowledgeBy == deadline, "more alarms must not put off the officer's deadline")
    }

    @Test func acknowledgedAndClearedAreIndependent() {
        var scene = Scene()
        scene.raise()
        scene.step(.cleared)
        #expect(scene.incident.isCleared && !scene.incident.isAcknowledged)
        #expect(scene.incident.status == .resolved)
        scene.advance(to: 121)
        #expect(scene.times("deadline_missed").contains(120), "cleared does not stop the officer's clock")
        #expect(scene.order(.acknowledge(incident: "I-2026-000001")) == .accepted)
        #expect(scene.incident.isCleared && scene.incident.isAcknowledged)
    }

    @Test func raisedAgainAfterAllClearedReopensTheSameIncident() {
        var scene = Scene()
        scene.raise()
        scene.handOver()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.answer(.done, order: scene.id(of: "water"), from: "water")
        scene.answer(.accepted, order: scene.id(of: "weather"), from: "weather")
        scene.step(.cleared)
        scene.forget()
        scene.advance(to: 100)
        scene.raise()
        #expect(scene.command.incidents.count == 1)
        #expect(scene.incident.reopenings == 1)
        #expect(scene.all("incident_reopened").count == 1)
        #expect(!scene.incident.isAcknowledged && !scene.incident.isCleared)
        #expect(scene.order(of: "water")?.version == 2, "what was done has to be done again")
        #expect(scene.order(of: "weather")?.version == 1, "who is at work goes on")
        #expect(scene.messages.map(\.recipient.id) == ["water", "duty-officer"])
    }

    @Test func aLostSourceHoldsTheIncidentAndSilenceNeverClearsIt() {
        var scene = Scene()
        scene.raise()
        scene.order(.acknowledge(incident: "I-2026-000001"))
        scene.forget()
        scene.step(.held)
        #expect(scene.incident.status == .held && scene.incident.isHeld && !scene.incident.isCleared)
        #expect(scene.all("incident_held").count == 1)
        #expect(scene.messages.map(\.recipient.id) == ["duty-officer"], "the loss itself is told")
        #expect(scene.all("officer_told")[0].text("reason") == "source_lost")
        scene.advance(to: 100_000)
        #expect(!scene.incident.isCleared)
        #expect(scene.order(.close(incident: "I-2026-000001", reason: "quiet")).refusal == .notCleared)
        scene.step(.restored)
        #expect(!scene.incident.isHeld)
    }

    @Test func onlyAPersonDeclaresAHeldAlarmOverAndItRingsWhenItReturns() {
        var scene = Scene()
        scene.raise()
        #expect(
            scene.order(.declareCleared(incident: "I-2026-000001", reason: "seen")).refusal == .conditionStillOn)
        scene.step(.held)
        #expect(scene.order(.declareCleared(incident: "I-2026-000001", reason: " ")).refusal == .reasonMissing)
        #expect(scene.order(.declareCleared(incident: "I-2026-000001", reason: "seen on site")) == .accepted)
        #expect(scene.incident.isCleared)
        scene.forget()
        scene.step(.restored)
        #expect(scene.all("incident_reopened").count == 1)
        #expect(scene.incident.isCleared == false)
    }

    @Test func aLatchingAlarmClearsOnlyByReset() {
        var scene = Scene()
        scene.raise(latching: true)
        scene.step(.cleared, latching: true)
        #expect(!scene.incident.isCleared)
        #expect(scene.all("alarm_condition_ended").count == 1)
        #expect(scene.order(.reset(incident: "I-2026-000001", alarm: nil)) == .accepted)
        #expect(scene.incident.isCleared)
        #expect(scene.all("alarm_cleared")[0].text("reset_by") == "张三")
        #expect(scene.order(.reset(incident: "I-2026-000001", alarm: nil)).refusal == .nothingToReset)
    }

    @Test func aResetGoesToTheRuleEngineWhoseClearingThenCounts() {
        var scene = Scene()
        scene.raise(latching: true)
        scene.order(.reset(incident: "I-2026-000001", alarm: nil))
        #expect(scene.resets == [AlarmID(alert: "Stage", key: "river-1")])
        #expect(!scene.incident.isCleared)
        scene.step(.cleared, latching: true)
        #expect(scene.incident.isCleared)
    }

    @Test func aChangeOfAnUnknownAlarmIsLogged() {
        var scene = Scene()
        scene.step(.cleared)
        scene.step(.held)
        #expect(scene.facts.map(\.fact.code) == ["alarm_without_incident", "alarm_without_incident"])
    }

    @Test func withoutARowOnlyTheOfficerIsTold() {
        var scene = Scene()
        scene.raise(hazard: "plague")
        #expect(scene.messages.map(\.recipient.id) == ["duty-officer"])
        var mild = Scene()
        mild.raise(colour: .blue)
        #expect(mild.messages.map(\.recipient.id) == ["duty-officer"])
    }

    @Test func anAlarmWithoutAColourTakesTheMildestRow() {
        var scene = Scene()
        scene.raise(colour: nil)
        #expect(scene.incident.matrixRow == "flood/yellow")
    }

    @Test func idsBeginAnewEachYearOfTheCity() {
        var scene = Scene()
        scene.advance(toTime: Timestamp(iso8601: "2026-12-31T15:59:59Z") ?? .distantPast)
        scene.raise(place: "a")
        scene.advance(toTime: Timestamp(iso8601: "2026-12-31T16:00:00Z") ?? .distantPast)
        scene.raise(key: "river-2", place: "b")
        #expect(scene.command.incidents.map(\.id) == ["I-2026-000001", "I-2027-000001"])
    }
}
