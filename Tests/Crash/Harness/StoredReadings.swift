import Store

/// Compares what is stored with what was sent, reading by reading.
package struct StoredReadings {
    package private(set) var rows = 0
    /// Confirmed by the broker and not stored.
    package private(set) var missing: [Int] = []
    /// Stored more than once.
    package private(set) var doubled: [Int] = []
    /// Stored and never sent, or with another station or value than was sent.
    package private(set) var foreign = 0
    private var isStored: [Bool]
    private let source: ReadingSource

    package init(_ source: ReadingSource, sent: Int) {
        self.source = source
        isStored = Array(repeating: false, count: sent)
    }

    package mutating func take(station: String, microseconds: Int64, value: Double) {
        rows += 1
        guard let number = source.number(at: microseconds), number < isStored.count, let sent = source[number],
            CrashCity.station(sent.station) == station, sent.value == value
        else {
            foreign += 1
            return
        }
        if isStored[number] { doubled.append(number) }
        isStored[number] = true
    }

    /// - Parameter mustBeStored: for each number whether it has to be there.
    package mutating func finish(mustBeStored: [Bool]) {
        missing = mustBeStored.indices.filter { mustBeStored[$0] && !isStored[$0] }
    }

    /// A full sentence where something is wrong; nil where each is stored exactly once.
    package var problem: String? {
        if missing.isEmpty, doubled.isEmpty, foreign == 0 { return nil }
        return "Of \(rows) stored readings \(doubled.count) are doubled and \(foreign) were never sent so; "
            + "\(missing.count) are missing"
            + (missing.first.map { " (the first is number \($0), the last \(missing.last ?? $0))." } ?? ".")
    }

    /// Reads everything that a data folder holds.
    package static func compare(
        folder: String, source: ReadingSource, mustBeStored: [Bool]
    ) throws -> StoredReadings {
        var result = StoredReadings(source, sent: mustBeStored.count)
        let reader = try StoreReader.open(folder: folder)
        try reader.forEachReading { stored in
            result.take(
                station: stored.series.station, microseconds: stored.reading.eventTime.nanoseconds / 1_000,
                value: stored.reading.value)
        }
        result.finish(mustBeStored: mustBeStored)
        return result
    }
}
