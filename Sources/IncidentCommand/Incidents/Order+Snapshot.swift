import Telemetry

extension Order {
    func encode(into writer: inout ByteWriter) {
        writer.write(id)
        writer.write(version)
        writer.write(department)
        writer.write(channels.count)
        for channel in channels { channel.encode(into: &writer) }
        writer.write(channelPlace)
        writer.write(code: role)
        writer.write(code: mode)
        writer.write(tasks.count)
        for task in tasks { writer.write(task) }
        writer.write(code: state)
        for interval in [acknowledgeWithin, handOverWithin, decideWithin] { writer.write(interval) }
        writer.write(optional: firstFeedbackWithin?.nanoseconds)
        writer.write(optional: progressEvery?.nanoseconds)
        ladder.encode(into: &writer)
        for time in [
            proposedAt, issuedAt, handedOverAt, acknowledgedAt, acceptedAt, underWayAt, finishedAt, decideBy,
            handOverBy,
            acknowledgeBy, enRouteAt, onSceneAt, progressAt, feedbackBy,
        ] { writer.write(optional: time) }
        for text in [person, reason, reassignedTo] { writer.write(optional: text) }
        writer.write(climb != nil)
        climb?.encode(into: &writer)
        writer.write(climbs)
        writer.write(wasTold)
        writer.write(endTold)
        writer.write(end != nil)
        end?.encode(into: &writer)
        writer.write(optional: issuedBecause?.rawValue)
        writer.write(answers.count)
        for answer in answers { answer.encode(into: &writer) }
        writer.write(answerCount)
        writer.write(texts: way)
        for timer in [handOverTimer, acknowledgementTimer, decisionTimer, climbTimer, feedbackTimer] {
            writer.write(optional: timer)
        }
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        id = try reader.readString()
        version = try reader.readInt()
        department = try reader.readString()
        channels = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in
            try OrderChannel(from: &reader)
        }
        channelPlace = try reader.readInt()
        role = try reader.readCode(MatrixEntry.Role.self)
        mode = try reader.readCode(MatrixEntry.Mode.self)
        tasks = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in try reader.readBilingual() }
        state = try reader.readCode(OrderState.self)
        acknowledgeWithin = try reader.readInterval()
        handOverWithin = try reader.readInterval()
        decideWithin = try reader.readInterval()
        firstFeedbackWithin = try reader.readOptionalInt64().map(Interval.init(nanoseconds:))
        progressEvery = try reader.readOptionalInt64().map(Interval.init(nanoseconds:))
        ladder = try Ladder(from: &reader)
        proposedAt = try reader.readOptionalTimestamp()
        issuedAt = try reader.readOptionalTimestamp()
        handedOverAt = try reader.readOptionalTimestamp()
        acknowledgedAt = try reader.readOptionalTimestamp()
        acceptedAt = try reader.readOptionalTimestamp()
        underWayAt = try reader.readOptionalTimestamp()
        finishedAt = try reader.readOptionalTimestamp()
        decideBy = try reader.readOptionalTimestamp()
        handOverBy = try reader.readOptionalTimestamp()
        acknowledgeBy = try reader.readOptionalTimestamp()
        enRouteAt = try reader.readOptionalTimestamp()
        onSceneAt = try reader.readOptionalTimestamp()
        progressAt = try reader.readOptionalTimestamp()
        feedbackBy = try reader.readOptionalTimestamp()
        person = try reader.readOptionalString()
        reason = try reader.readOptionalString()
        reassignedTo = try reader.readOptionalString()
        climb = try reader.readBool() ? try Climb(from: &reader) : nil
        climbs = try reader.readInt()
        wasTold = try reader.readBool()
        endTold = try reader.readBool()
        end = try reader.readBool() ? try EndTelling(from: &reader) : nil
        issuedBecause = try reader.readOptionalString().flatMap(TellReason.init(rawValue:))
        answers = try reader.readList { (reader: inout ByteReader) throws(CodingFault) in try KeptAnswer(from: &reader)
        }
        answerCount = try reader.readInt()
        way = try reader.readTexts()
        handOverTimer = try reader.readOptionalInt64()
        acknowledgementTimer = try reader.readOptionalInt64()
        decisionTimer = try reader.readOptionalInt64()
        climbTimer = try reader.readOptionalInt64()
        feedbackTimer = try reader.readOptionalInt64()
    }
}

extension Order.KeptAnswer {
    func encode(into writer: inout ByteWriter) {
        writer.write(at)
        writer.write(version)
        writer.write(code: state)
        writer.write(person)
        writer.write(via)
        writer.write(accepted)
        writer.write(optional: keptBecause)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        at = try reader.readTimestamp()
        version = try reader.readInt()
        state = try reader.readCode(AnswerState.self)
        person = try reader.readString()
        via = try reader.readString()
        accepted = try reader.readBool()
        keptBecause = try reader.readOptionalString()
    }
}
