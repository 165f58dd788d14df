import CEL
import CPrefetch
import Matching
import Telemetry

/// Readings, events and timers in; alarm changes out. Deterministic: what it does depends only on the rules, the registry
/// and the order of its inputs. It reads no clock: `now` is an input's stamp or a timer's due time.
///
/// A class, because the frames' resolvers find it by reference; it belongs to one thread and is not copied — a second engine
/// in the same state is made with a snapshot. Its properties are `@exclusivity(unchecked)`: none is passed `inout` while
/// another access to it runs, and checking that at run time would cost a tenth of a reading.
///
/// How a reading is decided: its series' `Plan` names the rules that match; each has a `Cell`, a small state machine. The
/// condition is a CEL program over a shared frame, whose slots the engine fills only when they are asked for.
package final class RuleEngine {
    @exclusivity(unchecked) var table: PlanTable
    @exclusivity(unchecked) var series = SeriesCatalogue()
    @exclusivity(unchecked) var states = FlatArray<SeriesState>()
    @exclusivity(unchecked) var cells = FlatArray<Cell>()
    @exclusivity(unchecked) var constants = FlatArray<Double>()
    /// Row of constants shared by the stations of a plan that have none of their own.
    @exclusivity(unchecked) var sharedConstants: [Int: Int32] = [:]
    @exclusivity(unchecked) var timers = TimerHeap()
    /// Series that share an alarm; alarms that are inactive everywhere have no entry.
    @exclusivity(unchecked) var memberships: [AlarmID: Membership] = [:]
    /// Last raise of cells whose rule has a cooldown, nanoseconds.
    @exclusivity(unchecked) var lastRaises: [TimerID: Int64] = [:]
    /// Since when conditions are not known, stamps; of cells that are not known now.
    @exclusivity(unchecked) var unknownSince: [TimerID: Int64] = [:]
    /// Of rules with `blind_after`, while they are not known.
    @exclusivity(unchecked) var blinds: [TimerID: Blind] = [:]
    /// How many cells each alarm of blindness is on for.
    @exclusivity(unchecked) var blindMembers: [AlarmID: Int] = [:]
    @exclusivity(unchecked) var keyed: [KeyedAlarm] = []
    @exclusivity(unchecked) var keyedIndex: [AlarmID: Int] = [:]
    @exclusivity(unchecked) var frames: EngineFrames
    @exclusivity(unchecked) var current = Evaluation()
    @exclusivity(unchecked) var currentEvent: EventObject?
    @exclusivity(unchecked) var currentWords = SourceWords(
        station: "", district: "", domain: "", quantity: "", place: "", unit: "")
    /// The alarm over raises that is being decided.
    @exclusivity(unchecked) var currentKeyed = 0
    @exclusivity(unchecked) package internal(set) var lateness: Lateness
    @exclusivity(unchecked) var past = Past()
    /// Earlier readings are being decided again: nothing is told, armed or counted.
    @exclusivity(unchecked) var isReplaying = false
    /// Raises while `isReplaying`, with the cells that made them, as they would have been told.
    @exclusivity(unchecked) var replayed: [(cell: Int, change: AlarmChange)] = []
    /// Where steps go that are not told; stays empty.
    @exclusivity(unchecked) var ignoredChanges: [AlarmChange] = []
    /// Decisions that met a rule error such as a division by zero, since the start.
    @exclusivity(unchecked) package internal(set) var failedEvaluations = 0

    /// Most alarms over events and raises whose state is kept; beyond it events still ring, each by itself.
    package static let keyedLimit = 100_000

    /// - Parameter lateness: how far back late and corrected readings are judged.
    package init(rules: CompiledRules, registry: Registry, lateness: Lateness = .none) {
        self.lateness = lateness
        table = PlanTable(rules, registry: registry, lateness: lateness)
        frames = EngineFrames(rules)
        frames.attach(to: self)
    }

    deinit {
        for index in 0..<states.count { states.base[index].ring.release() }
        states.release()
        cells.release()
        constants.release()
    }

    package var rules: CompiledRules { table.compiled }
    package var registry: Registry { table.registry }
    package var seriesCount: Int { states.count }

    // MARK: Fetching ahead

    /// Fetches the state of a series whose reading will be applied soon. Waiting for memory costs more than deciding:
    /// callers that know several readings at once tell them a few ahead.
    @inline(__always)
    package func prefetch(_ id: SeriesID) {
        guard id.index >= 0, id.index < states.count else { return }
        let state = UnsafeRawPointer(states.base + id.index)
        tocsin_prefetch(state)
        tocsin_prefetch(state + 64)
    }

    /// Fetches what the state of a series leads to: its cells and the ends of its history. Some readings after `prefetch`.
    package func prefetchHistory(_ id: SeriesID) {
        guard id.index >= 0, id.index < states.count else { return }
        let state = states.base + id.index
        tocsin_prefetch(cells.base + Int(state.pointee.firstCell))
        tocsin_prefetch(cells.base + Int(state.pointee.firstCell) + 2)
        state.pointee.ring.prefetch()
    }

    // MARK: Series

    /// Makes room for a series and finds the rules that match it. Series come in the order of their ids, before their first
    /// reading; one that is known already stays as it is.
    package func addSeries(_ description: SeriesDescription) {
        if description.id.index < states.count { return }
        precondition(description.id.index == states.count, "series come in the order of their ids")
        series.append(description)
        let words = table.words(of: description)
        if table.usesNeighbours { table.neighbourhood.add(series: description.id.index, words) }
        let plan = table.plan(for: words)
        var state = SeriesState(plan: table.plans[plan])
        place(&state, index: states.count, planIndex: plan, words: words)
        states.append(state)
    }

    /// Gives a series its plan, cells and constants.
    func place(_ state: inout SeriesState, index: Int, planIndex: Int, words known: SourceWords? = nil) {
        let words = known ?? self.words(of: index)
        let plan = table.plans[planIndex].pointee
        state.plan = UnsafePointer(table.plans[planIndex])
        state.firstCell = Int32(cells.count)
        for _ in 0..<plan.ruleCount {
            var cell = Cell()
            cell.series = Int32(index)
            cells.append(cell)
        }
        state.firstConstant = row(of: planIndex, words: words)
        for call in plan.neighbours { table.neighbourhood.watch(index, call, words) }
        state.horizon = lateness.horizon(of: words.quantity).nanoseconds
        let heartbeat = registry.station(words.station)?.quantity(words.quantity)?.heartbeat
        state.staleAfter = heartbeat.map { saturatingAdd($0.nanoseconds, $0.nanoseconds) } ?? 0
        var first = plan.silencePoints.first ?? .max
        if state.staleAfter > 0, plan.ruleCount > 0 { first = min(first, saturatingAdd(state.staleAfter, 1)) }
        state.firstSilence = first
    }

    private func row(of planIndex: Int, words: SourceWords) -> Int32 {
        let plan = table.plans[planIndex].pointee
        guard plan.constantCount > 0 else { return 0 }
        let hasOwn =
            registry.station(words.station) != nil
            || plan.ruleIndices.contains { index in
                rules.rules[Int(index)].parameters.contains { $0.stations[words.station] != nil }
            }
        if !hasOwn, let shared = sharedConstants[planIndex] { return shared }
        let first = Int32(constants.count)
        for value in table.constants(of: planIndex, for: words) { constants.append(value) }
        if !hasOwn { sharedConstants[planIndex] = first }
        return first
    }

    /// The series whose rules look at a series as a neighbour, ascending: what it reports late concerns them too. Ask only
    /// where `Plan.isLookedAt` holds.
    func dependents(of index: Int) -> [Int] { table.neighbourhood.watchers(of: index, words(of: index)) }

    func words(of index: Int) -> SourceWords { table.words(of: series.withoutTopic(index)) }

    func timerID(ofCell index: Int) -> TimerID {
        let series = Int(cells.base[index].series)
        return TimerID(.cell(series, index - Int(states.base[series].firstCell)))
    }

    func rule(ofCell index: Int) -> CompiledRule {
        let state = states[Int(cells[index].series)]
        return rules.rules[Int(state.plan.pointee.ruleIndices[index - Int(state.firstCell)])]
    }
}

