import CommandLog
import IncidentCommand
import Intake
import QualityControl
import RuleEngine
import Store
import Telemetry

extension Fold {
    mutating func applyMessage(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, qos: UInt8, retained: Bool,
        readAhead: ParsedBatch.Message? = nil, sink: some FoldSink
    ) throws {
        counters.messages += 1
        if AnswerReader.isAnswer(topic: topic) {
            try applyAnswer(topic: topic, payload: payload, qos: qos, retained: retained, sink: sink)
            return
        }
        var isTaken = false
        if let readAhead {
            isTaken = parsed.take(readAhead, topic: topic, payload: payload, limits: intake.limits)
        }
        if !isTaken { parsed.parse(topic: topic, payload: payload, limits: intake.limits) }
        output.removeAll()
        intake.admit(parsed, at: at, qos: qos, retained: retained, into: &output)
        if qos == 0 { counters.unprotected += 1 }
        for series in output.newSeries {
            let description = intake.series[series.index]
            quality.addSeries(description)
            engine?.addSeries(description)
            try sink.insert(description)
        }
        for series in output.changedSeries {
            let description = intake.series[series.index]
            quality.updateSeries(description)
            engine?.updateSeries(description, at: at, into: &changes)
            try sink.insert(description)
        }
        if !changes.isEmpty { try settleChanges(at: at, sink: sink) }
        requalified.removeAll(keepingCapacity: true)
        for index in output.readings.indices { try applyReading(index, sink: sink) }
        for index in output.events.indices { try applyEvent(index, sink: sink) }
        for record in output.quarantined { try applyQuarantined(row(record), sink: sink) }
    }

    private mutating func applyReading(_ index: Int, sink: some FoldSink) throws {
        var reading = output.readings[index]
        var revision: Int32 = 0
        if reading.marks.contains(.late) {
            counters.late += 1
            try lookUpValues(before: index, sink: sink)
            if isStored(reading) {
                counters.duplicates += 1
                return
            }
            if let last = stored.last {
                revision = max(last.revision, requalifiedRevision(reading) ?? 0) + 1
                reading.marks.insert(.correction)
                counters.corrections += 1
            }
        }
        counters.readings += 1
        let firstRequalified = requalified.count
        quality.assess(&reading, revision: revision, into: &requalified)
        try store(reading, revision: revision, sink: sink)
        engine?.apply(reading, into: &changes)
        if !changes.isEmpty { try settleChanges(at: at, sink: sink) }
        if requalified.count == firstRequalified { return }
        for index in firstRequalified..<requalified.count {
            try store(requalified[index].reading, revision: requalified[index].revision, sink: sink)
            engine?.requalify(requalified[index].reading, into: &changes)
        }
        if !changes.isEmpty { try settleChanges(at: at, sink: sink) }
    }

    /// A reading older than what is kept to judge it is stored as one beyond the horizon: it changes no verdict.
    private mutating func store(_ reading: Reading, revision: Int32, sink: some FoldSink) throws {
        guard reading.marks.contains(.late) || reading.marks.contains(.correction), let engine,
            !engine.isJudged(reading.series, eventTime: reading.eventTime)
        else { return try sink.insert(reading, revision: revision) }
        var marked = reading
        marked.marks.insert(.beyondHorizon)
        try sink.insert(marked, revision: revision)
    }

    /// The newest revision that this input's own quality control has made of a reading.
    private func requalifiedRevision(_ reading: Reading) -> Int32? {
        requalified.last {
            $0.reading.series == reading.series && isSameMicrosecond($0.reading.eventTime, reading.eventTime)
        }?.revision
    }

    /// Fills `stored` with every value that the reading's series has for its microsecond: those of earlier inputs, then
    /// those of this message.
    private mutating func lookUpValues(before index: Int, sink: some FoldSink) throws {
        let reading = output.readings[index]
        stored.removeAll(keepingCapacity: true)
        try sink.storedValues(
            series: reading.series, eventTime: reading.eventTime, receivedBefore: at, into: &stored)
        for earlier in output.readings[..<index]
        where earlier.series == reading.series && isSameMicrosecond(earlier.eventTime, reading.eventTime)
            && !isStored(earlier)
        {
            stored.append(
                StoredRevision(
                    revision: (stored.last?.revision ?? -1) + 1, eventTime: earlier.eventTime, receivedAt: at,
                    value: earlier.value, quality: earlier.quality, deviceQuality: earlier.deviceQuality,
                    marks: earlier.marks))
        }
    }

