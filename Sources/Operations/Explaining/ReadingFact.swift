import RuleEngine
import Store
import Telemetry

/// A reading that an explanation names, as it was known at that moment.
package struct ReadingFact: Hashable, Sendable {
    package var eventTime: Timestamp
    package var receivedAt: Timestamp
    /// Nil where the value was missing.
    package var value: Double?
    package var quality: QualityFlag
    package var marks: ReadingMarks
    /// 0 for the first value of its time, then one more with each correction or later flag.
    package var revision: Int32

    package var isLate: Bool { marks.contains(.late) }
    package var isCorrection: Bool { marks.contains(.correction) || revision > 0 }
}

/// Readings of one series that a condition looks at.
package struct SourceFacts: Hashable, Sendable {
    package var station: String
    package var quantity: String
    package var unit: String
    /// The functions that look at them; `value` for the newest.
    package var names: [String]
    /// How many there are in all.
    package var count: Int
    /// The newest of them, oldest first.
    package var readings: [ReadingFact]

    /// - Parameter moment: what was received later is not looked at.
    init(_ source: ExplainedSource, at moment: Timestamp, reader: StoreReader) throws(StoreError) {
        station = source.station
        quantity = source.quantity
        unit = source.unit
        names = source.names
        count = source.count
        readings = []
        var revisions: [StoredRevision] = []
        for time in source.times {
            try reader.storedValues(
                series: source.series, eventTime: time,
                receivedBefore: moment == .distantFuture ? moment : moment + Interval(nanoseconds: 1), into: &revisions)
            guard let newest = revisions.last else { continue }
            readings.append(
                ReadingFact(
                    eventTime: newest.eventTime, receivedAt: newest.receivedAt,
                    value: newest.quality == .missing ? nil : newest.value, quality: newest.quality,
                    marks: newest.marks, revision: newest.revision))
        }
    }
}
