import Telemetry

extension Incident {
    func encode(into writer: inout ByteWriter) {
        writer.write(serial)
        writer.write(id)
        writer.write(version)
        writer.write(hazard)
        writer.write(place)
        writer.write(district)
        writer.write(optional: grade)
        severity.encode(into: &writer)
        peak.encode(into: &writer)
        writer.write(raisedAt)
        writer.write(firstEventAt)
        writer.write(optional: acknowledgedAt)
        writer.write(optional: acknowledgedBy)
        writer.write(optional: clearedAt)
        writer.write(isHistory)
        writer.write(optional: closedAt)
        writer.write(optional: closedBy)
        writer.write(optional: closeReason)
        writer.write(reopenings)
        writer.write(summary)
        writer.write(alarms.count)
        for alarm in alarms { alarm.encode(into: &writer) }
        writer.write(orders.count)
        for order in orders { order.encode(into: &writer) }
        duty.encode(into: &writer)
        writer.write(toldOfficers.count)
        for told in toldOfficers {
            writer.write(told.officer)
            writer.write(told.endTold)
        }
        writer.write(optional: matrixRow)
        writer.write(calls.count)
        for call in calls { call.encode(into: &writer) }
        writer.write(code: evidence)
        writer.write(witnesses.count)
        for witness in witnesses { witness.encode(into: &writer) }
        writer.write(falseAlarm != nil)
        falseAlarm?.encode(into: &writer)
        writer.write(figures.count)
        for figure in figures { figure.encode(into: &writer) }
        writer.write(optional: proposedGrade)
        writer.write(optional: responseLevel)
        switch satisfaction {
        case nil: writer.write(optional: nil as Int?)
        case .all: writer.write(optional: 0 as Int?)
        case .atLeast(let count): writer.write(optional: count as Int?)
        }
        writer.write(isSatisfied)
        writer.write(optional: mergedInto)
        writer.write(optional: splitFrom)
        writer.write(texts: merged)
        writer.write(takenOver.count)
        for taken in takenOver { taken.encode(into: &writer) }
        writer.write(texts: links)
        writer.write(optional: parent)
        writer.write(texts: children)
        writer.write(regroupings.count)
        for regrouping in regroupings { regrouping.encode(into: &writer) }
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        serial = try reader.readInt()
        id = try reader.readString()
        version = try reader.readInt()
        hazard = try reader.readString()
        place = try reader.readString()
        district = try reader.readString()
        grade = try reader.readOptionalInt()
        severity = try Severity(from: &reader)
        peak = try Severity(from: &reader)
        raisedAt = try reader.readTimestamp()
        firstEventAt = try reader.readTimestamp()
        acknowledgedAt = try reader.readOptionalTimestamp()
        acknowledgedBy = try reader.readOptionalString()
        clearedAt = try reader.readOptionalTimestamp()
        isHistory = try reader.readBool()
        closedAt = try reader.readOptionalTimestamp()
        closedBy = try reader.readOptionalString()
        closeReason = try reader.readOptionalString()
        reopenings = try reader.readInt()
        summary = try reader.readBilingual()
        alarms = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in
            try IncidentAlarm(from: &reader)
        }
        orders = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in try Order(from: &reader) }
        duty = try DutyClock(from: &reader)
        toldOfficers = try reader.readList { (reader: inout ByteReader) throws(CodingFault) -> ToldOfficer in
            ToldOfficer(officer: try reader.readString(), endTold: try reader.readBool())
        }
        matrixRow = try reader.readOptionalString()
        calls = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in try DueCall(from: &reader) }
        evidence = try reader.readCode(Evidence.self)
        witnesses = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in try Witness(from: &reader) }
        falseAlarm = try reader.readBool() ? try FalseAlarm(from: &reader) : nil
        figures = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in
            try FigureTotal(from: &reader)
        }
        proposedGrade = try reader.readOptionalInt()
        responseLevel = try reader.readOptionalInt()
        satisfaction = try reader.readOptionalInt().map { $0 == 0 ? .all : .atLeast($0) }
        isSatisfied = try reader.readBool()
        mergedInto = try reader.readOptionalString()
        splitFrom = try reader.readOptionalString()
        merged = try reader.readTexts()
        takenOver = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in
            try TakenOver(from: &reader)
        }
        links = try reader.readTexts()
        parent = try reader.readOptionalString()
        children = try reader.readTexts()
        regroupings = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in
            try Regrouping(from: &reader)
        }
    }
}

extension Incident.DutyClock {
    func encode(into writer: inout ByteWriter) {
        writer.write(officer)
        writer.write(optional: toldAt)
        writer.write(optional: acknowledgeBy)
        writer.write(climb != nil)
        climb?.encode(into: &writer)
        writer.write(optional: acknowledgementTimer)
        writer.write(optional: climbTimer)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        officer = try reader.readString()
        toldAt = try reader.readOptionalTimestamp()
        acknowledgeBy = try reader.readOptionalTimestamp()
        climb = try reader.readBool() ? try Climb(from: &reader) : nil
        acknowledgementTimer = try reader.readOptionalInt64()
        climbTimer = try reader.readOptionalInt64()
    }
}

extension IncidentAlarm {
    func encode(into writer: inout ByteWriter) {
        writer.write(id.alert)
        writer.write(id.key)
        severity.encode(into: &writer)
        writer.write(latching)
        writer.write(unverified)
        writer.write(asksFirst)
        writer.write(station)
        writer.write(summary)
        writer.write(raisedAt)
        writer.write(eventTime)
        writer.write(optional: endedAt)
        writer.write(isLate)
        writer.write(optional: retractedAt)
        writer.write(code: state)
        writer.write(optional: resetBy)
        writer.write(conditionEnded)
        writer.write(texts: way)
        writer.write(isPinned)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        id = AlarmID(alert: try reader.readString(), key: try reader.readString())
        let severity = try Severity(from: &reader)
        colour = severity.colour
        kindRank = severity.kindRank
        lifeSafety = severity.lifeSafety
        latching = try reader.readBool()
        unverified = try reader.readBool()
        asksFirst = try reader.readBool()
        station = try reader.readString()
        summary = try reader.readBilingual()
        raisedAt = try reader.readTimestamp()
        eventTime = try reader.readTimestamp()
        endedAt = try reader.readOptionalTimestamp()
        isLate = try reader.readBool()
        retractedAt = try reader.readOptionalTimestamp()
        state = try reader.readCode(State.self)
        resetBy = try reader.readOptionalString()
        conditionEnded = try reader.readBool()
        way = try reader.readTexts()
        isPinned = try reader.readBool()
    }
}
