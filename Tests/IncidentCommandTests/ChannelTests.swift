import Telemetry
import Testing

@testable import IncidentCommand

/// Channels in order: the next is tried when one has not handed over, and only the last one's failure climbs.
@Suite struct ChannelTests {
    /// Water has a webhook, a robot and a telephone; the officer on duty a robot, the commander a telephone.
    static func linkage() -> Linkage {
        var linkage = Scene.linkage()
        linkage.channels = [
            Channel(id: "hook", kind: .webhook, handOverWithin: Interval(seconds: 10)),
            Channel(id: "group", kind: .robot),
            Channel(id: "ring", kind: .telephone, handOverWithin: Interval(seconds: 180)),
        ]
        linkage.departments[0].channels = [
            ChannelUse(channel: "hook"), ChannelUse(channel: "group"),
            ChannelUse(channel: "ring", address: "roster:water"),
        ]
        linkage.officerChannels = [
            OfficerChannels(officer: "duty-officer", channels: [ChannelUse(channel: "group")]),
            OfficerChannels(officer: "commander", channels: [ChannelUse(channel: "ring", address: "roster:chief")]),
        ]
        return linkage
    }

    private func scene() -> Scene {
        var scene = Scene(ChannelTests.linkage())
        scene.raise()
        return scene
    }

    private func orders(_ scene: Scene) -> [OutboundMessage] {
        scene.messages.filter { $0.kind == .order && $0.recipient == .department("water") }
    }

    @Test func aFailedChannelGivesTheOrderToTheNext() {
        var scene = scene()
        #expect(orders(scene).map(\.channel) == ["hook"])
        let first = orders(scene)[0]
        scene.advance(to: 3)
        scene.report(first, .failed(reason: "http 500"))
        let change = scene.all("order_channel_changed")[0]
        #expect(change.text("channel") == "hook" && change.text("next_channel") == "group")
        #expect(change.text("cause") == "http 500" && change.integer("place") == 2)
        #expect(orders(scene).map(\.channel) == ["hook", "group"])
        #expect(orders(scene)[1].key == first.key + "/ch-2")
        #expect(scene.all("order_hand_over_failed").isEmpty && scene.all("escalated").isEmpty)
        // The robot's own time: that of the matrix, from now on.
        #expect(scene.order(of: "water")?.handOverBy == Scene.time(33))
        scene.report(first, .failed(reason: "again"))
        #expect(scene.order(of: "water")?.channel == "group", "the order has gone on from there already")
    }

    @Test func aSilentChannelIsLeftAfterItsTime() {
        var scene = scene()
        scene.advance(to: 11)
        #expect(scene.times("order_channel_changed") == [10])
        #expect(scene.all("order_channel_changed")[0].text("reason") == "hand_over_missed")
        #expect(scene.all("deadline_missed").isEmpty)
        scene.advance(to: 41)
        #expect(scene.times("order_channel_changed") == [10, 40])
        #expect(scene.order(of: "water")?.channel == "ring")
    }

    @Test func onlyTheLastChannelsFailureClimbs() {
        var scene = scene()
        scene.advance(to: 220)
        #expect(scene.all("deadline_missed").filter { $0.text("department") == "water" }.isEmpty)
        scene.advance(to: 221)
        let missed = scene.all("deadline_missed").filter { $0.text("department") == "water" }
        #expect(missed.map { $0.text("missed") } == ["hand_over_missed"])
        #expect(scene.all("escalated").contains { $0.text("department") == "water" })
        // The reminder goes by every channel that was tried.
        let reminders = scene.messages.filter { $0.kind == .reminder && $0.recipient == .department("water") }
        #expect(reminders.map(\.channel) == ["hook", "group"])
        #expect(Set(reminders.map(\.key)).count == 2)
        #expect(scene.incident.calls.filter { $0.recipient == .department("water") }.map(\.kind) == [.reminder])
    }

    @Test func aLateSuccessOfAnEarlierChannelCounts() {
        var scene = scene()
        let first = orders(scene)[0]
        scene.advance(to: 20)
        #expect(scene.order(of: "water")?.channel == "group")
        scene.report(first, .handedOver(evidence: "http 200"))
        #expect(scene.order(of: "water")?.state == .handedOver)
        #expect(scene.all("order_handed_over")[0].text("channel") == "hook")
        scene.advance(to: 100)
        #expect(scene.order(of: "water")?.channel == "group", "no further channel")
        scene.report(orders(scene)[1], .handedOver(evidence: "ok"))
        #expect(scene.all("order_handed_over").count == 1)
        #expect(scene.all("message_reported").count == 1)
    }

