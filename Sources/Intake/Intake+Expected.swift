import Telemetry

/// Series that nobody has heard of yet: a device that never says anything is silent as well.
extension Intake {
    /// Opens a series for each registered quantity that has a heartbeat and no series, in the order of the registry.
    ///
    /// - Returns: those opened, in id order.
    package mutating func expectSeries() -> [SeriesID] {
        var opened: [SeriesID] = []
        for (index, station) in registry.stations.enumerated() {
            for quantity in station.quantities where quantity.heartbeat != nil {
                let identity = SeriesIdentity(
                    district: "", domain: "", station: station.id, quantity: quantity.quantity)
                let hash = identity.hash
                if series(of: identity, hash: hash) != nil { continue }
                guard series.count < Int(Int32.max) else { return opened }
                opened.append(expect(hash, station, index, quantity))
            }
        }
        return opened
    }

    private mutating func expect(
        _ identityHash: UInt32, _ station: Station, _ registered: Int, _ quantity: StationQuantity
    ) -> SeriesID {
        let id = SeriesID(rawValue: Int32(series.count))
        let domain = station.domain(ofQuantity: quantity.quantity)
        series.append(
            SeriesDescription(
                id: id,
                // Without its domain the topic is known from its first message.
                topic: domain.map { "city/\(station.district)/\($0)/\(station.id)/\(quantity.quantity)" } ?? "",
                district: station.district, domain: domain ?? "", station: station.id, quantity: quantity.quantity,
                unit: quantity.unit, registered: registered))
        var state = SeriesState()
        state.lifeSafety = station.lifeSafety
        state.horizon = horizon(of: quantity.quantity)
        states.append(state)
        identities.insert(id.rawValue, hash: identityHash)
        return id
    }

    /// The first message of an expected series tells what the registry did not.
    mutating func learnTopic(
        _ index: Int32, _ name: TopicName, _ bytes: UnsafeRawBufferPointer, into output: inout IntakeOutput
    ) {
        series[Int(index)].topic = String(decoding: bytes, as: UTF8.self)
        series[Int(index)].domain = name.domain
        output.changedSeries.append(series[Int(index)].id)
    }
}
