import Telemetry

/// How the parts of a snapshot are written. One byte says whether an optional is there.
extension ByteWriter {
    mutating func write(optional time: Timestamp?) {
        write(time != nil)
        if let time { write(time) }
    }

    mutating func write(optional text: String?) {
        write(text != nil)
        if let text { write(text) }
    }

    mutating func write(optional number: Int?) {
        write(number != nil)
        if let number { write(number) }
    }

    mutating func write(optional number: Int64?) {
        write(number != nil)
        if let number { write(number) }
    }

    mutating func write(_ interval: Interval) { write(interval.nanoseconds) }

    mutating func write(_ text: Bilingual) {
        write(text.chinese)
        write(text.english)
    }

    mutating func write<Value: RawRepresentable>(code value: Value) where Value.RawValue == String {
        write(value.rawValue)
    }
}

extension ByteReader {
    mutating func readOptionalTimestamp() throws(CodingFault) -> Timestamp? {
        try readBool() ? try readTimestamp() : nil
    }

    mutating func readOptionalString() throws(CodingFault) -> String? {
        try readBool() ? try readString() : nil
    }

    mutating func readOptionalInt() throws(CodingFault) -> Int? {
        try readBool() ? try readInt() : nil
    }

    mutating func readOptionalInt64() throws(CodingFault) -> Int64? {
        try readBool() ? try readInt64() : nil
    }

    mutating func readInterval() throws(CodingFault) -> Interval {
        Interval(nanoseconds: try readInt64())
    }

    mutating func readBilingual() throws(CodingFault) -> Bilingual {
        Bilingual(chinese: try readString(), english: try readString())
    }

    mutating func readCode<Value: RawRepresentable>(_ type: Value.Type) throws(CodingFault) -> Value
    where Value.RawValue == String {
        let text = try readString()
        guard let value = Value(rawValue: text) else {
            throw CodingFault(position: position, what: "has the unknown word “\(text)”")
        }
        return value
    }

    mutating func readList<Value>(
        _ read: (inout ByteReader) throws(CodingFault) -> Value
    ) throws(CodingFault) -> [Value] {
        let count = try readCount()
        var values: [Value] = []
        values.reserveCapacity(min(count, 1_024))
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }
}

extension Severity {
    func encode(into writer: inout ByteWriter) {
        writer.write(byte: colour?.rawValue ?? 0)
        writer.write(kindRank)
        writer.write(lifeSafety)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        let code = try reader.readByte()
        let colour = WarningColour(rawValue: code)
        if colour == nil, code != 0 {
            throw CodingFault(position: reader.position, what: "has the unknown colour \(code)")
        }
        self.init(colour: colour, kindRank: try reader.readInt(), lifeSafety: try reader.readBool())
    }
}

extension Ladder {
    func encode(into writer: inout ByteWriter) {
        writer.write(steps.count)
        for step in steps {
            switch step.tell {
            case .department: writer.write(optional: nil as String?)
            case .officer(let officer): writer.write(optional: officer)
            }
            writer.write(step.after)
            writer.write(optional: step.repeatEvery?.nanoseconds)
            writer.write(optional: step.repeatLimit)
        }
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        self.init(
            steps: try reader.readList { (reader: inout ByteReader) throws(CodingFault) -> Step in
                let officer = try reader.readOptionalString()
                return Step(
                    tell: officer.map(Step.Recipient.officer) ?? .department, after: try reader.readInterval(),
                    repeatEvery: try reader.readOptionalInt64().map(Interval.init(nanoseconds:)),
                    repeatLimit: try reader.readOptionalInt())
            })
    }
}

extension Climb {
    func encode(into writer: inout ByteWriter) {
        writer.write(code: reason)
        ladder.encode(into: &writer)
        writer.write(toldSteps)
        writer.write(repeats)
        writer.write(optional: nextStepDue)
        writer.write(optional: nextRepeatDue)
    }

    init(from reader: inout ByteReader) throws(CodingFault) {
        let reason = try reader.readCode(Reason.self)
        self.init(reason: reason, ladder: try Ladder(from: &reader), from: .distantPast)
        toldSteps = try reader.readInt()
        repeats = try reader.readInt()
        nextStepDue = try reader.readOptionalTimestamp()
        nextRepeatDue = try reader.readOptionalTimestamp()
        guard (0...ladder.steps.count).contains(toldSteps) else {
            throw CodingFault(position: reader.position, what: "has a ladder climbed past its end")
        }
    }
}
