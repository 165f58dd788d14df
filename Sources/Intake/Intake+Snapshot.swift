import Telemetry

/// The series table and newest times as bytes. What the registry says is not stored: it is read from the registry
/// again.
extension Intake {
    private static let snapshotVersion = 1

    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(Intake.snapshotVersion)
        counts.encode(into: &writer)
        writer.write(series.count)
        for index in series.indices {
            let description = series[index]
            writer.write(description.topic)
            writer.write(description.district)
            writer.write(description.domain)
            writer.write(description.station)
            writer.write(description.quantity)
            writer.write(description.unit)
            writer.write(states[index].newestNanoseconds)
        }
        writer.write(table.count)
        for key in table.keys {
            writer.write(data: Array(table.name(key)))
            writer.write(Int64(key.series))
        }
    }

    /// Takes the state that `encodeSnapshot` wrote; everything from before is gone.
    ///
    /// - Throws: where the bytes are damaged; this intake is then as it was.
    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        guard try reader.readInt() == Intake.snapshotVersion else {
            throw CodingFault(position: reader.position, what: "is an intake snapshot of another version")
        }
        var fresh = Intake(registry: registry, limits: limits)
        fresh.counts = try IntakeCounts(from: &reader)
        let seriesCount = try reader.readCount()
        for index in 0..<seriesCount {
            let description = SeriesDescription(
                id: SeriesID(rawValue: Int32(truncatingIfNeeded: index)), topic: try reader.readString(),
                district: try reader.readString(), domain: try reader.readString(),
                station: try reader.readString(), quantity: try reader.readString(), unit: try reader.readString(),
                registered: nil)
            var state = SeriesState()
            state.newestNanoseconds = try reader.readInt64()
            fresh.series.append(description)
            fresh.states.append(state)
            fresh.describe(index)
        }
        for _ in 0..<(try reader.readCount()) {
            let name = try reader.readRaw()
            let index = try reader.readInt64()
            guard index >= 0, index < Int64(seriesCount) else {
                throw CodingFault(position: reader.position, what: "names a series that it does not have")
            }
            let hash = NameHash.of(name)
            guard fresh.table.find(name, hash: hash) < 0 else {
                throw CodingFault(position: reader.position, what: "has a name twice")
            }
            fresh.table.insert(name, hash: hash, series: Int32(index))
        }
        self = fresh
    }
}
