import Telemetry

/// Assesses readings before the rules see them, after QARTOD: range, spike, rate of change, flat line, gap, neighbour.
///
/// It never silences: it only says how far a reading may be trusted. State is a function of the readings in the order in
/// which they came; what is found of a reading that came late within the readings kept is what would have been found in time.
/// Reads no clock; a series for which nothing is set costs one comparison.
package struct QualityControl: Sendable {
    package private(set) var rules: QualityRules
    package internal(set) var counts = QualityCounts()
    private var registry: Registry
    var plans: ContiguousArray<QualityPlan> = []
    /// Plans by their limits. Only looked up, never iterated.
    private var planIndex: [QualityLimits: Int32] = [:]
    var states: ContiguousArray<QualitySeries> = []
    var entries: ContiguousArray<QualityEntry> = []
    var links: ContiguousArray<QualityLinks> = []
    /// By series.
    private var descriptions = SeriesCatalogue()
    /// Where series are that can have or be a neighbour, by quantity and unit. Only looked up, never iterated.
    private var places: [String: [QualityPlace]] = [:]
    /// Whether any limit is about neighbours at all.
    private var hasNeighbours = false

    package init(rules: QualityRules = .none, registry: Registry = .empty) {
        self.rules = rules
        self.registry = registry
        hasNeighbours = rules.haveNeighbours
    }

    /// Makes a series known, in the order of ids.
    package mutating func addSeries(_ description: SeriesDescription) {
        guard description.id.index == states.count else { return }
        states.append(QualitySeries())
        descriptions.append(description)
        prepare(description.id.index)
    }

    /// A series has got a topic or a unit, or others: what was read before in another unit is forgotten.
    package mutating func updateSeries(_ description: SeriesDescription) {
        guard states.indices.contains(description.id.index) else { return }
        let index = description.id.index
        let before = descriptions[index]
        // Limits are numbers of a unit: a series without one has none, so mostly there is nothing to throw away.
        if states[index].plan < 0 {
            descriptions[index] = description
            prepare(index)
        } else if !hasSameLimits(before, description) {
            let old = self
            descriptions[index] = description
            rebuild(from: old)
        } else {
            // A registered device that speaks for the first time: each of a city's would throw everyone's away.
            descriptions[index] = description
        }
    }

    /// Whether what a series has become changes nothing here: limits, neighbours, unit.
    private func hasSameLimits(_ before: SeriesDescription, _ after: SeriesDescription) -> Bool {
        guard before.quantity == after.quantity, before.unit == after.unit, before.station == after.station,
            before.registered == after.registered,
            let limits = rules.limits(of: after, registry: registry)
        else { return false }
        return planIndex[limits] == states[after.id.index].plan
    }

    /// Takes new limits and a new registry. The last readings are kept, and what was found of them.
    ///
    /// - Parameter series: all series, in id order.
    package mutating func replaceRules(
        _ rules: QualityRules, registry: Registry, series: some Sequence<SeriesDescription>
    ) {
        let old = self
        self.rules = rules
        self.registry = registry
        hasNeighbours = rules.haveNeighbours
        descriptions = SeriesCatalogue(series)
        rebuild(from: old)
    }

    private mutating func rebuild(from old: QualityControl) {
        plans = []
        planIndex = [:]
        states = ContiguousArray(repeating: QualitySeries(), count: descriptions.count)
        entries = []
        links = []
        places = [:]
        for index in descriptions.indices {
            prepare(index)
            guard old.states.indices.contains(index), old.descriptions[index].unit == descriptions[index].unit else {
                continue
            }
            keep(index, of: old)
        }
    }

    /// Carries over the newest readings that there is room for.
    private mutating func keep(_ index: Int, of old: QualityControl) {
        let before = old.states[index]
        guard states[index].plan >= 0, before.plan >= 0 else { return }
        let kept = min(before.count, states[index].capacity)
        for position in 0..<Int(kept) {
            entries[states[index].base + position] = old.entries[before.place(Int(before.count - kept) + position)]
        }
        states[index].count = kept
        states[index].hasEvicted = before.hasEvicted || kept < before.count
    }

    // MARK: Plans

    /// Finds the limits of a series and makes room for its readings.
    private mutating func prepare(_ index: Int) {
        let description = descriptions[index]
        guard let limits = rules.limits(of: description, registry: registry) else { return }
        let plan: Int32
        if let known = planIndex[limits] {
            plan = known
        } else {
            plan = Int32(plans.count)
            plans.append(QualityPlan(limits))
            planIndex[limits] = plan
        }
        let capacity = plans[Int(plan)].capacity
        states[index].plan = plan
        states[index].capacity = capacity
        states[index].base = entries.count
        entries.append(contentsOf: repeatElement(QualityEntry.none, count: Int(capacity)))
        if hasNeighbours { locate(index, description, limits.neighbour) }
    }

    /// Links a series with those that are its neighbours, and those that it is a neighbour of.
    private mutating func locate(
        _ index: Int, _ description: SeriesDescription, _ limits: QualityLimits.Neighbour?
    ) {
        guard let registered = description.registered else { return }
        let key = "\(description.quantity) \(description.unit)"
        let place = QualityPlace(Int32(index), description.station, registry.stations[registered], limits)
        let others = places[key] ?? []
        for other in others {
            if let metres = place.metres(toNeighbour: other) { link(index, to: Int(other.series), metres) }
            if let metres = other.metres(toNeighbour: place) { link(Int(other.series), to: index, metres) }
        }
        places[key, default: []].append(place)
    }

    private mutating func link(_ index: Int, to neighbour: Int, _ metres: Double) {
        let own = openLinks(index)
        var list = links[own].neighbours
        let new = QualityLinks.Neighbour(series: Int32(neighbour), metres: metres)
        let position =
            list.firstIndex { ($0.metres, $0.series) > (new.metres, new.series) } ?? list.count
        list.insert(new, at: position)
        let dropped = list.count > QualityLimits.Neighbour.countLimit ? list.removeLast() : nil
        links[own].neighbours = list
        if dropped?.series == new.series { return }
        let theirs = openLinks(neighbour)
        links[theirs].dependents.append(Int32(index))
        links[theirs].dependents.sort()
        if let dropped {
            links[openLinks(Int(dropped.series))].dependents.removeAll { $0 == Int32(index) }
        }
    }

    private mutating func openLinks(_ index: Int) -> Int {
        if states[index].links < 0 {
            states[index].links = Int32(links.count)
            links.append(QualityLinks())
        }
        return Int(states[index].links)
    }
}

extension QualityEntry {
    static let none = QualityEntry(nanoseconds: 0, value: 0, revision: 0, findings: [], marks: 0, device: 2)
}
