import Telemetry

/// Opening series and keeping their units: the slow side of `admit`.
extension Intake {
    /// A refusal that travels through `Result`.
    struct RefusedSeries: Error {
        var refusal: Refusal

        init(_ reason: QuarantineReason, _ particulars: String = "") {
            refusal = Refusal(reason, particulars)
        }

        func refusal(_ item: ParsedItem) -> Refusal {
            var copy = refusal
            copy.nameOffset = item.nameOffset
            copy.nameLength = item.nameLength
            return copy
        }
    }

    /// Who a topic or SenML name speaks of.
    func resolve(_ bytes: UnsafeRawBufferPointer, isSenML: Bool) -> Result<TopicName, RefusedSeries> {
        let isCity = TopicName.cityLevels(bytes) != nil
        guard isCity || isSenML else { return .failure(RefusedSeries(.topicShape)) }
        guard let name = TopicName(bytes, nameBytes: limits.nameBytes) else {
            return .failure(RefusedSeries(isCity ? .nameUnreadable : .senMLName))
        }
        return .success(name)
    }

    mutating func openSeries(
        _ item: ParsedItem, of parsed: ParsedMessage, into output: inout IntakeOutput
    ) -> Result<Int32, RefusedSeries> {
        let bytes = parsed.name(of: item)
        switch resolve(bytes, isSenML: item.isSenML) {
        case .success(let name): return openSeries(name, bytes, item, into: &output)
        case .failure(let failure): return .failure(failure)
        }
    }

    private mutating func openSeries(
        _ name: TopicName, _ bytes: UnsafeRawBufferPointer, _ item: ParsedItem, into output: inout IntakeOutput
    ) -> Result<Int32, RefusedSeries> {
        if let refusal = Intake.unitRefusal(item) { return .failure(refusal) }
        let registered = registry.index(ofStation: name.station)
        let identity = Intake.identity(name, registered: registered != nil)
        // Names that lead to known series are bounded as the series are.
        let hasRoomForName = table.count < 2 * (limits.maximumSeries + registry.stations.count * 8)
        let identityHash = identity.hash
        if let known = series(of: identity, hash: identityHash) {
            if hasRoomForName { table.insert(bytes, hash: item.nameHash, series: known) }
            if series[Int(known)].topic.isEmpty { learnTopic(known, name, bytes, into: &output) }
            return .success(known)
        }
        let quantity = registered.flatMap { registry.stations[$0].quantity(name.quantity) }
        if quantity == nil {
            guard unregisteredSeries < limits.maximumSeries else {
                return .failure(RefusedSeries(.seriesLimit, "The limit is \(limits.maximumSeries)."))
            }
            unregisteredSeries += 1
        }
        guard series.count < Int(Int32.max) else { return .failure(RefusedSeries(.seriesLimit)) }
        let index = Int32(series.count)
        series.append(
            SeriesDescription(
                id: SeriesID(rawValue: index), topic: String(decoding: bytes, as: UTF8.self),
                district: registered.map { registry.stations[$0].district } ?? name.district,
                domain: registered.flatMap { registry.stations[$0].domain(ofQuantity: name.quantity) } ?? name.domain,
                station: name.station, quantity: name.quantity, unit: quantity?.unit ?? item.unitText,
                registered: registered))
        var state = SeriesState()
        state.lifeSafety = registered.map { registry.stations[$0].lifeSafety } ?? false
        state.horizon = horizon(of: name.quantity)
        states.append(state)
        identities.insert(index, hash: identityHash)
        table.insert(bytes, hash: item.nameHash, series: index)
        output.newSeries.append(SeriesID(rawValue: index))
        return .success(index)
    }

    /// The series of an identity, if it is known.
    func series(of identity: SeriesIdentity, hash: UInt32) -> Int32? {
        identities.find(hash: hash) { self.identity(of: Int($0)) == identity }
    }

    /// Who a known series is: what its first topic says.
    func identity(of index: Int) -> SeriesIdentity {
        let description = series[index]
        let name = Array(description.topic.utf8).withUnsafeBytes { TopicName($0, nameBytes: limits.nameBytes) }
        return Intake.identity(name ?? TopicName(description), registered: description.registered != nil)
    }

    static func identity(_ name: TopicName, registered: Bool) -> SeriesIdentity {
        registered
            ? SeriesIdentity(district: "", domain: "", station: name.station, quantity: name.quantity)
            : SeriesIdentity(
                district: name.district, domain: name.domain, station: name.station, quantity: name.quantity)
    }

    /// Makes the state hold the conversion of the item's unit. A missing unit is taken for the series' own.
    @inline(__always)
    mutating func checkUnit(_ index: Int, _ item: ParsedItem, into output: inout IntakeOutput) -> Refusal? {
        if item.unit.isEmpty || item.shape == .boolean || item.shape == .missing {
            useOwnUnit(index)
            return nil
        }
        if !item.isSum, let key = item.unitKey, key == states[index].unit { return nil }
        return changeUnit(index, item, into: &output)
    }

    @inline(__always)
    private mutating func useOwnUnit(_ index: Int) {
        if states[index].conversion == 0 { return }
        states[index].unit = .none
        states[index].conversion = 0
    }

    private mutating func changeUnit(
        _ index: Int, _ item: ParsedItem, into output: inout IntakeOutput
    ) -> Refusal? {
        if let failure = Intake.unitRefusal(item) { return failure.refusal(item) }
        let given = item.unitText
        if series[index].unit.isEmpty {
            series[index].unit = given
            output.changedSeries.append(series[index].id)
        }
        guard let conversion = Intake.conversion(from: given, to: series[index].unit) else {
            return Refusal(
                .unitMismatch,
                "It comes in “\(DisplayText.safe(given))”, the series is in “\(DisplayText.safe(series[index].unit))”.",
                nameOffset: item.nameOffset, nameLength: item.nameLength)
        }
        states[index].unit = item.isSum ? .none : item.unitKey ?? .none
        states[index].conversion = place(of: conversion)
        return nil
    }

    /// Units become part of series descriptions, so their spelling is bounded and readable.
    private static func unitRefusal(_ item: ParsedItem) -> RefusedSeries? {
        if item.unit.isEmpty || TopicName.text(item.unit[...], unitBytes) != nil { return nil }
        return RefusedSeries(
            .unitType, "A unit is at most \(unitBytes) bytes without control characters; it says \(quoted(item.unit)).")
    }

    /// Where a conversion stands among `conversions`: there are as many as pairs of units that differ.
    private mutating func place(of conversion: UnitConversion) -> Int32 {
        if let known = conversions.firstIndex(of: conversion) { return Int32(known) }
        conversions.append(conversion)
        return Int32(conversions.count - 1)
    }

    /// How values in one unit become values in another; a unit that the table does not know is only equal to itself.
    static func conversion(from given: String, to own: String) -> UnitConversion? {
        if given == own { return .identity }
        guard let source = MeasurementUnit.named(given), let target = MeasurementUnit.named(own) else { return nil }
        return source.conversion(to: target)
    }
}

extension ParsedItem {
    /// The unit's spelling; of a sum that of its values times seconds, as UCUM writes it: `W.s`.
    var unitText: String {
        let text = String(decoding: unit.prefix(Intake.unitBytes), as: UTF8.self)
        return isSum && !text.isEmpty ? text + ".s" : text
    }
}