    private func isStored(_ reading: Reading) -> Bool {
        stored.contains { $0.value == reading.value && $0.deviceQuality == reading.deviceQuality }
    }

    private func isSameMicrosecond(_ left: Timestamp, _ right: Timestamp) -> Bool {
        StoredTime(left).microseconds == StoredTime(right).microseconds
    }

    private mutating func applyEvent(_ index: Int, sink: some FoldSink) throws {
        // An event without an id of its own is known by what it says, so that a redelivery is recognised.
        if output.events[index].id.isEmpty { output.events[index].id = contentID(output.events[index]) }
        let event = output.events[index]
        var earlier = try sink.storedEvents(topic: event.topic, id: event.id, receivedBefore: at)
            .map { EventVersion(eventTime: $0.eventTime, members: $0.members) }
        for other in output.events[..<index] where other.topic == event.topic && other.id == event.id {
            let version = EventVersion(eventTime: other.eventTime, members: other.members)
            if !earlier.contains(version) { earlier.append(version) }
        }
        // Where the time is that of our receipt, a redelivery has another one: what it says decides.
        let isTimed = event.marks.isDisjoint(with: [.timeOfReceipt, .clockDisbelieved])
        let isRepeat = earlier.contains { version in
            version.members == event.members && (!isTimed || version.eventTime == event.eventTime)
        }
        if isRepeat {
            counters.duplicates += 1
            return
        }
        counters.events += 1
        if !earlier.isEmpty { counters.corrections += 1 }
        try sink.insert(event, revision: Int32(earlier.count))
        // The same call dispatched again, with nothing new in it, is stored and does not ring again.
        if earlier.contains(where: { $0.members == event.members }) { return }
        engine?.apply(event, into: &changes)
        if !changes.isEmpty { try settleChanges(at: at, sink: sink) }
    }

    /// What an event's id stood for so far.
    private struct EventVersion: Equatable {
        var eventTime: Timestamp
        var members: [EventMember]
    }

    private func contentID(_ event: EventObject) -> String {
        var writer = ByteWriter()
        writer.write(event.eventTime)
        for member in event.members {
            writer.write(member.name)
            switch member.value {
            case .number(let number): writer.write(number)
            case .text(let text): writer.write(text)
            case .boolean(let flag): writer.write(flag)
            }
        }
        return "#" + LogHash.of(writer.bytes).hex.prefix(16)
    }

    private func row(_ record: QuarantineRecord) -> QuarantineRow {
        QuarantineRow(
            id: 0, at: record.receivedAt, topic: record.topic, payload: record.payload,
            payloadBytes: record.payloadLength, reason: record.reason.rawValue, text: record.detail,
            station: record.station, lifeSafety: record.lifeSafety)
    }

    mutating func applyQuarantined(_ row: QuarantineRow, sink: some FoldSink) throws {
        counters.quarantined += 1
        try sink.quarantine(row)
        guard row.lifeSafety else { return }
        // It may have been the alarm: it rings, marked unverified.
        let fields = [
            LogFact.Field("topic", .text(DisplayText.safe(bytes: row.topic, limit: 256))),
            LogFact.Field("station", row.station.map { .text($0) } ?? .null),
            LogFact.Field("reason", .text(row.reason)),
            LogFact.Field("bytes", .integer(Int64(row.payloadBytes))),
        ]
        try log(LogFact("life_safety_message_unreadable", fields: fields), at: at, sink: sink)
        if let station = row.station {
            let levels = String(decoding: row.topic, as: UTF8.self).split(
                separator: "/", omittingEmptySubsequences: false)
            let isCityTopic = levels.count == 5
            engine?.quarantined(
                station: station, district: isCityTopic ? String(levels[1]) : "",
                domain: isCityTopic ? String(levels[2]) : "", quantity: isCityTopic ? String(levels[4]) : "",
                reason: row.reason, at: at, into: &changes)
            try settleChanges(at: at, sink: sink)
        }
    }

    private mutating func applyAnswer(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, qos: UInt8, retained: Bool, sink: some FoldSink
    ) throws {
        isUrgent = true
        switch AnswerReader.read(
            topic: topic, payload: payload, retained: retained, orderKey: start?.orderKey ?? "",
            limitBytes: intake.limits.payloadBytes)
        {
        case .success(let answer):
            incidentCommand?.apply(answer, at: at, into: &actions)
            try settleActions(at: at, sink: sink)
        case .failure(let fault):
            try applyQuarantined(fault.row(topic: topic, payload: payload, at: at), sink: sink)
        }
    }
}
