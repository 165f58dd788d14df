import Telemetry

extension RuleEngine {
    func encodePast(into writer: inout ByteWriter) {
        writer.write(past.due)
        writer.write(past.dirty.count)
        for mark in past.dirty {
            writer.write(mark.series)
            writer.write(mark.from)
            writer.write(byte: mark.cause.rawValue)
        }
        writer.write(past.marked.count)
        for (series, readings) in past.marked.sorted(by: { $0.key < $1.key }) {
            writer.write(series)
            writer.write(readings.count)
            for reading in readings {
                writer.write(reading.time)
                writer.write(reading.value)
                writer.write(byte: reading.quality.rawValue)
                writer.write(reading.isUnverified)
            }
        }
        writer.write(past.transitions.count)
        for (id, steps) in past.transitions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            writer.write(id.rawValue)
            writer.write(steps.count)
            var last: Int64 = 0
            for step in steps {
                writer.write(step.time &- last)
                writer.write(step.since &- step.time)
                writer.write(step.onset &- step.time)
                writer.write(byte: step.phase.rawValue)
                writer.write(byte: step.flags.rawValue)
                writer.write(step.isReset)
                last = step.time
            }
        }
    }

    func restorePast(from reader: inout ByteReader) throws(CodingFault) {
        past = Past()
        past.due = try reader.readInt64()
        for position in 0..<(try reader.readCount()) {
            let series = try knownSeries(try reader.readInt(), reader)
            past.dirty.append(
                DirtySeries(
                    series: series, from: try reader.readInt64(),
                    cause: DirtySeries.Cause(rawValue: try reader.readByte())))
            past.dirtyPositions[series] = position
        }
        for _ in 0..<(try reader.readCount()) {
            let series = try knownSeries(try reader.readInt(), reader)
            var readings: [MarkedReading] = []
            for _ in 0..<(try reader.readCount()) { readings.append(try decodeMarked(from: &reader)) }
            past.marked[series] = readings
        }
        for _ in 0..<(try reader.readCount()) {
            let id = TimerID(rawValue: try reader.readInt64())
            past.transitions[id] = try decodeSteps(from: &reader)
        }
    }

    private func knownSeries(_ series: Int, _ reader: ByteReader) throws(CodingFault) -> Int {
        guard series >= 0, series < states.count else {
            throw CodingFault(position: reader.position, what: "was made with other series")
        }
        return series
    }

    private func decodeMarked(from reader: inout ByteReader) throws(CodingFault) -> MarkedReading {
        let time = try reader.readInt64()
        let value = try reader.readDouble()
        guard let quality = QualityFlag(rawValue: try reader.readByte()) else {
            throw CodingFault(position: reader.position, what: "has an unknown quality")
        }
        return MarkedReading(time: time, value: value, quality: quality, isUnverified: try reader.readBool())
    }

    private func decodeSteps(from reader: inout ByteReader) throws(CodingFault) -> [Transition] {
        var steps: [Transition] = []
        var last: Int64 = 0
        for _ in 0..<(try reader.readCount()) {
            last = last &+ (try reader.readInt64())
            let since = last &+ (try reader.readInt64())
            let onset = last &+ (try reader.readInt64())
            guard let phase = Cell.Phase(rawValue: try reader.readByte()) else {
                throw CodingFault(position: reader.position, what: "has an unknown phase")
            }
            let flags = Cell.Flags(rawValue: try reader.readByte())
            steps.append(
                Transition(
                    time: last, since: since, onset: onset, phase: phase, flags: flags,
                    isReset: try reader.readBool()))
        }
        return steps
    }
}
