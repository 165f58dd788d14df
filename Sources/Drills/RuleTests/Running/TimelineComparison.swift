import Telemetry

/// Puts what should happen beside what happens.
enum TimelineComparison {
    /// Both sorted by time and alarm; what happens to one alarm at one moment is in order.
    static func rows(expected: [TimelineEntry], actual: [RuleTestStep], test: RuleTest) -> [RuleTestRow] {
        var rows: [RuleTestRow] = []
        var left = expected[...]
        var right = actual[...]
        while let entry = left.first ?? nil, let step = right.first ?? nil {
            if entry.at == step.at, entry.alarm == step.alarm, entry.transition == step.transition {
                rows.append(
                    RuleTestRow(
                        at: entry.at, expected: text(entry.alarm, entry.transition),
                        actual: text(step.alarm, step.transition),
                        differences: FactComparison.differences(entry, step, start: test.start),
                        line: entry.node.line))
                left.removeFirst()
                right.removeFirst()
            } else if isBefore(entry, step, left, right) {
                rows.append(row(entry))
                left.removeFirst()
            } else {
                rows.append(row(step))
                right.removeFirst()
            }
        }
        rows += left.map(row)
        rows += right.map(row)
        return rows
    }

    /// Which of two that differ is shown first: the earlier; at one moment the one whose like comes later on the other side.
    private static func isBefore(
        _ entry: TimelineEntry, _ step: RuleTestStep, _ left: ArraySlice<TimelineEntry>,
        _ right: ArraySlice<RuleTestStep>
    ) -> Bool {
        if entry.at != step.at { return entry.at < step.at }
        if entry.alarm != step.alarm { return entry.alarm < step.alarm }
        let comesLater = right.dropFirst().contains {
            $0.at == entry.at && $0.alarm == entry.alarm && $0.transition == entry.transition
        }
        return !comesLater
    }

    private static func row(_ entry: TimelineEntry) -> RuleTestRow {
        RuleTestRow(
            at: entry.at, expected: text(entry.alarm, entry.transition), actual: nil, differences: [],
            line: entry.node.line)
    }

    private static func row(_ step: RuleTestStep) -> RuleTestRow {
        RuleTestRow(
            at: step.at, expected: nil, actual: text(step.alarm, step.transition), differences: [], line: nil)
    }

    private static func text(_ alarm: AlarmID, _ transition: RuleTestTransition) -> String {
        "\(alarm.alert) \(alarm.key) \(transition.rawValue)"
    }
}
