import Telemetry

extension QualityControl {
    private static let snapshotVersion = 1
    /// Beside the findings: the run began with another value.
    private static var foreignRun: UInt16 { 1 << 15 }

    /// The whole state but rules and series, which the owner gives back before `restoreSnapshot`.
    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(QualityControl.snapshotVersion)
        counts.encode(into: &writer)
        writer.write(states.count)
        for state in states where state.plan >= 0 {
            writer.write(Int(state.capacity))
            writer.write(state.hasEvicted)
            writer.write(Int(state.count))
            var before = Int64(0)
            for index in 0..<Int(state.count) {
                let entry = entries[state.place(index)]
                writer.write(entry.nanoseconds &- before)
                before = entry.nanoseconds
                writer.write(entry.value)
                writer.write(Int(entry.runLength))
                writer.write(Int(entry.revision))
                writer.write(
                    unsigned: UInt64(entry.findings.rawValue | (entry.isRunForeign ? QualityControl.foreignRun : 0)))
                if entry.isRunForeign { writer.write(entry.runValue) }
                writer.write(byte: entry.marks)
                writer.write(byte: entry.device)
            }
        }
    }

    /// Takes what `encodeSnapshot` wrote.
    ///
    /// - Throws: where the bytes are damaged, or belong to other rules or series.
    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        guard try reader.readInt() == QualityControl.snapshotVersion else {
            throw CodingFault(position: reader.position, what: "is a snapshot of quality control of another version")
        }
        counts = try QualityCounts(from: &reader)
        guard try reader.readInt() == states.count else {
            throw CodingFault(position: reader.position, what: "holds the quality of other series")
        }
        for series in states.indices where states[series].plan >= 0 {
            guard try reader.readInt() == Int(states[series].capacity) else {
                throw CodingFault(position: reader.position, what: "holds the quality of other limits")
            }
            states[series].hasEvicted = try reader.readBool()
            let count = try reader.readCount()
            guard count <= Int(states[series].capacity) else {
                throw CodingFault(position: reader.position, what: "holds more readings than are kept")
            }
            states[series].head = 0
            states[series].count = Int32(count)
            var before = Int64(0)
            for index in 0..<count {
                let entry = try QualityControl.entry(&reader, after: before)
                before = entry.nanoseconds
                entries[states[series].base + index] = entry
            }
        }
    }

    private static func entry(_ reader: inout ByteReader, after before: Int64) throws(CodingFault) -> QualityEntry {
        var entry = QualityEntry.none
        entry.nanoseconds = before &+ (try reader.readInt64())
        entry.value = try reader.readDouble()
        entry.runLength = Int32(truncatingIfNeeded: try reader.readInt64())
        entry.revision = Int32(truncatingIfNeeded: try reader.readInt64())
        let findings = UInt16(truncatingIfNeeded: try reader.readUnsigned())
        entry.findings = QualityFindings(rawValue: findings).intersection(.known)
        entry.runValue = findings & foreignRun != 0 ? try reader.readDouble() : entry.value
        entry.marks = try reader.readByte()
        entry.device = try reader.readByte()
        return entry
    }
}

extension QualityEntry {
    fileprivate var isRunForeign: Bool { runLength > 0 && runValue.bitPattern != value.bitPattern }
}
