import TestSupport

/// Rule files by chance: what the schema offers, in combinations that nobody thought of.
struct SimulatedRules {
    var random: SeededRandom
    /// Leaves out what looks at the time of arrival rather than of the event.
    let isOfEventTime: Bool
    private var count = 0
    private(set) var alerts: [String] = []
    /// What registered stations measure: neighbours of anything else there are none.
    private let kinds: [SimulatedKind]

    static func text(_ random: SeededRandom, isOfEventTime: Bool, registered: [SimulatedStation]) -> String {
        var rules = SimulatedRules(random: random, isOfEventTime: isOfEventTime, registered: registered)
        return rules.file()
    }

    private init(random: SeededRandom, isOfEventTime: Bool, registered: [SimulatedStation]) {
        self.random = random
        self.isOfEventTime = isOfEventTime
        kinds = SimulatedKind.all.filter { kind in registered.contains { $0.kind.quantity == kind.quantity } }
    }

    private mutating func file() -> String {
        var text = "groups:\n"
        for kind in SimulatedKind.all where random.chance(90) { text += group(kind) }
        if alerts.isEmpty { text += group(SimulatedKind.all[0]) }
        if !isOfEventTime {
            text += event()
            if random.chance(70) { text += over() }
        }
        for kind in kinds where random.chance(80) { text += history(kind) }
        if !isOfEventTime { text += sequence() }
        return text
    }

    private mutating func group(_ kind: SimulatedKind) -> String {
        let hazard = random.chance(70) ? "flood" : "other"
        var text = """
              - name: \(kind.quantity)
                match: {quantity: \(random.chance(30) ? "\"\(kind.quantity.dropLast())?\"" : kind.quantity)}
                by: [\(random.chance(75) ? "station" : random.one(of: ["district", "place"]))]
                params: {factor: {value: \(random.one(of: [0.9, 1.0, 1.1])), source: simulation, date: "2026-01-01"}}
                labels: {hazard: \(hazard)\(random.chance(20) ? ", life_safety: true" : "")}
                rules:

            """
        for _ in 0..<random.int(2...4) { text += rule(kind) }
        return text
    }

    mutating func newAlert() -> String {
        count += 1
        alerts.append("Alert\(count)")
        return "Alert\(count)"
    }

    private mutating func rule(_ kind: SimulatedKind) -> String {
        let alert = newAlert()
        let condition = condition(kind)
        var text = "      - alert: \(alert)\n        expr: \(quoted(condition.on))\n"
        let isLatching = !isOfEventTime && random.chance(12)
        if isLatching {
            text += "        latch: true\n"
        } else {
            if random.chance(75) { text += "        clear_when: \(quoted(condition.off))\n" }
            if random.chance(40) { text += "        keep_firing_for: \(random.one(of: ["30s", "2m", "9m"]))\n" }
        }
        if random.chance(50) { text += "        for: \(random.one(of: ["10s", "1m", "3m30s", "10m"]))\n" }
        if !isOfEventTime {
            if random.chance(15) { text += "        cooldown: \(random.one(of: ["0s", "1m", "20m"]))\n" }
            if random.chance(10) { text += "        evaluate: on_reading\n" }
        }
        let colour = random.one(of: ["blue", "yellow", "orange", "red"])
        return text + """
                    labels: {colour: \(colour)}
                    annotations: {summary: {zh: "{{ station }} {{ fixed(value, 2) }}", en: "{{ station }} {{ fixed(value, 2) }}"}}

            """
    }

    private func quoted(_ expression: String) -> String { "\"\(expression)\"" }

    /// A condition and a calmer one.
    private mutating func condition(_ kind: SimulatedKind) -> (on: String, off: String) {
        let step = kind.step
        let window = random.one(of: ["3m", "10m", "30m", "1h"])
        let conditions: [(String, String)] = [
            ("value >= station.high * params.factor", "value < station.high * params.factor - \(step)"),
            ("value >= station.high && quality != 'fail'", "value < station.high"),
            ("rise('\(window)') >= \(step * 4)", "rise('\(window)') < \(step * 2)"),
            ("fall('\(window)') >= \(step * 4)", "fall('\(window)') < \(step * 3)"),
            ("avg('\(window)') > \(kind.calm + step * 2)", "avg('\(window)') < \(kind.calm + step)"),
            ("max('\(window)') - min('\(window)') > \(step * 5)", "max('\(window)') - min('\(window)') < \(step * 3)"),
            ("sum('\(window)') > \(kind.calm * 12)", "sum('\(window)') < \(kind.calm * 9)"),
            ("covers('\(window)') && count('\(window)') < 4.0", "count('\(window)') >= 4.0"),
            ("stddev('\(window)') > \(step * 1.5)", "stddev('\(window)') < \(step)"),
            ("value - previous() > \(step * 1.5)", "value - previous() < \(step)"),
            ("avg_last(4) > \(kind.calm + step * 2)", "avg_last(4) < \(kind.calm + step)"),
            ("rate('\(window)') * 600.0 > \(step)", "rate('\(window)') * 600.0 < \(step / 2)"),
            ("value > avg('\(window)') + 2.0 * stddev('\(window)')", "value < avg('\(window)')"),
            (
                "quantile(0.9, '\(window)') > \(kind.calm + step * 2)",
                "quantile(0.5, '\(window)') < \(kind.calm + step)"
            ),
        ]
        if !isOfEventTime, random.chance(15) {
            return ("silence() > duration('\(random.one(of: ["6m", "15m"]))')", "silence() < duration('5m')")
        }
        return random.one(of: conditions)
    }

    private mutating func event() -> String {
        """
          - name: events
            match: {quantity: panic}
            labels: {hazard: flood, colour: red, life_safety: true}
            rules:
              - alert: PanicEvent
                on: event
                expr: event.type == "panic"
                \(random.chance(50) ? "latch: true" : "keep_firing_for: 4m")
                annotations: {summary: {zh: "{{ station }} {{ id }}", en: "{{ station }} {{ id }}"}}

        """
    }

    private mutating func over() -> String {
        """
          - name: together
            labels: {hazard: flood, colour: orange}
            rules:
              - alert: Together
                over: {alert: \(random.one(of: alerts)), by: [\(random.one(of: ["district", "quantity"]))]}
                expr: \(random.chance(50) ? "distinct('station', '20m') >= 2" : "raises('30m') >= 3")
                \(random.chance(50) ? "cooldown: 5m" : "keep_firing_for: 3m")
                annotations: {summary: {zh: "{{ raises('30m') }}", en: "{{ raises('30m') }}"}}

        """
    }
}
