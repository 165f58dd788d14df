import Telemetry

/// The state as bytes: the same state gives the same bytes in every process. The linkage is not in it: it is
/// configuration, stored by its hash.
extension IncidentCommand {
    /// Format of the snapshot; another one is refused, and the journal is replayed instead.
    private static let format: UInt8 = 5

    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(byte: IncidentCommand.format)
        writer.write(nextSerial)
        incidentNumbers.encode(into: &writer)
        orderNumbers.encode(into: &writer)
        writer.write(incidents.count)
        for incident in incidents { incident.encode(into: &writer) }
        timers.encode(into: &writer) { target, writer in target.encode(into: &writer) }
    }

    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        let format = try reader.readByte()
        guard format == IncidentCommand.format else {
            throw CodingFault(position: reader.position, what: "has the unknown format \(format)")
        }
        var fresh = IncidentCommand(linkage: linkage, utcOffsetMinutes: utcOffsetMinutes)
        fresh.nextSerial = try reader.readInt()
        try fresh.incidentNumbers.restore(from: &reader)
        try fresh.orderNumbers.restore(from: &reader)
        let count = try reader.readCount()
        fresh.incidents.reserveCapacity(count)
        for _ in 0..<count {
            let incident = try Incident(from: &reader)
            if let last = fresh.incidents.last, last.serial >= incident.serial {
                throw CodingFault(position: reader.position, what: "has incidents out of order")
            }
            fresh.enterIndexes(incident)
            fresh.incidents.append(incident)
        }
        fresh.timers = try TimerQueue(from: &reader, TimerTarget.init)
        self = fresh
    }

    private mutating func enterIndexes(_ incident: Incident) {
        incidentSerials[incident.id] = incident.serial
        for order in incident.orders { orderSerials[order.id] = incident.serial }
        if incident.isClosed {
            closedCount += 1
            return
        }
        let key = IncidentKey(hazard: incident.hazard, place: incident.place)
        if incident.isHistory {
            historySerials[key] = incident.serial
            return
        }
        if incident.splitFrom == nil { openSerials[key] = incident.serial }
        for taken in incident.takenOver { openSerials[IncidentKey(taken)] = incident.serial }
        for alarm in incident.alarms {
            if alarm.isActive { alarmSerials[alarm.id] = incident.serial }
            if alarm.isPinned { pinnedSerials[alarm.id] = incident.serial }
        }
    }
}

extension YearlyCounter {
    func encode(into writer: inout ByteWriter) {
        writer.write(year)
        writer.write(count)
    }

    mutating func restore(from reader: inout ByteReader) throws(CodingFault) {
        year = try reader.readInt()
        count = try reader.readInt()
    }
}
