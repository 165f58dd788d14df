import Configuration
import Roster
import Telemetry
import Testing

@Suite("Holes are told ahead")
struct RosterWatchTests {
    static let ending = """
        layers:
          - {id: days, starts: "2026-11-01", through: "2026-12-09", every: 1d, people: [a, b]}
          - {id: later, starts: "2026-12-12", every: 1d, people: [c]}
        """

    /// Runs the watch's timers through a moment and gives what it told, as `stage time-of-telling from`.
    private func run(_ watch: inout RosterWatch, through end: Timestamp) -> [String] {
        var told: [String] = []
        while watch.nextDue <= end {
            let due = watch.nextDue
            var facts: [LogFact] = []
            watch.fireNextTimer(into: &facts)
            told += facts.map { "\(stage($0)) \(due.iso8601)" }
        }
        return told
    }

    private func stage(_ fact: LogFact) -> String {
        guard case .text(let stage) = fact.fields.first(where: { $0.name == "stage" })?.value else { return "?" }
        return stage
    }

    @Test("Once two weeks ahead, again the day before, and when it begins")
    func threeStages() throws {
        var watch = RosterWatch(roster: try roster(file(Self.ending)))
        var facts: [LogFact] = []
        watch.begin(at: time("2026-11-02T00:00:00Z"), into: &facts)
        #expect(facts.isEmpty)
        let told = run(&watch, through: time("2027-03-01T00:00:00Z"))
        #expect(
            told == [
                "ahead 2026-11-25T16:00:00Z", "soon 2026-12-08T16:00:00Z", "begun 2026-12-09T16:00:00Z",
            ])
    }

    @Test("A start within the two weeks tells at once, and a hole that has begun is told as such, once")
    func lateStart() throws {
        var watch = RosterWatch(roster: try roster(file(Self.ending)))
        var facts: [LogFact] = []
        watch.begin(at: time("2026-12-10T00:00:00Z"), into: &facts)
        #expect(facts.map(stage) == ["begun"])
        #expect(facts.first?.fields.first { $0.name == "from" }?.value == .time(time("2026-12-09T16:00:00Z")))
        #expect(run(&watch, through: time("2027-01-10T00:00:00Z")).isEmpty)
    }

    @Test("Another roster that fills the hole is silent; one that still has it does not tell it again")
    func replaced() throws {
        var watch = RosterWatch(roster: try roster(file(Self.ending)))
        var facts: [LogFact] = []
        watch.begin(at: time("2026-11-30T00:00:00Z"), into: &facts)
        #expect(facts.map(stage) == ["ahead"])
        facts = []
        let moved = Self.ending.replacing("people: [c]", with: "people: [d]")
        watch.replaceRoster(try roster(file(moved)), at: time("2026-12-01T00:00:00Z"), into: &facts)
        #expect(facts.isEmpty && watch.gaps.count == 1)
        let filled = Self.ending.replacing("2026-12-12", with: "2026-12-10")
        watch.replaceRoster(try roster(file(filled)), at: time("2026-12-02T00:00:00Z"), into: &facts)
        #expect(facts.isEmpty && watch.gaps.isEmpty)
        #expect(run(&watch, through: time("2027-01-01T00:00:00Z")).isEmpty)
    }

    @Test("A snapshot at any moment tells the rest as if there had been none")
    func snapshot() throws {
        let plan = try roster(file(Self.ending))
        var whole = RosterWatch(roster: plan)
        var facts: [LogFact] = []
        whole.begin(at: time("2026-11-02T00:00:00Z"), into: &facts)
        _ = run(&whole, through: time("2026-12-01T00:00:00Z"))
        var writer = ByteWriter()
        whole.encodeSnapshot(into: &writer)
        var restored = RosterWatch(roster: plan)
        try writer.bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            try restored.restoreSnapshot(from: &reader)
            #expect(reader.isAtEnd)
        }
        #expect(restored == whole)
        let end = time("2027-01-01T00:00:00Z")
        #expect(run(&restored, through: end) == run(&whole, through: end))
    }

    @Test("A rotation without a successor is one hole, told once, however long it lasts")
    func openEnd() throws {
        let text = file("layers: [{id: days, starts: \"2026-11-01\", through: \"2026-11-30\", every: 1d, people: [a]}]")
        var watch = RosterWatch(roster: try roster(text))
        var facts: [LogFact] = []
        watch.begin(at: time("2026-11-10T00:00:00Z"), into: &facts)
        #expect(facts.isEmpty)
        let told = run(&watch, through: time("2028-01-01T00:00:00Z"))
        #expect(told.map { $0.prefix(5) } == ["ahead", "soon ", "begun"])
    }
}
