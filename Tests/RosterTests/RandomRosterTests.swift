import Configuration
import Roster
import Telemetry
import TestSupport
import Testing

@Suite("Random rosters")
struct RandomRosterTests {
    static let seeds: [UInt64] = (1...40).map { $0 * 7_919 }

    @Test("At every minute exactly one person or a hole; next begins when now ends", arguments: seeds)
    func stretchesFit(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let text = RandomRosterTests.text(&random)
        let roster = try roster(text)
        let schedule = try #require(roster.schedule(of: "duty-officer"), "seed \(seed)")
        let from = time("2026-09-20T00:00:00Z") + Interval(seconds: Int64.random(in: 0...86_400 * 60, using: &random))
        let through = from + Interval(seconds: 86_400 * 20)
        let duties = schedule.duties(from: from, through: through, holidays: roster.holidays)
        // Without a gap and without an overlap, from the beginning to the end.
        if schedule.begins < through { #expect(duties.last?.to == through, "seed \(seed)") }
        if let first = duties.first { #expect(first.from == max(from, schedule.begins), "seed \(seed)") }
        for (left, right) in zip(duties, duties.dropFirst()) {
            #expect(left.to == right.from && left.from < left.to, "seed \(seed)")
        }
        let gaps = roster.gaps(from: from, through: through)
        for _ in 0..<60 {
            let moment = from + Interval(seconds: Int64.random(in: 0..<86_400 * 20 / 60, using: &random) * 60)
            let now = roster.duty(of: "duty-officer", at: moment)
            let listed = duties.first { $0.from <= moment && moment < $0.to }
            #expect(now?.person == listed?.person && now?.layer == listed?.layer, "seed \(seed) at \(moment.iso8601)")
            let isHole = now != nil && now?.person == nil
            let isInGap = gaps.contains { $0.from <= moment && moment < $0.to }
            #expect(isHole == isInGap, "seed \(seed) at \(moment.iso8601)")
            guard let now, let next = roster.next(of: "duty-officer", at: moment) else { continue }
            #expect(next.from == now.to, "seed \(seed) at \(moment.iso8601)")
            #expect(roster.duty(of: "duty-officer", at: now.to - Interval(nanoseconds: 1)) == now, "seed \(seed)")
        }
    }

    static func text(_ random: inout SeededRandom) -> String {
        let zone = ["Asia/Shanghai", "Europe/London", "America/Santiago"].randomElement(using: &random) ?? ""
        var layers = ""
        for number in 0..<Int.random(in: 1...4, using: &random) {
            layers +=
                "  - id: layer-\(number)\n    starts: \"2026-\(["09-21", "10-03", "10-24"].randomElement(using: &random) ?? "")\"\n"
            if Bool.random(using: &random) {
                layers += "    through: \"2026-\(["10-25", "11-02"].randomElement(using: &random) ?? "")\"\n"
            }
            if Bool.random(using: &random) {
                let hour = Int.random(in: 10...23, using: &random)
                layers += "    every: \(["1d", "2d", "7d", "6h", "12h"].randomElement(using: &random) ?? "")\n"
                layers += "    hand_over: \"\(hour):30\"\n    people: [a, b, c]\n"
            } else {
                layers += """
                        shifts:
                          - {id: day, name: {zh: 白, en: Day}, hours: "07:15-19:15"}
                          - {id: night, name: {zh: 夜, en: Night}, hours: "\(Bool.random(using: &random) ? "19:15-07:15" : "20:00-01:30")"}
                        pattern: [day, night, off, off]
                        people: \(Bool.random(using: &random) ? "[a, b, c, d]" : "[a, b]")

                    """
            }
            if Bool.random(using: &random) { layers += "    only: {times: [\"18:00-02:00\", \"09:00-12:00\"]}\n" }
        }
        let schedule = """
            layers:
            \(layers)
            overrides:
              - {from: "2026-10-25 00:45", to: "2026-10-25 03:30", person: d, reason: swap}
            """
        return file(zone: zone, schedule)
    }
}
