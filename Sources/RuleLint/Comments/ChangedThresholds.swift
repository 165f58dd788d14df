import Telemetry

/// Thresholds of stations that differ from an older state of the registry, and the rules that read them.
struct ChangedThresholds {
    /// In the registry's order; rules are added as they are looked at.
    private(set) var listed: [ChangedThreshold] = []
    /// Where rules begin that read a changed threshold, or run on a series that was not there, by path.
    private var rules: [String: Set<Int>] = [:]
    private let places: [Place: Int]
    private let newSeries: Set<Series>
    /// Series are gone: names that rules write may name nothing now.
    private let isSmaller: Bool
    /// The older registry can't be read: every threshold may have been another.
    private let isUnknown: Bool

    private struct Series: Hashable {
        var station: String
        var quantity: String
    }

    private struct Place: Hashable {
        var series: Series
        var name: String
    }

    /// - Parameter old: nil where it can't be read.
    init(old: Registry?, new: Registry) {
        let before = ChangedThresholds.series(old ?? .empty)
        let known = Dictionary(before.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
        let now = ChangedThresholds.series(new)
        isUnknown = old == nil
        isSmaller = !Set(known.keys).isSubset(of: now.map(\.0))
        newSeries = Set(now.map(\.0)).subtracting(known.keys)
        var places: [Place: Int] = [:]
        for (series, quantity) in now where old != nil {
            let names = (quantity.thresholds + (known[series]?.thresholds ?? [])).map(\.name)
            for name in Set(names).sorted() {
                let values = (known[series]?.threshold(name)?.value, quantity.threshold(name)?.value)
                if values.0 == values.1 { continue }
                places[Place(series: series, name: name)] = listed.count
                listed.append(
                    ChangedThreshold(
                        station: series.station, quantity: series.quantity, name: name, unit: quantity.unit,
                        before: values.0, after: values.1))
            }
        }
        self.places = places
    }

    private static func series(_ registry: Registry) -> [(Series, StationQuantity)] {
        registry.stations.flatMap { station in
            station.quantities.map { (Series(station: station.id, quantity: $0.quantity), $0) }
        }
    }

    /// Looks at what a rule reads of the stations that it runs on.
    mutating func look(at rule: LintedRule) {
        let names = Set(rule.parts.flatMap { rule.names($0.program) }).filter { $0.hasPrefix("station.") }
            .map { String($0.dropFirst("station.".count)) }.sorted()
        var isTouched = isUnknown && !names.isEmpty
        for one in rule.series {
            let series = Series(station: one.station.id, quantity: one.quantity.quantity)
            if newSeries.contains(series) { isTouched = true }
            for name in names {
                guard let index = places[Place(series: series, name: name)] else { continue }
                isTouched = true
                if !listed[index].alerts.contains(rule.source.alert) { listed[index].alerts.append(rule.source.alert) }
            }
        }
        if isTouched { rules[rule.place(rule.source.node).path, default: []].insert(rule.source.node.line) }
    }

    /// Whether a finding may come of what changed.
    func concerns(_ finding: LintFinding) -> Bool {
        if isSmaller, finding.id == .matchSeries { return true }
        return finding.ruleLine.map { rules[finding.path]?.contains($0) ?? false } ?? false
    }
}

/// A threshold of a station that is another one than it was.
package struct ChangedThreshold: Hashable, Sendable {
    package var station: String
    package var quantity: String
    /// Rules read it as `station.<name>`.
    package var name: String
    /// Of both values.
    package var unit: String
    /// Nil where it was not there.
    package var before: Double?
    /// Nil where it is no longer there.
    package var after: Double?
    /// Alerts of the rules that read it, in the order of their files.
    package var alerts: [String] = []
}
