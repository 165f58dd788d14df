import CEL
import Matching
import Telemetry

/// Rules sorted for use: which of them match a series, and what evaluating them needs. One for every loaded configuration.
final class PlanTable {
    let compiled: CompiledRules
    let registry: Registry
    /// Readings kept of each series besides those of its windows.
    private let spareLimit: Int
    /// Each at an address of its own that stays.
    private(set) var plans: [UnsafeMutablePointer<Plan>] = []
    private var planByKey: [PlanKey: Int] = [:]
    let neighbourhood: Neighbourhood
    /// Whether any rule looks at neighbours.
    let usesNeighbours: Bool
    /// How far back others look at series of a quantity; at those of every quantity under the empty name.
    private let looks: [String: Look]
    /// Reading rules whose match names none of these exactly: station, quantity, domain, district.
    private let generalRules: [Int]
    /// The others, under what they name: of several fields under the first. So a new kind of series asks few of many rules.
    private let rulesByText: [FieldText: [Int]]
    private var generalByKind: [Kind: [Int]] = [:]
    let eventRules: [Int]
    /// What event rules ask for anew with every event.
    let eventPendingSlots: [Int]
    /// Rules over an alert's raises, counts and sequences.
    let overRules: [String: [Int]]

    private struct FieldText: Hashable {
        var field: SourceField
        var text: String
    }

    private struct Kind: Hashable {
        var district: String
        var domain: String
        var quantity: String
    }

    /// What others need of a series.
    private struct Look: Hashable {
        var windowNanoseconds: Int64 = 0
        var count = 0

        mutating func include(_ other: Look) {
            windowNanoseconds = max(windowNanoseconds, other.windowNanoseconds)
            count = max(count, other.count)
        }
    }

    private struct PlanKey: Hashable {
        var rules: [Int32]
        var look: Look?
    }

    init(_ compiled: CompiledRules, registry: Registry, lateness: Lateness = .none) {
        self.compiled = compiled
        self.registry = registry
        // The newest reading is one of them.
        spareLimit = max(0, lateness.readings - 1)
        neighbourhood = Neighbourhood(registry: registry)
        looks = PlanTable.looks(compiled)
        usesNeighbours = !looks.isEmpty
        var general: [Int] = []
        var byText: [FieldText: [Int]] = [:]
        var events: [Int] = []
        var over: [String: [Int]] = [:]
        for (index, rule) in compiled.rules.enumerated() {
            switch rule.subject {
            case .reading:
                let names = PlanTable.firstNames(of: rule.match)
                if names.isEmpty { general.append(index) }
                for name in names { byText[name, default: []].append(index) }
            case .event: events.append(index)
            case .over(let alert): over[alert, default: []].append(index)
            case .sequence(let sequence):
                for alert in sequence.alerts { over[alert, default: []].append(index) }
            }
        }
        generalRules = general
        rulesByText = byText
        eventRules = events
        let constant = Set(events.flatMap { compiled.rules[$0].parameters.filter { $0.stations.isEmpty }.map(\.slot) })
        eventPendingSlots = Set(events.flatMap { compiled.rules[$0].slots }).subtracting(constant).sorted()
        overRules = over
    }

    deinit {
        for plan in plans {
            plan.pointee.release()
            plan.deinitialize(count: 1)
            plan.deallocate()
        }
    }

    func words(of series: SeriesDescription) -> SourceWords {
        words(
            station: series.station, district: series.district, domain: series.domain, quantity: series.quantity,
            unit: series.unit)
    }

    /// District and place are the registry's where the station is registered; else the topic's, and the station itself.
    func words(station: String, district: String, domain: String, quantity: String, unit: String) -> SourceWords {
        let known = registry.station(station)
        let place = known.map(\.place) ?? ""
        return SourceWords(
            station: station, district: known?.district ?? district, domain: domain, quantity: quantity,
            place: place.isEmpty ? station : place, unit: unit)
    }

    /// The plan for a series; made when the first of its kind appears.
    func plan(for words: SourceWords) -> Int {
        let kind = Kind(district: words.district, domain: words.domain, quantity: words.quantity)
        let candidates: [Int]
        if let known = generalByKind[kind] {
            candidates = known
        } else {
            let named = [SourceField.quantity, .domain, .district].flatMap { field in
                rulesByText[FieldText(field: field, text: words[field])] ?? []
            }
            candidates = (generalRules + named).filter { compiled.rules[$0].match.matchesKind(words) }
            generalByKind[kind] = candidates
        }
        var matching = candidates.filter { compiled.rules[$0].match.matches(words) }
        let ofStation = rulesByText[FieldText(field: .station, text: words.station)] ?? []
        matching += ofStation.filter { compiled.rules[$0].match.matches(words) }
        let indices = matching.sorted().map { Int32($0) }
        let key = PlanKey(rules: indices, look: look(at: words))
        if let known = planByKey[key] { return known }
        let plan = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
        plan.initialize(to: makePlan(indices, look: key.look))
        plans.append(plan)
        planByKey[key] = plans.count - 1
        return plans.count - 1
    }

    /// The texts of the first field that a match names exactly; empty where it names none.
    private static func firstNames(of match: SourceMatch) -> Set<FieldText> {
        for field in [SourceField.station, .quantity, .domain, .district] {
            guard let texts = match.exactTexts(of: field) else { continue }
            return Set(texts.map { FieldText(field: field, text: $0) })
        }
        return []
    }

