import CPrefetch
import CSimdjson
import Telemetry

/// Stage 1: bytes to items. A pure function of the message's bytes and the limits.
extension Intake {
    /// Reads one message into `parsed`, whose earlier content is gone.
    ///
    /// - Parameters:
    ///   - topic: the message's topic, any bytes.
    ///   - payload: the message's payload, any bytes.
    ///   - parsed: keeps nothing of the two buffers but copies.
    package func parse(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, into parsed: ParsedMessage
    ) {
        parsed.parse(topic: topic, payload: payload, limits: limits)
    }
}

extension Intake {
    /// Fetches the memory that `admit` of this message will look at, which would else cost it more than its work does.
    /// For callers that read several messages before they admit the first. Changes nothing; mutating, or each call would be
    /// handed a copy of the intake.
    package mutating func prefetch(_ parsed: ParsedMessage) {
        table.prefetch(hash: parsed.topicHash)
    }

    /// The same for a message that waits to be read.
    package mutating func prefetch(topic: UnsafeRawBufferPointer) {
        table.prefetch(hash: NameHash.of(topic))
    }

    /// Fetches the state of the series that a topic leads to. Some messages after `prefetch(topic:)`.
    ///
    /// - Returns: the series; nil where the topic leads to none yet.
    package mutating func prefetchState(topic: UnsafeRawBufferPointer) -> SeriesID? {
        let index = table.find(topic, hash: NameHash.of(topic))
        guard index >= 0 else { return nil }
        states.withUnsafeBufferPointer { states in
            if let first = states.baseAddress { tocsin_prefetch(first + Int(index)) }
        }
        return SeriesID(rawValue: index)
    }
}

extension ParsedMessage {
    /// What `Intake.parse` does, for callers that hold only the limits.
    package func parse(topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, limits: IntakeLimits) {
        begin(topic: topic, payload: payload, limits: limits)
        guard topic.count <= limits.topicBytes else {
            keep(payload)
            refusal = Refusal(
                .topicTooLong, "The topic has \(topic.count) bytes; at most \(limits.topicBytes) are taken.")
            return
        }
        topicHash = NameHash.of(topic)
        guard payload.count <= limits.payloadBytes else {
            keep(payload)
            refusal = Refusal(
                .payloadTooLong, "The payload has \(payload.count) bytes; at most \(limits.payloadBytes) are taken.")
            return
        }
        let status = read(payload, limits: limits)
        guard status == CSIMDJSON_OK else {
            refusal = Refusal(ParsedMessage.reason(status: status))
            return
        }
        readItems(limits)
    }

    /// Reads a line of a recording and its message. The same as `RecordingLineParser.parse` followed by `parse`, in one
    /// go where the line allows it.
    ///
    /// - Returns: the line; its views live until the next message.
    package func parse(
        recordingLine text: UnsafeRawBufferPointer, with lines: RecordingLineParser, limits: IntakeLimits
    ) throws(RecordingFault) -> RecordingLine {
        if text.first == UInt8(ascii: "{"), let line = readLine(text, limits: limits),
            let arrival = arrivals.read(line.stampBytes), UInt32(bitPattern: line.qos) <= 2,
            UInt32(bitPattern: line.retain) <= 1
        {
            topicHash = NameHash.of(topic)
            readItems(limits)
            return RecordingLine(
                topic: topic, payload: payload, qos: UInt8(line.qos), retained: line.retain == 1, arrival: arrival)
        }
        let line = try lines.parse(text)
        parse(topic: line.topic, payload: line.payload, limits: limits)
        return line
    }

    private func readItems(_ limits: IntakeLimits) {
        if document.is_array != 0 {
            readPack(limits)
        } else if let failure = readObject() {
            refusal = failure
            removeItems()
        }
    }

    @inline(never)
    private func readPack(_ limits: IntakeLimits) {
        var pack = SenMLPack(parsed: self, limits: limits)
        pack.resolve()
        if refusal != nil { removeItems() }
    }

    private static func reason(status: Int) -> QuarantineReason {
        switch status {
        case CSIMDJSON_EMPTY: .payloadEmpty
        case CSIMDJSON_NOT_UTF8: .payloadNotUTF8
        case CSIMDJSON_UNFINISHED: .payloadUnfinished
        case CSIMDJSON_TOO_DEEP: .nestedTooDeep
        case CSIMDJSON_NUMBER: .numberUnreadable
        case CSIMDJSON_TOO_MANY_MEMBERS: .tooManyMembers
        case CSIMDJSON_TOO_MANY_RECORDS: .tooManyRecords
        case CSIMDJSON_NOT_AN_OBJECT: .payloadNotAnObject
        case CSIMDJSON_MEMORY: .memoryShort
        case _: .payloadNotJSON
        }
    }

