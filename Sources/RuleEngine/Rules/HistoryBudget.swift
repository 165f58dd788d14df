import Matching
import Telemetry

/// How much memory the histories of a city's series can take: bounded, and known when the rules are loaded.
package struct HistoryBudget: Hashable, Sendable {
    /// Registered series whose readings are kept.
    package internal(set) var series = 0
    /// Most readings that one series keeps, whatever its rules.
    package var readingsPerSeriesAtMost: Int { SampleRing.limit }
    /// Most bytes that the history of one series takes.
    package var bytesPerSeriesAtMost: Int { SampleRing.limit * HistoryBudget.bytesPerReading }
    /// What the longest windows of each series hold at its heartbeat, bytes, over all registered series; a series without a
    /// heartbeat counts with the most that it may keep.
    package internal(set) var expectedBytes = 0

    /// An event time and a value; where times are whole milliseconds less is needed. at most: times in whole milliseconds take 4 bytes less.
    static let bytesPerReading = 16
    /// More expected bytes than this are warned of.
    static let warningBytes = 1 << 30
    /// More are refused.
    static let refusalBytes = 16 << 30

    /// Readings that a window and a count look back at, and the one before them, as the ring allocates them.
    ///
    /// - Parameter heartbeat: nil where the series has none.
    static func readings(window: Int64, count: Int, heartbeat: Interval?) -> Int {
        if window == 0 { return rounded(count + 1) }
        guard let heartbeat, heartbeat > .zero else { return SampleRing.limit }
        return rounded(max(count + 1, readings(window: window, heartbeat: heartbeat)))
    }

    static func readings(window: Int64, heartbeat: Interval) -> Int {
        Int(min(window / max(1, heartbeat.nanoseconds), Int64(Int32.max))) + 2
    }

    /// The ring at most doubles as it grows.
    private static func rounded(_ count: Int) -> Int {
        var capacity = 4
        while capacity < count, capacity < SampleRing.limit { capacity *= 2 }
        return capacity
    }
}

extension CompiledRules {
    /// What the histories of all registered series take, and which windows can't be kept whole.
    package func historyBudget(registry: Registry) -> HistoryBudget { history(registry: registry).budget }

    /// A window that holds more readings of a station than are kept.
    struct CutWindow {
        var rule: Int
        var intrinsic: Intrinsic
        /// The first station of which it holds too many.
        var station: String
        var readings: Int
    }

    /// One pass over the registered series: series for which the same rules match share one plan.
    func history(registry: Registry) -> (budget: HistoryBudget, cut: [CutWindow]) {
        let table = PlanTable(self, registry: registry)
        let domains = registeredDomains
        var budget = HistoryBudget()
        var cut: [Int: CutWindow] = [:]
        for station in registry.stations {
            for quantity in station.quantities {
                guard let plan = longestPlan(table, station, quantity, domains), plan.keepsHistory else { continue }
                budget.series += 1
                budget.expectedBytes +=
                    HistoryBudget.bytesPerReading
                    * HistoryBudget.readings(
                        window: plan.windowNanoseconds, count: plan.lastCount, heartbeat: quantity.heartbeat)
                guard let heartbeat = quantity.heartbeat,
                    HistoryBudget.readings(window: plan.windowNanoseconds, heartbeat: heartbeat) > SampleRing.limit
                else { continue }
                for rule in plan.ruleIndices.map({ Int($0) }) where cut[rule] == nil && !rules[rule].isProbe {
                    guard let longest = longestIntrinsic(of: rule) else { continue }
                    let readings = HistoryBudget.readings(window: longest.lookBackNanoseconds, heartbeat: heartbeat)
                    if readings > SampleRing.limit {
                        cut[rule] = CutWindow(rule: rule, intrinsic: longest, station: station.id, readings: readings)
                    }
                }
            }
        }
        return (budget, cut.values.sorted { $0.rule < $1.rule })
    }

    /// Domains are not registered: those that rules ask for, by quantity where a rule names both; under the empty name all.
    private var registeredDomains: [String: [String]] {
        var domains: [String: Set<String>] = ["": [""]]
        for rule in rules where rule.subject == .reading {
            for domain in rule.match.exactTexts(of: .domain) ?? [] {
                domains["", default: []].insert(domain)
                for quantity in rule.match.exactTexts(of: .quantity) ?? [] {
                    domains[quantity, default: []].insert(domain)
                }
            }
        }
        return domains.mapValues { $0.sorted() }
    }

    private func longestPlan(
        _ table: PlanTable, _ station: Station, _ quantity: StationQuantity, _ domains: [String: [String]]
    ) -> Plan? {
        var longest: Plan?
        for domain in domains[quantity.quantity] ?? domains[""] ?? [""] {
            let words = SourceWords(
                station: station.id, district: station.district, domain: domain, quantity: quantity.quantity,
                place: station.place, unit: quantity.unit)
            let index = table.plan(for: words)
            let plan = table.plans[index].pointee
            if (plan.windowNanoseconds, plan.lastCount) > (longest?.windowNanoseconds ?? -1, longest?.lastCount ?? -1) {
                longest = plan
            }
        }
        return longest
    }

    private func longestIntrinsic(of rule: Int) -> Intrinsic? {
        rules[rule].slots.compactMap { slot in
            let offset = slot - firstReadingIntrinsicSlot
            return readingIntrinsics.indices.contains(offset) ? readingIntrinsics[offset] : nil
        }.max { $0.lookBackNanoseconds < $1.lookBackNanoseconds }
    }
}
