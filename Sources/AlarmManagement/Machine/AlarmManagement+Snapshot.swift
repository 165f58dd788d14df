import Foundation
import Telemetry

extension AlarmManagement {
    /// The state without its rules, which belong to the configuration. Sorted keys: the same state is the same bytes.
    private struct Snapshot: Codable {
        var alarms: [ManagedAlarm]
        var suppressions: [Suppression]
        var suppressionCount: Int64
        var flood: FloodMeter
        var timers: TimerQueue<AlarmTimer>
    }

    package func encodeSnapshot(into writer: inout ByteWriter) {
        let snapshot = Snapshot(
            alarms: alarms.keys.sorted().compactMap { alarms[$0] }, suppressions: suppressions,
            suppressionCount: suppressionCount, flood: flood, timers: timers)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Values that are not numbers (a reading of NaN never raises, but a count may be infinite) are kept as words.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        writer.write(data: (try? encoder.encode(snapshot)).map { Array($0) } ?? [])
    }

    /// - Throws: `CodingFault` where the bytes are damaged.
    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        let bytes = try reader.readData()
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let snapshot: Snapshot
        do {
            snapshot = try decoder.decode(Snapshot.self, from: Data(bytes))
        } catch {
            throw CodingFault(position: reader.position, what: "holds no readable alarm management: \(error)")
        }
        alarms = [:]
        withheld = []
        for alarm in snapshot.alarms {
            alarms[alarm.raised.alarm] = alarm
            // In the order of ids, as they were written.
            if alarm.withheld != nil { withheld.append(alarm.raised.alarm) }
        }
        suppressions = snapshot.suppressions
        suppressionCount = snapshot.suppressionCount
        flood = snapshot.flood
        timers = snapshot.timers
        recountSources()
    }
}
