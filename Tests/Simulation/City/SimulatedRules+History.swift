import TestSupport

/// Rules about longer histories, about neighbours and about the order of alerts.
extension SimulatedRules {
    mutating func history(_ kind: SimulatedKind) -> String {
        var text = """
              - name: \(kind.quantity)-history
                match: {quantity: \(kind.quantity)}
                params: {target: \(kind.calm), slack: {value: \(kind.step / 4), source: simulation, date: "2026-01-01"}}
                labels: {hazard: flood, colour: blue}
                rules:

            """
        for _ in 0..<random.int(1...2) {
            let blind = !isOfEventTime && random.chance(40) ? ", blind_after: \(random.one(of: ["4m", "20m"]))" : ""
            let delay = random.chance(30) ? ", for: 2m" : ""
            text += "      - {alert: \(newAlert()), expr: \"\(historyCondition(kind))\"\(delay)\(blind)}\n"
        }
        return text
    }

    private mutating func historyCondition(_ kind: SimulatedKind) -> String {
        let step = kind.step
        let window = random.one(of: ["5m", "12m", "40m"])
        let conditions = [
            "held('\(window)', v, v > \(kind.calm + step))",
            "value > ewma('4m', '\(window)') + 2.0 * ew_stddev('4m', '\(window)')",
            "cusum_high(params.target, params.slack, '\(window)') > \(step * 3)",
            "cusum_low(params.target, params.slack, '\(window)') > \(step * 3)",
            "changes('\(window)') < 2.0 && count('\(window)') > 3.0",
            "value - at_before('\(window)') > \(step * 3)",
            "sta_lta('3m', '20m') > 1.8 || sta_lta_recursive('2m', '10m') > 2.5",
            "last(3).all(v, v > \(kind.calm + step)) || values('\(window)').exists(v, v > \(kind.high))",
            "value - upstream('\(kind.quantity)') > \(step * 3)",
            "downstream('\(kind.quantity)', 'rise', '\(window)') > \(step * 3)",
            "nearest('\(kind.quantity)', 4000, 'max', '\(window)') > value + \(step * 2)",
            "district_max('\(kind.quantity)') > \(kind.high) && district_count('\(kind.quantity)') > 1.0",
            "value > district_avg('\(kind.quantity)', 'avg', '\(window)') + \(step * 3)",
            "occdf() > \(step * 2) && occrdf() > 0.1",
            "california_8(\(step), -0.1, 0.05, 0.02, \(kind.calm)) >= 6 || docctd(2) > 0.3",
        ]
        return random.one(of: conditions)
    }

    mutating func sequence() -> String {
        let (first, second) = (random.one(of: alerts), random.one(of: alerts))
        let kinds = [
            "then: \(second), within: 20m, by: [district]}", "missing: \(second), after: 1m, within: 12m}",
            "then: \(second), after: 10s, within: 1h, to: downstream}",
            "missing: \(first), within: 15m, to: upstream}",
        ]
        return """
              - name: order
                labels: {hazard: flood, colour: yellow}
                rules:
                  - {alert: Ordered, sequence: {first: \(first), \(random.one(of: kinds)), keep_firing_for: 5m}

            """
    }
}