/// Sums of times from the world saturate instead of trapping.
@inline(__always)
func saturatingAdd(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? (right < 0 ? .min : .max) : sum
}

@inline(__always)
func saturatingSubtract(_ left: Int64, _ right: Int64) -> Int64 {
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    return overflow ? (right < 0 ? .max : .min) : difference
}

extension RuleEngine {
    /// Takes over a description that changed, such as a series that got its first unit: rules that match by unit may match
    /// it now. Alarms of the series go on.
    package func updateSeries(_ description: SeriesDescription, at: Timestamp, into changes: inout [AlarmChange]) {
        let index = description.id.index
        guard index < series.count, series[index] != description else { return }
        let plan = table.plan(for: table.words(of: description))
        let state = states.base + index
        if UnsafePointer(table.plans[plan]) == state.pointee.plan {
            series[index] = description
            return
        }
        let first = Int(state.pointee.firstCell)
        if (first..<first + state.pointee.plan.pointee.ruleCount).allSatisfy({ cells.base[$0].phase == .inactive }) {
            // Nothing to carry over: the old cells stay unused.
            for cell in first..<first + state.pointee.plan.pointee.ruleCount {
                lastRaises[timerID(ofCell: cell)] = nil
                current.now = at.nanoseconds
                becameKnown(cell, &changes)
                past.transitions[timerID(ofCell: cell)] = nil
                cells.base[cell] = Cell()
            }
            series[index] = description
            place(&state.pointee, index: index, planIndex: plan)
        } else {
            var descriptions = series
            descriptions[index] = description
            replaceRules(rules, registry: registry, series: descriptions, at: at, into: &changes)
        }
    }
}
