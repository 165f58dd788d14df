import Telemetry

/// Hashes the journal as it grows, so that the log can prove which inputs were known when.
///
/// A segment is 65,536 inputs. Its hash does not depend on how inputs were batched: records are taken in blocks of 256,
/// each with its length before it, and each block is chained to the one before: `block = SHA-256(previous ‖ records)`, from
/// `LogHash.zero`; the last block's hash is the segment's. So the state between two inputs is a hash and a short buffer,
/// and a snapshot can hold it (SHA-256's own inner state it could not).
package struct JournalSegmentHasher: Sendable {
    /// Inputs that one log entry proves.
    package static let segmentInputs = 65_536
    /// Inputs hashed at once.
    private static let blockInputs = 256

    private var first: Int64 = 1
    private var count = 0
    private var hash = LogHash.zero
    private var block = ByteWriter()

    package init() {}

    /// Takes the next input's record, as the journal holds it.
    ///
    /// - Returns: the segment that this input completed.
    package mutating func append(record: UnsafeRawBufferPointer) -> JournalSegment? {
        block.write(raw: record)
        count += 1
        guard count % JournalSegmentHasher.blockInputs == 0 else { return nil }
        hash = block.bytes.withUnsafeBytes { LogHash.chained(hash, $0) }
        block.removeAll()
        guard count == JournalSegmentHasher.segmentInputs else { return nil }
        let segment = JournalSegment(first: first, count: count, hash: hash)
        first += Int64(count)
        count = 0
        hash = .zero
        return segment
    }

    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(first)
        writer.write(count)
        writer.write(data: hash.bytes)
        writer.write(data: block.bytes)
    }

    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        let first = try reader.readInt64()
        let count = try reader.readInt()
        let hash = LogHash(bytes: try reader.readData())
        let bytes = try reader.readRaw()
        guard let hash, first >= 1, count >= 0, count < JournalSegmentHasher.segmentInputs else {
            throw CodingFault(position: reader.position, what: "holds no journal segment")
        }
        self.first = first
        self.count = count
        self.hash = hash
        block.removeAll()
        var records = ByteReader(bytes)
        while !records.isAtEnd { block.write(raw: try records.readRaw()) }
    }
}

/// A finished run of the journal and its hash.
package struct JournalSegment: Hashable, Sendable {
    /// Sequence of its first input.
    package var first: Int64
    package var count: Int
    package var hash: LogHash

    /// The entry that puts it under the log's chain.
    package var fact: LogFact {
        LogFact(
            "journal_segment",
            fields: [
                LogFact.Field("first_input", .integer(first)), LogFact.Field("inputs", .integer(Int64(count))),
                LogFact.Field("sha256_blocks", .text(hash.hex)),
            ])
    }
}
