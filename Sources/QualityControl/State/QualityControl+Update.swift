import Telemetry

/// What changes of one series: with its first message a device tells what its registration left open.
extension QualityControl {
    /// A series has got a topic, a domain or a unit, or another one. Costs what this series and its neighbours cost, however
    /// many others there are; the outcome is that of building everything anew.
    package mutating func updateSeries(_ description: SeriesDescription) {
        let index = description.id.index
        guard states.indices.contains(index) else { return }
        let before = descriptions[index]
        descriptions[index] = description
        if states[index].plan < 0 { return prepare(index) }
        let limits = rules.limits(of: description, registry: registry)
        let isSame =
            limits.flatMap { knownPlan($0) } == states[index].plan && description.unit == before.unit
            && description.quantity == before.quantity && description.station == before.station
            && description.registered == before.registered
        if isSame { return }
        // What was read in another unit is no reading of this series.
        let kept = description.unit == before.unit ? readings(of: index) : []
        let hadEvicted = description.unit == before.unit && states[index].hasEvicted
        takeOut(index, before)
        states[index] = QualitySeries()
        prepare(index)
        guard states[index].plan >= 0 else { return }
        let newest = kept.suffix(Int(states[index].capacity))
        for (position, entry) in newest.enumerated() { entries[states[index].base + position] = entry }
        states[index].count = Int32(newest.count)
        states[index].hasEvicted = hadEvicted || newest.count < kept.count
    }

    private func readings(of index: Int) -> [QualityEntry] {
        (0..<Int(states[index].count)).map { entries[states[index].place($0)] }
    }

    /// Makes a series nobody's neighbour; those that had it as one look for the next.
    private mutating func takeOut(_ index: Int, _ description: SeriesDescription) {
        let key = QualityControl.placeKey(description)
        places[key]?.removeAll { $0.series == Int32(index) }
        let own = states[index].links
        guard own >= 0 else { return }
        let dependents = links[Int(own)].dependents
        forgetNeighbours(index)
        for dependent in dependents { findNeighbours(Int(dependent)) }
    }

    private mutating func forgetNeighbours(_ index: Int) {
        let own = states[index].links
        guard own >= 0 else { return }
        for neighbour in links[Int(own)].neighbours {
            let theirs = states[Int(neighbour.series)].links
            if theirs >= 0 { links[Int(theirs)].dependents.removeAll { $0 == Int32(index) } }
        }
        links[Int(own)].neighbours = []
    }

    private mutating func findNeighbours(_ index: Int) {
        forgetNeighbours(index)
        let others = places[QualityControl.placeKey(descriptions[index])] ?? []
        guard let place = others.first(where: { $0.series == Int32(index) }) else { return }
        for other in others where other.series != Int32(index) {
            if let metres = place.metres(toNeighbour: other) { link(index, to: Int(other.series), metres) }
        }
    }
}
