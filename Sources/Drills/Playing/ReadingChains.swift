import CPrefetch
import Foundation
import Store
import Telemetry

/// Every reading of a run whose database is thrown away, where late ones find what their series had at that time before.
///
/// Each series has a chain of blocks: the newest in memory, full ones in a file behind one another, each with the place of
/// the one before it. So memory grows with the series and not with the recording, and a reading costs a copy, where a row
/// of a table would cost most of what a reading costs at all. Late readings mostly look for what is in the newest blocks.
final class ReadingChains {
    /// What is looked for of a reading: 32 bytes.
    private struct Kept {
        var eventTime: Timestamp
        var receivedAt: Timestamp
        var value: Double
        var revision: Int32
        var quality: QualityFlag
        var deviceQuality: QualityFlag
        var marks: ReadingMarks

        var revised: StoredRevision {
            StoredRevision(
                revision: revision, eventTime: eventTime, receivedAt: receivedAt, value: value, quality: quality,
                deviceQuality: deviceQuality, marks: marks)
        }
    }

    /// Of a full block in the file, or of the one in memory.
    private struct Head {
        /// Where the block before it is in the file; -1 where there is none.
        var previous = Int64(-1)
        /// Latest event time of that block and all before it: what is later is not looked for there.
        var latestBefore = Int64.min
        /// Latest event time up to this block's end.
        var latest = Int64.min
        var count = 0
    }

    /// Readings in a block: a compromise between memory and what a late reading must read.
    private static let blockReadings = 16
    private static let headBytes = MemoryLayout<Head>.stride
    private static let blockBytes = headBytes + blockReadings * MemoryLayout<Kept>.stride
    /// Blocks are written together.
    private static let writtenBytes = 1_024 * blockBytes

