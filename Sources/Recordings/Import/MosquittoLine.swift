import Telemetry

/// Lines of `mosquitto_sub`: `-F '%J'` (payload as JSON), `-F '%j'` (payload as text) and the lossless
/// `-F '%U\t%t\t%q\t%r\t%x'` (Unix time, topic, QoS, retain, payload in hex).
///
/// mosquitto 2.0 writes times as `2026-11-21T15:32:16.337428Z+0800`, where the offset counts; it writes bytes that are not
/// UTF-8 as they are, and cuts a text payload at its first NUL: `payloadlen` then tells that bytes are missing.
package enum MosquittoLine {
    /// - Returns: the message at its time of arrival.
    package static func parse(_ line: UnsafeRawBufferPointer) throws(RecordingDecoder.Fault) -> RecordedItem {
        if line.first == UInt8(ascii: "{") { return try json(line) }
        return try columns(line)
    }

    private static func json(_ line: UnsafeRawBufferPointer) throws(RecordingDecoder.Fault) -> RecordedItem {
        guard let members = JSONText.members(of: line) else {
            throw RecordingDecoder.Fault(
                "The line is not valid JSON, or is cut off; record with mosquitto_sub -F '%J'.")
        }
        var at: Timestamp?
        var message = RecordedMessage(topic: [], payload: [], qos: 0)
        var length: Int?
        var hasPayload = false
        var isText = false
        for member in members {
            switch member.name {
            case "tst":
                guard let text = JSONText.string(member.value),
                    let time = text.withUnsafeBytes({ Timestamp(iso8601: $0) })
                else {
                    throw RecordingDecoder.Fault("The time of arrival, tst, is not ISO 8601 with an offset.")
                }
                at = time
            case "topic": message.topic = JSONText.string(member.value) ?? []
            case "qos": message.qos = try level(member, 2)
            case "retain": message.retained = try level(member, 1) == 1
            case "payloadlen": length = whole(member)
            case "properties": message.properties = Array(member.value)
            case "payload":
                hasPayload = true
                if let text = JSONText.string(member.value) {
                    message.payload = text
                    isText = true
                } else if member.value.elementsEqual("null".utf8) {
                    isText = true
                } else {
                    message.payload = Array(member.value)
                }
            default: continue
            }
        }
        guard let at else {
            throw RecordingDecoder.Fault("The line has no time of arrival (tst); record with mosquitto_sub -F '%J'.")
        }
        guard !message.topic.isEmpty else {
            throw RecordingDecoder.Fault("The line has no topic; record with mosquitto_sub -F '%J'.")
        }
        guard hasPayload else { throw RecordingDecoder.Fault("The line has no payload.") }
        // A JSON payload is written anew by the recorder, so that its length tells nothing; a text's does.
        if isText, let length, length != message.payload.count { message.recordedLength = length }
        return RecordedItem(at: at, line: .message(message))
    }

    private static func whole(_ member: JSONText.Member) -> Int? {
        DecimalText.scaled(UnsafeRawBufferPointer(rebasing: member.value), by: 0).map { Int($0) }
    }

    private static func level(
        _ member: JSONText.Member, _ highest: Int
    ) throws(RecordingDecoder.Fault) -> UInt8 {
        guard let value = whole(member), (0...highest).contains(value) else {
            throw RecordingDecoder.Fault("The line's qos must be 0, 1 or 2 and its retain 0 or 1.")
        }
        return UInt8(value)
    }

    private static func columns(_ line: UnsafeRawBufferPointer) throws(RecordingDecoder.Fault) -> RecordedItem {
        let columns: MosquittoColumns
        do throws(MosquittoColumns.Fault) {
            columns = try MosquittoColumns(line)
        } catch {
            throw RecordingDecoder.Fault(error.reason)
        }
        let payload = [UInt8](unsafeUninitializedCapacity: columns.payloadCount) { bytes, count in
            columns.copyPayload(into: UnsafeMutableRawBufferPointer(bytes))
            count = columns.payloadCount
        }
        return RecordedItem(
            at: columns.arrival,
            line: .message(
                RecordedMessage(
                    topic: Array(columns.topic), payload: payload, qos: columns.qos, retained: columns.retained)))
    }
}