    private func ringing() -> Scene {
        var scene = scene()
        scene.report(orders(scene)[0], .failed(reason: "a"))
        scene.report(orders(scene)[1], .failed(reason: "b"))
        return scene
    }

    @Test func aTelephoneIsACallDueThatAPersonRecords() {
        var scene = ringing()
        let call = scene.all("call_due")[0]
        #expect(call.text("recipient") == "water" && call.text("address") == "roster:water")
        #expect(call.seconds("due") == 180)
        #expect(orders(scene).count == 2, "nothing is sent by telephone")
        let notices = scene.messages.filter { $0.kind == .call }
        #expect(notices.map(\.channel) == ["feed", "group"])
        #expect(
            scene.order(
                .called(
                    incident: "I-2026-000001", party: "water", order: nil, reached: true, person: "李某", note: nil))
                == .accepted)
        #expect(scene.all("call_made")[0].text("by") == "张三")
        #expect(scene.order(of: "water")?.state == .handedOver)
        #expect(scene.order(of: "water")?.acknowledgeBy == Scene.time(300))
        #expect(scene.incident.calls.isEmpty)
        #expect(
            scene.order(
                .called(
                    incident: "I-2026-000001", party: "water", order: nil, reached: true, person: nil, note: nil)
            ).refusal == .noCallDue)
    }

    @Test func aCallThatNobodyAnswersClimbs() {
        var scene = ringing()
        #expect(
            scene.order(
                .called(
                    incident: "I-2026-000001", party: "water", order: nil, reached: false, person: nil, note: "占线"))
                == .accepted)
        #expect(scene.all("order_hand_over_failed")[0].text("channel") == "ring")
        #expect(scene.all("order_hand_over_failed")[0].boolean("climbs") == true)
        #expect(scene.order(of: "water")?.climb?.reason == .handOverFailed)
    }

    @Test func anAnswerByPhoneIsTheHandOverToo() {
        var scene = ringing()
        #expect(
            scene.order(
                .answer(
                    incident: "I-2026-000001", department: "water", order: nil, state: .accepted, person: "李某",
                    via: "phone",
                    reason: nil)) == .accepted)
        #expect(scene.order(of: "water")?.state == .accepted)
        #expect(scene.all("order_handed_over")[0].text("evidence") == "answer")
        #expect(scene.incident.calls.isEmpty, "nobody needs to ring any more")
    }

    @Test func theEndIsToldByEveryChannelThatWasTried() {
        var scene = ringing()
        scene.forget()
        scene.order(.standDown(incident: "I-2026-000001", order: scene.id(of: "water"), reason: "over"))
        #expect(scene.messages.filter { $0.kind == .standDown }.map(\.channel) == ["hook", "group"])
        #expect(scene.incident.calls.map(\.kind) == [.standDown])
    }

    @Test func aStandDownThatFailsGoesByTheNextChannel() {
        var scene = scene()
        scene.order(.standDown(incident: "I-2026-000001", order: scene.id(of: "water"), reason: "over"))
        let told = scene.messages.filter { $0.kind == .standDown }
        #expect(told.map(\.channel) == ["hook"])
        scene.forget()
        scene.report(told[0], .failed(reason: "refused"))
        #expect(scene.facts.map(\.fact.code) == ["message_reported", "order_channel_changed"])
        #expect(scene.messages.map(\.channel) == ["group"])
        #expect(scene.messages.map(\.kind) == [.standDown])
    }

    @Test func anOfficerIsToldByEveryChannelAtOnce() {
        var scene = Scene(ChannelTests.linkage())
        scene.raise()
        let told = scene.messages.filter { $0.recipient == .officer("duty-officer") }
        #expect(told.map(\.channel) == ["feed", "group"])
        scene.advance(to: 2_000)
        #expect(scene.incident.calls.contains { $0.recipient == .officer("commander") })
        #expect(
            scene.order(
                .called(
                    incident: "I-2026-000001", party: "commander", order: nil, reached: true, person: nil, note: nil))
                == .accepted)
        #expect(!scene.incident.calls.contains { $0.recipient == .officer("commander") })
    }

    @Test func channelsSurviveASnapshot() throws {
        let scene = ringing()
        var writer = ByteWriter()
        scene.command.encodeSnapshot(into: &writer)
        var restored = IncidentCommand(linkage: ChannelTests.linkage(), utcOffsetMinutes: 480)
        try writer.bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            try restored.restoreSnapshot(from: &reader)
        }
        #expect(restored.incidents == scene.command.incidents)
        var again = ByteWriter()
        restored.encodeSnapshot(into: &again)
        #expect(again.bytes == writer.bytes)
    }
}