    private static func looks(_ compiled: CompiledRules) -> [String: Look] {
        var looks: [String: Look] = [:]
        let first = compiled.firstReadingIntrinsicSlot
        for rule in compiled.rules where rule.subject == .reading {
            for slot in rule.slots where slot >= first && slot - first < compiled.readingIntrinsics.count {
                let intrinsic = compiled.readingIntrinsics[slot - first]
                guard let call = intrinsic.neighbour else { continue }
                let look = Look(
                    windowNanoseconds: intrinsic.neighbourLookBackNanoseconds, count: intrinsic.lookBackCount)
                let quantities = call.quantity.map { [$0] } ?? rule.match.exactTexts(of: .quantity) ?? [""]
                for quantity in quantities { looks[quantity, default: Look()].include(look) }
            }
        }
        return looks
    }

    /// Nil where nobody looks at a series; only registered stations are neighbours.
    private func look(at words: SourceWords) -> Look? {
        guard usesNeighbours, registry.index(ofStation: words.station) != nil else { return nil }
        var result = looks[words.quantity]
        if let any = looks[""] {
            result = result ?? Look()
            result?.include(any)
        }
        return result
    }

    private func makePlan(_ indices: [Int32], look: Look?) -> Plan {
        let rules = indices.map { compiled.rules[Int($0)] }
        let slots = Set(rules.flatMap(\.slots))
        var constants = compiled.thresholds.map(\.slot).filter(slots.contains)
        for rule in rules {
            constants += rule.parameters.filter { !$0.stations.isEmpty && slots.contains($0.slot) }.map(\.slot)
        }
        let first = compiled.firstReadingIntrinsicSlot
        let constantParameters = Set(rules.flatMap { $0.parameters.filter { $0.stations.isEmpty }.map(\.slot) })
        let pending = slots.subtracting(constantParameters).sorted()
        var window = look?.windowNanoseconds ?? 0
        var last = look?.count ?? 0
        var neighbours: [NeighbourCall] = []
        for slot in slots.sorted() where slot >= first && slot - first < compiled.readingIntrinsics.count {
            let intrinsic = compiled.readingIntrinsics[slot - first]
            if let call = intrinsic.neighbour, !neighbours.contains(call) { neighbours.append(call) }
            window = max(window, intrinsic.lookBackNanoseconds)
            last = max(last, intrinsic.lookBackCount)
        }
        return Plan(
            ruleIndices: indices,
            rules: PlanTable.copy(
                zip(indices, rules).map { PlanTable.planRule($0, $1, rows: constants) }),
            ruleCount: rules.count, pendingSlots: PlanTable.copy(pending.map { Int32($0) }),
            pendingCount: pending.count,
            constantSlots: PlanTable.copy(constants.map { Int32($0) }), constantCount: constants.count,
            windowNanoseconds: window, lastCount: last,
            spareLimit: rules.isEmpty && look == nil ? 0 : spareLimit,
            silencePoints: Set(rules.flatMap(\.silencePoints)).sorted(), isLookedAt: look != nil,
            neighbours: neighbours)
    }

    private static func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        for (offset, element) in elements.enumerated() { (base + offset).initialize(to: element) }
        return base
    }

    private static func planRule(_ index: Int32, _ rule: CompiledRule, rows: [Int]) -> PlanRule {
        var flags: PlanRule.Flags = []
        if rule.latching { flags.insert(.latching) }
        if rule.decidesOnReadings { flags.insert(.decidesOnReadings) }
        if rule.isAboutSilence { flags.insert(.aboutSilence) }
        if !rule.silencePoints.isEmpty { flags.insert(.usesSilence) }
        if rule.blindAfterNanoseconds != nil { flags.insert(.tellsBlindness) }
        var fixed: [Int: Double] = [:]
        for parameter in rule.parameters where parameter.stations.isEmpty {
            if let value = parameter.value?.value { fixed[parameter.slot] = value }
        }
        let (comparisons, count) = comparisons(rule.condition, rows: rows, constants: fixed)
        return PlanRule(
            condition: .passUnretained(rule.condition), clear: rule.clear.map { .passUnretained($0) },
            comparisons: comparisons, comparisonCount: Int32(count), rule: index,
            flags: flags, onDelay: rule.onDelayNanoseconds, offDelay: rule.offDelayNanoseconds,
            cooldown: rule.cooldownNanoseconds ?? -1)
    }

    /// A series' thresholds and parameters, as `Plan.constantSlots` orders them; NaN where there is none.
    func constants(of plan: Int, for words: SourceWords) -> [Double] {
        let plan = plans[plan].pointee
        let quantity = registry.station(words.station)?.quantity(words.quantity)
        return (0..<plan.constantCount).map { position in
            let slot = Int(plan.constantSlots[position])
            if let threshold = compiled.thresholds.first(where: { $0.slot == slot }) {
                return quantity?.threshold(threshold.name)?.value ?? .nan
            }
            for index in plan.ruleIndices {
                for parameter in compiled.rules[Int(index)].parameters where parameter.slot == slot {
                    return (parameter.stations[words.station] ?? parameter.value)?.value ?? .nan
                }
            }
            return .nan
        }
    }
}
