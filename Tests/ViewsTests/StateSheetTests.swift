import Telemetry
import Testing
import Views

struct StateSheetTests {
    private func sheet(_ incidents: [IncidentView], names: NameBook = Samples.names) -> StateSheet {
        StateSheet(
            incidents: incidents, names: names, numbers: ["water": "0745-2222110", "police": "110"],
            at: Samples.time(120))
    }

    @Test func saysWhoWasToldWhoAnsweredAndWhomToRing() {
        let text = sheet([Samples.incident]).text
        for words in [
            "临江市应急态势单", "截至 2026-07-01 18:02:00 +08:00，未结案事件 1 起", "I-2026-000001 · 江河洪水 · 沅水上段 · 建议橙色",
            "– 水利局：执行中（李某）", "– 气象局：已送达", "已通知：值班员", "水利局  0745-2222110", "Linjiang: state sheet",
            "– Water Resources Bureau: under way (李某)", "Numbers to call",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test func onlyChangesOfLifeSafetyIncidentsAskForASheet() throws {
        func entry(_ code: String, _ incident: String?, lifeSafety: Bool = false) throws -> LogRecord {
            let about = incident.map { ",\"incident\":\"\($0)\"" } ?? ""
            let line =
                "{\"n\":1,\"at\":\"2026-07-01T10:00:00Z\",\"code\":\"\(code)\"\(about),\"life_safety\":\(lifeSafety)}"
            return try #require(LogRecord(line: Array(line.utf8)))
        }
        var incidents = LifeSafetyIncidents()
        let changes: [(code: String, incident: String?, lifeSafety: Bool, expected: Bool)] = [
            ("incident_raised", "I-1", false, false), ("order_done", "I-1", false, false),
            ("incident_raised", "I-2", true, true), ("order_done", "I-2", false, true),
            ("incident_upgraded", "I-1", true, true), ("order_done", "I-1", false, true),
            ("incident_closed", "I-2", false, true), ("note_added", "I-2", false, false),
            ("broker_lost", nil, true, false), ("order_done", Samples.panic.id, false, false),
        ]
        for change in changes {
            let record = try entry(change.code, change.incident, lifeSafety: change.lifeSafety)
            let isChanged = incidents.isChanged(by: record)
            #expect(isChanged == change.expected, "\(change)")
        }
        // What was open before the log was followed.
        incidents.know([Samples.incident, Samples.panic])
        let told = try [Samples.panic.id, Samples.incident.id].map {
            incidents.isChanged(by: try entry("order_done", $0))
        }
        #expect(told == [true, false])
    }

    @Test func nothingFromTheWorldBecomesMarkup() {
        var incident = Samples.incident
        incident.id = "I-<b>"
        incident.summary = Bilingual("<script>alert(1)</script>\u{202E}\u{1B}[31m\" onload='x'")
        incident.acknowledgedBy = "<img src=x onerror=alert(1)>"
        incident.departments[0].person = "</li></ul><iframe>&"
        let html = sheet([incident]).html
        for markup in ["<script", "<img", "<iframe", "<b>", "\u{1B}", "\u{202E}", "onload='"] {
            #expect(!html.contains(markup), "\(markup)")
        }
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(html.contains("&lt;iframe&gt;&amp;"))
    }

    @Test func lifeSafetyStandsFirstAndClosedOnesNowhere() {
        var calm = Samples.incident
        calm.id = "I-2026-000002"
        calm.warningColour = .red
        var grave = Samples.incident
        grave.id = "I-2026-000003"
        grave.warningColour = nil
        grave.alarms[0].lifeSafety = true
        var closed = Samples.incident
        closed.status = .closed
        let text = sheet([calm, closed, grave]).text
        #expect(!text.contains("I-2026-000001"))
        let places = ["‼ 生命安全 I-2026-000003", "I-2026-000002"].compactMap { text.firstRange(of: $0)?.lowerBound }
        #expect(places.count == 2)
        #expect(places == places.sorted())
    }

    @Test func itStaysAPageAndCountsTheRest() {
        let many = (0..<StateSheet.limit + 3).map { number in
            var incident = Samples.incident
            incident.id = "I-2026-\(100_000 + number)"
            return incident
        }
        let text = sheet(many).text
        #expect(text.contains("另有 3 起"))
        #expect(text.contains("I-2026-\(100_000 + StateSheet.limit + 2)"))
        #expect(sheet([]).text.contains("0 open incidents"))
    }

    @Test func anExerciseSaysSo() {
        var names = Samples.names
        names.exercise = true
        #expect(sheet([], names: names).html.contains("<title>演练 EXERCISE 临江市应急态势单</title>"))
    }
}
