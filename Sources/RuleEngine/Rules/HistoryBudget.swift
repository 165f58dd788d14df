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

    /// An event time and a value.
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

    /// The ring doubles as it grows.
    private static func rounded(_ count: Int) -> Int {
        var capacity = 4
        while capacity < count, capacity < SampleRing.limit { capacity *= 2 }
        return capacity
    }
}

extension CompiledRules {
    /// What the histories of all registered series take.
    package func historyBudget(registry: Registry) -> HistoryBudget {
        let table = PlanTable(self, registry: registry)
        var budget = HistoryBudget()
        for station in registry.stations {
            for quantity in station.quantities {
                let index = table.plan(for: words(station, quantity))
                let plan = table.plans[index].pointee
                guard plan.keepsHistory else { continue }
                budget.series += 1
                budget.expectedBytes +=
                    HistoryBudget.bytesPerReading
                    * HistoryBudget.readings(
                        window: plan.windowNanoseconds, count: plan.lastCount, heartbeat: quantity.heartbeat)
            }
        }
        return budget
    }

    /// Domains are not registered: a rule's own is taken.
    private func words(_ station: Station, _ quantity: StationQuantity) -> SourceWords {
        var words = SourceWords(
            station: station.id, district: station.district, domain: "", quantity: quantity.quantity,
            place: station.place, unit: quantity.unit)
        words.domain = domain(for: words) ?? ""
        return words
    }

    /// Windows that hold more readings of a station than are kept: by rule, the first station.
    func truncatedWindows(registry: Registry) -> [(rule: Int, intrinsic: Intrinsic, station: String, readings: Int)] {
        var found: [(rule: Int, intrinsic: Intrinsic, station: String, readings: Int)] = []
        for (index, rule) in rules.enumerated() where rule.subject == .reading && !rule.isProbe {
            let longest = readingIntrinsics.enumerated()
                .filter { rule.slots.contains(firstReadingIntrinsicSlot + $0.offset) }.map(\.element)
                .max { $0.lookBackNanoseconds < $1.lookBackNanoseconds }
            guard let longest, longest.lookBackNanoseconds > 0 else { continue }
            for station in registry.stations {
                let cut = station.quantities.first { quantity in
                    guard let heartbeat = quantity.heartbeat,
                        HistoryBudget.readings(window: longest.lookBackNanoseconds, heartbeat: heartbeat)
                            > SampleRing.limit
                    else { return false }
                    var words = words(station, quantity)
                    words.domain = rule.match.exactTexts(of: .domain)?.first ?? words.domain
                    return rule.match.matches(words)
                }
                guard let heartbeat = cut?.heartbeat else { continue }
                let readings = HistoryBudget.readings(window: longest.lookBackNanoseconds, heartbeat: heartbeat)
                found.append((index, longest, station.id, readings))
                break
            }
        }
        return found
    }
}
