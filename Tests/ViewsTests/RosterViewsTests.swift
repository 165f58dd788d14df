import Telemetry
import Testing
import Views

/// Who is on duty, where somebody may have to ring.
@Suite struct RosterViewsTests {
    private var names: NameBook {
        var names = Samples.names
        names.telephones = [NameBook.Telephone(party: "water", number: "0745-2222110")]
        names.duties = [
            NameBook.DutyContact(party: "water", person: "water-li", name: "李大江", number: "13812345678"),
            NameBook.DutyContact(party: "police", person: "police-wu"),
            NameBook.DutyContact(party: "duty-leader", person: nil),
        ]
        return names
    }

    private func called(_ party: String) -> IncidentView {
        var incident = Samples.incident
        incident.calls = [
            IncidentView.Call(
                recipient: party, recipientKind: "department", channel: "phone", address: nil, call: "order",
                order: nil, askedAt: Samples.time(0), due: nil)
        ]
        return incident
    }

    @Test func aCallIsForWhoeverIsOnDuty() throws {
        let calls = CallView.calls(of: [called("water"), called("police"), called("duty-leader")], names: names)
        let water = try #require(calls.first { $0.recipient == "water" })
        #expect(water.person == "李大江" && water.number == "13812345678")
        // Erased or never taken in: the id is left, and the party's own number where it has one.
        #expect(calls.first { $0.recipient == "police" }?.person == "police-wu")
        #expect(calls.first { $0.recipient == "duty-leader" }?.person == nil)
        let sheet = CallSheet.render(calls, names: names, language: .chinese, now: Samples.time(60))
        #expect(sheet.contains("李大江  13812345678") && sheet.contains("police-wu  号码未登记"))
    }

    @Test func theBoardShowsThePersonAndTheNumber() {
        #expect(names.telephone("water") == "李大江 13812345678")
        #expect(names.telephone("police") == "police-wu")
        #expect(names.telephone("duty-leader") == "⚠ –")
        #expect(names.telephone("medical") == nil)
    }

    @Test func theSheetForTheDayWhenTheMachineDiesHasHolesAndNumbers() {
        let gap = RosterGapView(party: "police", from: Samples.time(3_600), to: nil)
        let sheet = StateSheet(
            incidents: [called("water")], names: names, numbers: ["water": "李大江 13812345678"],
            at: Samples.time(60), gaps: [gap])
        #expect(sheet.text.contains("☎ 待拨：水利局 李大江 13812345678"))
        #expect(sheet.text.contains("⚠ 值班空缺") && sheet.text.contains("⚠ Nobody on duty"))
        #expect(sheet.html.contains("19:00:00 – …"))
        let none = StateSheet(incidents: [], names: names, numbers: [:], at: Samples.time(60))
        #expect(!none.text.contains("值班空缺"))
    }

    @Test func statusTellsHoles() {
        var status = Samples.status
        #expect(!StatusSheet.render(status, names: names, language: .english).contains("Nobody on duty"))
        status.rosterGaps = [RosterGapView(party: "water", from: Samples.time(0), to: Samples.time(60))]
        let sheet = StatusSheet.render(status, names: names, language: .english)
        #expect(sheet.contains("⚠ Nobody on duty") && sheet.contains("2026-07-01 18:00:00 – 2026-07-01 18:01:00"))
    }

    @Test func aTableOfDutiesNamesHolesHolidaysAndWhereItComesFrom() {
        let duties = [
            DutyView(
                party: "water", person: "water-li",
                contact: PersonView(id: "water-li", name: "李大江", numbers: ["13812345678"], masked: false).asMasked,
                shift: Bilingual(chinese: "白班", english: "Day"), layer: "override", from: Samples.time(0),
                to: Samples.time(3_600), reason: "\u{1B}[31m病假",
                holiday: Bilingual(chinese: "端午节", english: "Dragon Boat"),
                source: "journal", configuration: "0123456789abcdef"),
            DutyView(
                party: "police", person: nil, shift: nil, layer: nil, from: Samples.time(0), to: nil, reason: nil,
                holiday: nil, source: "journal", configuration: "0123456789abcdef"),
        ]
        let sheet = RosterSheet.render(duties, names: names, language: .chinese)
        #expect(sheet.contains("李** 138****5678") && !sheet.contains("李大江") && !sheet.contains("\u{1B}"))
        #expect(sheet.contains("端午节，顶班，") && sheet.contains("⚠ 无人"))
        #expect(sheet.hasSuffix("依据当时生效的配置 0123456789abcdef\n"))
    }
}
