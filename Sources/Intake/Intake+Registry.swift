import Telemetry

extension Intake {
    /// Takes a new registry. Series keep their ids; what the registry says of them (district, unit, life safety) is
    /// read anew.
    ///
    /// A registered unit is the unit of its series: where it changes, later readings come in the new one.
    ///
    /// - Returns: series whose description has changed, in id order.
    package mutating func replaceRegistry(_ registry: Registry) -> [SeriesID] {
        self.registry = registry
        gateways = Intake.gateways(registry)
        identities = IdentityTable()
        unregisteredSeries = 0
        var changed: [SeriesID] = []
        for index in series.indices {
            let before = series[index]
            describe(index)
            if series[index] != before { changed.append(before.id) }
        }
        return changed
    }

    /// Brings a series' description and state in line with the registry.
    func described(_ old: SeriesDescription) -> (SeriesDescription, lifeSafety: Bool, isOpen: Bool) {
        var description = old
        let registered = registry.index(ofStation: old.station)
        description.registered = registered
        guard let registered else { return (description, false, true) }
        let station = registry.stations[registered]
        description.district = station.district
        if let domain = station.domain(ofQuantity: old.quantity) { description.domain = domain }
        let quantity = station.quantity(old.quantity)
        if let quantity, !quantity.unit.isEmpty { description.unit = quantity.unit }
        return (description, station.lifeSafety, quantity == nil)
    }

    func horizon(of quantity: String) -> Interval {
        limits.horizons.isEmpty ? limits.horizon : limits.horizons[quantity] ?? limits.horizon
    }

    mutating func describe(_ index: Int) {
        let (description, lifeSafety, isOpen) = described(series[index])
        if isOpen { unregisteredSeries += 1 }
        if description.unit != series[index].unit {
            states[index].unit = .none
            states[index].conversion = 0
        }
        series[index] = description
        states[index].lifeSafety = lifeSafety
        states[index].horizon = horizon(of: description.quantity)
        let identity = identity(of: index)
        let hash = identity.hash
        if series(of: identity, hash: hash) == nil { identities.insert(Int32(index), hash: hash) }
    }
}

extension TopicName {
    init(_ description: SeriesDescription) {
        district = description.district
        domain = description.domain
        station = description.station
        quantity = description.quantity
    }
}
