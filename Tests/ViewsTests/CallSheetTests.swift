import Telemetry
import Testing
import Views

struct CallSheetTests {
    private func incident(_ call: String, due: Int64?, recipient: String = "water") -> IncidentView {
        var incident = Samples.incident
        incident.calls = [
            IncidentView.Call(
                recipient: recipient, recipientKind: "department", channel: "phone", address: "0745-2222110",
                call: call, order: "O-2026-000001", askedAt: Samples.time(0), due: due.map { Samples.time($0) })
        ]
        return incident
    }

    @Test func saysWhomToRingWhatToSayAndByWhen() {
        let calls = CallView.calls(of: [incident("order", due: 180)], names: Samples.names)
        let chinese = CallSheet.render(calls, names: Samples.names, language: .chinese, now: Samples.time(60))
        #expect(
            chinese == """
                ☎ 水利局  0745-2222110  I-2026-000001  18:03:00 前（还有 2 分）
                   “这里是临江市应急指挥中心。指令：沅水上段，江河洪水，建议橙色。上游水文站 水位 3.12 m，超过警戒 3.00。\
                请：加密水情观测。指令号 O-2026-000001。请问您的姓名？”
                   拨通后：tocsin called I-2026-000001 water --by 姓名 --order O-2026-000001 --person 接听人
                   未通：tocsin called I-2026-000001 water --by 姓名 --order O-2026-000001 --no-reached

                """)
        let english = CallSheet.render(calls, names: Samples.names, language: .english, now: Samples.time(240))
        #expect(english.contains("late by 1 min (18:03:00)"))
        #expect(english.contains("Order: Yuan River, upper reach, River flood, proposed orange."))
    }

    @Test func theMostUrgentStandsFirst() {
        let calls = CallView.calls(
            of: [
                incident("order", due: nil), incident("reminder", due: 300),
                incident("order", due: 180, recipient: "police"),
            ],
            names: Samples.names)
        #expect(calls.map(\.due) == [Samples.time(180), Samples.time(300), nil])
        #expect(
            CallSheet.render([], names: Samples.names, language: .english, now: Samples.time(0))
                == "No calls to make.\n")
    }

    @Test func theEndIsSaidAsTheEnd() {
        let calls = CallView.calls(of: [incident("stand_down", due: nil)], names: Samples.names)
        #expect(calls.first?.words.chinese.contains("险情已解除，指令终止。") == true)
        #expect(calls.first?.words.chinese.contains("加密") == false)
    }
}
