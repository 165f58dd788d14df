import CSimdjson
import Telemetry

/// Reads lines that `mosquitto_sub` wrote: `-F '%J'` (payload as JSON), `-F '%j'` (payload as a string), or the
/// lossless `-F '%U\t%t\t%q\t%r\t%x'` (Unix time, topic, QoS, retain, payload in hex).
///
/// Pure: the same line gives the same message. Members besides `tst, topic, qos, retain, payload` are ignored; a
/// missing `qos` or `retain` counts as 0. Owns the C reader and buffers, all reused; belongs to one thread.
package final class RecordingLineParser {
    private let reader: OpaquePointer?
    private var payload = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    package init() {
        reader = csimdjson_create()
    }

    deinit {
        if let reader { csimdjson_destroy(reader) }
        payload.deallocate()
    }

    /// - Parameter line: without its line end; a `\r` at the end is ignored.
    package func parse(_ line: UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine {
        var length = line.count
        while length > 0, line[length - 1] == UInt8(ascii: "\n") || line[length - 1] == UInt8(ascii: "\r") {
            length -= 1
        }
        let text = UnsafeRawBufferPointer(rebasing: line[..<length])
        if text.first == UInt8(ascii: "{") { return try parseJSON(text) }
        return try parseColumns(text)
    }

    private func parseJSON(_ text: UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine {
        guard let reader else { throw RecordingFault("There was no memory to read the line.") }
        var line = csimdjson_line()
        let status = Int(csimdjson_read_line(reader, text.baseAddress, text.count, &line))
        guard status == CSIMDJSON_OK else {
            throw RecordingFault("The line is not valid JSON (status \(status)); record with mosquitto_sub -F '%J'.")
        }
        guard line.present & 2 != 0, line.topic_length > 0 else {
            throw RecordingFault("The line has no topic; record with mosquitto_sub -F '%J'.")
        }
        guard line.present & 1 != 0 else {
            throw RecordingFault("The line has no time of arrival (tst); record with mosquitto_sub -F '%J'.")
        }
        guard line.present & 16 != 0 else { throw RecordingFault("The line has no payload.") }
        let stamp = line.stampBytes
        guard let arrival = Timestamp(iso8601: stamp) else {
            throw RecordingFault("The time of arrival \(Intake.quoted(stamp)) is not ISO 8601 with an offset.")
        }
        guard (0...2).contains(line.qos), (0...1).contains(line.retain) else {
            throw RecordingFault("The line's qos must be 0, 1 or 2 and its retain 0 or 1.")
        }
        return RecordingLine(
            topic: line.topicBytes, payload: line.payloadBytes, qos: UInt8(line.qos), retained: line.retain == 1,
            arrival: arrival)
    }
}

extension RecordingLineParser {
    private func parseColumns(_ text: UnsafeRawBufferPointer) throws(RecordingFault) -> RecordingLine {
        let columns: MosquittoColumns
        do throws(MosquittoColumns.Fault) {
            columns = try MosquittoColumns(text)
        } catch {
            throw RecordingFault(error.reason)
        }
        let count = columns.payloadCount
        if payload.count < count {
            payload.deallocate()
            payload = UnsafeMutableRawBufferPointer.allocate(byteCount: count * 2, alignment: 1)
        }
        columns.copyPayload(into: payload)
        return RecordingLine(
            topic: columns.topic, payload: UnsafeRawBufferPointer(rebasing: payload[..<count]), qos: columns.qos,
            retained: columns.retained, arrival: columns.arrival)
    }
}
