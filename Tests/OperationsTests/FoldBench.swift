import CommandLog
import IncidentCommand
import Operations
import Store
import Telemetry

/// Drives a fold by hand: stamps inputs, keeps the journal, and fires timers only when told to.
struct FoldBench<Sink: FoldSink> {
    var fold: Fold
    let sink: Sink
    /// Everything taken so far.
    private(set) var journal: [StampedInput] = []
    private var encoder = JournalEncoder()

    init(_ fold: Fold = Fold(), sink: Sink) {
        self.fold = fold
        self.sink = sink
    }

    /// Takes an input that arrives at `now`.
    @discardableResult
    mutating func take(_ input: JournalInput, now: Timestamp) throws -> CommandOutcome? {
        let stamp = fold.stamp(now: now)
        journal.append(StampedInput(at: stamp, input: input))
        return try take(input, stamp: stamp)
    }

    /// Takes an input with the stamp that it has.
    @discardableResult
    mutating func take(_ input: JournalInput, stamp: Timestamp) throws -> CommandOutcome? {
        encoder.reset()
        encoder.append(.other(input), at: stamp)
        return try encoder.withCurrentRecord { record in
            try fold.apply(.other(input), at: stamp, record: record, sink: sink)
        }
    }

    mutating func tick(to moment: Timestamp) throws { try fold.advance(to: moment, sink: sink) }

    @discardableResult
    mutating func read(_ text: String, on topic: String, now: Timestamp, retained: Bool = false) throws
        -> CommandOutcome?
    {
        try take(.message(topic: Array(topic.utf8), payload: Array(text.utf8), qos: 1, retained: retained), now: now)
    }

    mutating func start(_ city: LoadedCity, now: Timestamp) throws {
        try take(.started(InputJSON.encode(SmallCity.start(watchedUntil: nil))), now: now)
        try take(.configuration(sha256: city.sha256), now: now)
    }

    var snapshot: [UInt8] {
        var writer = ByteWriter()
        fold.encodeSnapshot(into: &writer)
        return writer.bytes
    }
}

extension SmallCity {
    static func start(
        watchedUntil: Timestamp?, end: StartInput.PreviousEnd? = nil, exercise: Bool = false
    ) -> StartInput {
        StartInput(
            identity: "small", epoch: 1, exercise: exercise, orderKey: orderKey, watchedUntil: watchedUntil,
            previousEnd: watchedUntil == nil ? nil : end ?? .killed, restoredFrom: nil, version: "test")
    }

    static let begin = Timestamp(seconds: 1_780_272_000)

    /// Seconds after the beginning.
    static func time(_ seconds: Double) -> Timestamp { begin + Interval(nanoseconds: Int64(seconds * 1e9)) }

    static let upper = "city/north/water/upper/stage"
    static let lower = "city/north/water/lower/stage"
    static let button = "city/north/security/button/panic"

    static func reading(_ seconds: Double, _ value: Double, unit: String = "m") -> String {
        "{\"t\":\"\(time(seconds).iso8601)\",\"v\":\(value),\"u\":\"\(unit)\"}"
    }
}
