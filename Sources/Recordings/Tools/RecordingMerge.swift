import Telemetry

/// Several recordings as one, in the order of their times; at equal times in the order of the files.
package struct RecordingMerge {
    private var streams: [RecordingStream]
    private var heads: [RecordedItem?]

    /// - Throws: `RecordingFailure`.
    package init(paths: [String]) throws {
        streams = try paths.map { try RecordingStream(path: $0) }
        heads = []
        for index in streams.indices { heads.append(try streams[index].next()) }
    }

    /// When the earliest begins; nil where all are empty.
    package var start: Timestamp? { heads.compactMap { $0?.at }.min() }
    package var headers: [RecordingHeader?] { streams.map(\.header) }

    package mutating func next() throws -> RecordedItem? {
        var best: Int?
        for (index, head) in heads.enumerated() {
            guard let head else { continue }
            if let known = best, let other = heads[known], other.at <= head.at { continue }
            best = index
        }
        guard let best, let item = heads[best] else { return nil }
        heads[best] = try streams[best].next()
        if case .end = item.line { return try next() }
        return item
    }
}