    /// Reads a single object. Returns why it is refused.
    @inline(__always)
    private func readObject() -> Refusal? {
        let members = members
        let known = document.known
        if known.repeated != 0 { return Refusal(.duplicateMember) }
        var item = ParsedItem(
            nameOffset: -1, nameLength: topicLength, nameHash: topicHash, value: 0, nanoseconds: 0,
            unit: UnsafeRawBufferPointer(start: nil, count: 0), unitKey: UnitKey.none, firstMember: 0,
            memberCount: members.count, shape: .number, clock: .none, quality: .notEvaluated, isSenML: false)
        if known.time >= 0, members[Int(known.time)].valueKind != .null {
            guard let nanoseconds = EventTimeText.nanoseconds(members[Int(known.time)]) else {
                return Refusal(.timeUnreadable, "It says \(Intake.quoted(members[Int(known.time)])).")
            }
            item.nanoseconds = nanoseconds
            item.clock = .absolute
        }
        if known.unit >= 0 {
            let unit = members[Int(known.unit)]
            switch unit.valueKind {
            case .string:
                item.unit = unit.textBytes
                item.unitKey = UnitKey(unit.textBytes, first: unit.word)
            case .null: break
            case .no, .yes, .number, .nested: return Refusal(.unitType, "It says \(Intake.quoted(unit)).")
            }
        }
        if known.quality >= 0 { item.quality = QualityText.flag(members[Int(known.quality)]) }
        if known.value >= 0, members[Int(known.value)].valueKind == .number {
            item.value = members[Int(known.value)].number
        } else if let refusal = ParsedMessage.classify(&item, members, known) {
            return refusal
        }
        append(item)
        return nil
    }

    /// Reading, missing value or event?
    ///
    /// - `v` a number or boolean: a reading, whatever else is there.
    /// - an `id`, or no `v`, no `q` and other members: an event.
    /// - `v` null, or no `v` but a quality flag `q`: a reading whose value is missing.
    @inline(never)
    private static func classify(
        _ item: inout ParsedItem, _ members: UnsafeBufferPointer<csimdjson_member>, _ known: csimdjson_known
    ) -> Refusal? {
        if known.value >= 0 {
            let value = members[Int(known.value)]
            switch value.valueKind {
            case .number:
                item.value = value.number
                return nil
            case .yes, .no:
                item.value = value.valueKind == .yes ? 1 : 0
                item.shape = .boolean
                return nil
            case .string, .nested:
                if known.id < 0 { return Refusal(.valueType, "It says \(Intake.quoted(value)).") }
                item.shape = .event
                return repeatedMember(members)
            case .null:
                break
            }
        }
        // A written null, or a quality flag, says that a measured value is missing; an object with neither is an event.
        let isMissing = known.value >= 0 || known.quality >= 0
        if known.id >= 0 || (known.others > 0 && !isMissing) {
            item.shape = .event
            return repeatedMember(members)
        }
        guard isMissing else { return Refusal(.valueMissing) }
        item.shape = .missing
        item.quality = .missing
        return nil
    }

    /// In an event every member is kept, so none may be there twice.
    private static func repeatedMember(_ members: UnsafeBufferPointer<csimdjson_member>) -> Refusal? {
        guard members.count <= Intake.eventMemberLimit else {
            return Refusal(.tooManyMembers, "An event may have at most \(Intake.eventMemberLimit) members.")
        }
        for position in 0..<members.count {
            for other in 0..<position where members[position].nameBytes.elementsEqual(members[other].nameBytes) {
                return Refusal(.duplicateMember, "It is \(Intake.quoted(members[position].nameBytes)).")
            }
        }
        return nil
    }
}

extension Intake {
    /// Most members of an event object.
    static let eventMemberLimit = 256

    static func quoted(_ member: csimdjson_member) -> String {
        switch member.valueKind {
        case .null: "null"
        case .no: "false"
        case .yes: "true"
        case .number: DisplayText.safe(bytes: member.textBytes, limit: 80)
        case .string: quoted(member.textBytes)
        case .nested: "an object or a list"
        }
    }

    static func quoted(_ bytes: UnsafeRawBufferPointer) -> String {
        "“\(DisplayText.safe(bytes: bytes, limit: 80))”"
    }
}