    private let path: String
    private let descriptor: Int32
    // Nothing is passed `inout` while another access to it runs; checks at run time would cost more than the copy.
    @exclusivity(unchecked) private var heads: ContiguousArray<Head> = []
    /// The newest block of every series.
    @exclusivity(unchecked) private var newest: ContiguousArray<Kept> = []
    /// Full blocks that are not in the file yet, and where the first of them will be.
    private let waiting = UnsafeMutableRawBufferPointer.allocate(byteCount: writtenBytes, alignment: 16)
    private var waitingBytes = 0
    private var fileBytes: Int64 = 0
    private let found = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 16)

    /// - Parameter folder: where the file is made; without a name, so that it is gone with the process.
    init(folder: String) throws(StoreError) {
        path = folder + "/readings"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ReadingChains.failure("make a file for readings", path, errno) }
        unlink(path)
    }

    deinit {
        close(descriptor)
        waiting.deallocate()
        found.deallocate()
    }

    func insert(_ reading: Reading, revision: Int32) throws(StoreError) {
        let series = reading.series.index
        while heads.count <= series { addSeries() }
        if heads[series].count == ReadingChains.blockReadings { try retire(series) }
        newest[series * ReadingChains.blockReadings + heads[series].count] = Kept(
            eventTime: reading.eventTime, receivedAt: reading.receivedAt, value: reading.value, revision: revision,
            quality: reading.quality, deviceQuality: reading.deviceQuality, marks: reading.marks)
        heads[series].count += 1
        heads[series].latest = max(heads[series].latest, reading.eventTime.nanoseconds)
    }

    /// Fetches what `insert` looks at first.
    func prefetch(_ series: SeriesID) {
        heads.withUnsafeBufferPointer { heads in
            if let first = heads.baseAddress { tocsin_prefetch(first + series.index) }
        }
    }

    private func addSeries() {
        heads.append(Head())
        let none = Kept(
            eventTime: .distantPast, receivedAt: .distantPast, value: 0, revision: 0, quality: .notEvaluated,
            deviceQuality: .notEvaluated, marks: [])
        newest.append(contentsOf: repeatElement(none, count: ReadingChains.blockReadings))
    }

    /// The same as the store's `storedValues`, from the same readings.
    func storedValues(
        series: SeriesID, eventTime: Timestamp, receivedBefore: Timestamp, into values: inout [StoredRevision]
    ) throws(StoreError) {
        values.removeAll(keepingCapacity: true)
        guard series.index < heads.count else { return }
        let microsecond = StoredTime(eventTime).microseconds
        func isFound(_ kept: Kept) -> Bool {
            StoredTime(kept.eventTime).microseconds == microsecond && kept.receivedAt < receivedBefore
        }
        var head = heads[series.index]
        let first = series.index * ReadingChains.blockReadings
        for kept in newest[first..<first + head.count] where isFound(kept) { values.append(kept.revised) }
        while head.previous >= 0,
            StoredTime(Timestamp(nanoseconds: head.latestBefore)).microseconds >= microsecond
        {
            let block = try block(at: head.previous)
            head = block.load(as: Head.self)
            let older = UnsafeRawBufferPointer(rebasing: block[ReadingChains.headBytes...])
                .bindMemory(to: Kept.self).prefix(head.count).filter(isFound)
            values.insert(contentsOf: older.map(\.revised), at: 0)
        }
        if values.count > 1 { values = ReadingChains.asTable(values) }
    }

    /// In the order of revisions; of two with the same one the first that came, as a table with that key would keep it.
    private static func asTable(_ values: [StoredRevision]) -> [StoredRevision] {
        var result: [StoredRevision] = []
        for value in values where !result.contains(where: { $0.revision == value.revision }) {
            result.insert(value, at: result.firstIndex { $0.revision > value.revision } ?? result.count)
        }
        return result
    }

    // MARK: Blocks

    /// Puts a series' full block behind the others, and begins the next.
    private func retire(_ series: Int) throws(StoreError) {
        if waitingBytes == waiting.count { try write() }
        guard let base = waiting.baseAddress else { return }
        let start = base + waitingBytes
        start.storeBytes(of: heads[series], as: Head.self)
        newest.withUnsafeBufferPointer { kept in
            guard let from = kept.baseAddress else { return }
            (start + ReadingChains.headBytes).copyMemory(
                from: from + series * ReadingChains.blockReadings,
                byteCount: ReadingChains.blockReadings * MemoryLayout<Kept>.stride)
        }
        heads[series].previous = fileBytes + Int64(waitingBytes)
        heads[series].latestBefore = heads[series].latest
        heads[series].count = 0
        waitingBytes += ReadingChains.blockBytes
    }

    private func write() throws(StoreError) {
        var done = 0
        while done < waitingBytes {
            let count = pwrite(
                descriptor, waiting.baseAddress.map { $0 + done }, waitingBytes - done, off_t(fileBytes) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ReadingChains.failure("keep readings", path, errno) }
            done += count
        }
        fileBytes += Int64(waitingBytes)
        waitingBytes = 0
    }

    private func block(at place: Int64) throws(StoreError) -> UnsafeRawBufferPointer {
        if place >= fileBytes {
            let start = Int(place - fileBytes)
            return UnsafeRawBufferPointer(rebasing: waiting[start..<start + ReadingChains.blockBytes])
        }
        var done = 0
        while done < ReadingChains.blockBytes {
            let count = pread(
                descriptor, found.baseAddress.map { $0 + done }, ReadingChains.blockBytes - done,
                off_t(place) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ReadingChains.failure("look up readings", path, errno) }
            done += count
        }
        return UnsafeRawBufferPointer(found)
    }

    private static func failure(_ operation: String, _ path: String, _ code: Int32) -> StoreError {
        StoreError(
            kind: code == ENOSPC || code == EDQUOT || code == EFBIG ? .full : .io, code: -code, operation: operation,
            message: "The drill could not \(operation) in \(path): \(String(cString: strerror(code))). Make room, or "
                + "name another folder with TMPDIR.")
    }
}
