import Telemetry
import Testing
import Views

@Suite struct DutyBoardTests {
    private func status(_ broker: StatusView.BrokerState = .connected, at seconds: Int64 = 240) -> StatusView {
        StatusView(
            city: Samples.names.city, version: "1", state: .serving, exercise: false, clock: "wall",
            now: Samples.time(seconds), broker: broker, readingsCommitted: 12, duplicates: 0, quarantined: 0,
            incidentsOpen: 3, logEntries: 9, logHead: "", outboxPending: 0, storeFull: false, configuration: "")
    }

    private var names: NameBook {
        var names = Samples.names
        names.telephones = [NameBook.Telephone(party: "police", number: "0745-110")]
        return names
    }

    private var quiet: IncidentView {
        var incident = Samples.incident
        incident.id = "I-2026-000009"
        incident.departments = [incident.departments[0]]
        return incident
    }

    private func text(_ board: DutyBoard, width: Int = 150, height: Int = 40, _ language: Language) -> String {
        board.render(width: width, height: height, language: language).map(\.text).joined(separator: "\n") + "\n"
    }

    @Test(arguments: Language.allCases)
    func oneScreen(language: Language) {
        let board = DutyBoard(
            status: status(), incidents: [quiet, Samples.incident, Samples.panic, Samples.closed], names: names,
            recent: ["07-01 18:03:59  one", "07-01 18:04:00  two"])
        var lost = board
        lost.silence = Interval(seconds: 75)
        lost.status = status(.disconnected)
        GoldenFile.expect(
            text(board, language) + "\n" + text(lost, width: 60, height: 12, language),
            equals: "board.\(language.rawValue).txt")
    }

    @Test func lifeSafetyStandsFirst() {
        let board = DutyBoard(status: status(), incidents: [Samples.incident, Samples.panic], names: names)
        let lines = board.render(width: 200, height: 40, language: .english).map(\.text)
        let panic = lines.firstIndex { $0.contains("I-2026-000002") }
        let river = lines.firstIndex { $0.contains("I-2026-000001") }
        #expect(panic != nil && river != nil)
        if let panic, let river { #expect(panic < river) }
        #expect(lines.contains { $0.contains("☎ 0745-110") })
    }

    @Test func everythingFitsAndWhatIsHiddenIsCounted() {
        let many = (0..<50).map { number in
            var incident = Samples.panic
            incident.id = "I-2026-1\(number)"
            return incident
        }
        let board = DutyBoard(status: status(), incidents: many, names: names, recent: ["a", "b", "c", "d", "e"])
        for height in 8...60 {
            for width in [20, 40, 81] {
                let lines = board.render(width: width, height: height, language: .chinese)
                #expect(lines.count <= height)
                #expect(lines.allSatisfy { TerminalWidth.columns($0.text) <= width })
            }
            let lines = board.render(width: 200, height: height, language: .english).map(\.text)
            let shown = lines.filter { $0.contains("LIFE SAFETY") }.count
            let hidden = lines.compactMap { line in
                line.firstRange(of: " more: tocsin").flatMap { Int(line[..<$0.lowerBound].drop { !$0.isNumber }) }
            }
            #expect(shown + (hidden.first ?? 0) == 50, "height \(height)")
            #expect(lines.contains("e"))
        }
    }

    @Test func theBellRingsUntilEveryIncidentIsAcknowledged() {
        #expect(DutyBoard(status: status(), incidents: [Samples.panic]).rings)
        #expect(!DutyBoard(status: status(), incidents: [Samples.incident, Samples.closed]).rings)
        #expect(DutyBoard(status: status(), incidents: [], silence: Interval(seconds: 4)).rings)
    }

    @Test func silenceOfTheBrokerIsABanner() {
        for broker in StatusView.BrokerState.allCases {
            let lines = DutyBoard(status: status(broker)).render(width: 200, height: 20, language: .english)
            #expect(lines.contains { $0.emphasis == .banner } == (broker != .connected))
        }
    }

    @Test func timeThatStillRunsIsTheDepartmentsOwn() {
        var incident = Samples.incident
        incident.departments[1].stepsClimbed = 0
        let early = DutyItem.of(incident, at: Samples.time(600), names: names, language: .english)
        #expect(!early.contains { $0.urgency == .overdue })
        let late = DutyItem.of(incident, at: Samples.time(602), names: names, language: .english)
        #expect(late.contains { $0.urgency == .overdue && $0.party == "weather" })
    }

    @Test func whatTheWorldWroteStaysText() {
        var incident = Samples.panic
        incident.place = "\u{1B}[2Jevil"
        incident.departments[0].reason = "\u{202E}\n\u{07}"
        let lines = DutyBoard(status: status(), incidents: [incident], names: names, recent: ["\u{1B}[31mx"])
            .render(width: 200, height: 20, language: .english)
        for line in lines {
            #expect(!line.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
            #expect(line.rendered(inColour: false) == line.text)
        }
    }
}
