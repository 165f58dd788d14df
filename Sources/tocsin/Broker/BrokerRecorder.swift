import Glibc
import LiveServer
import MQTT
import Operations
import Recordings
import Telemetry

/// Writes what a live broker sends into a recording, byte for byte, until it is told to end.
struct BrokerRecorder {
    private let session: MQTTSession
    private let endpoint: MQTTEndpoint
    private let writer: RecordingWriter
    private let filters: Int
    /// Recorded times run on boot time from the start on: setting the clock meanwhile does not show.
    private let start: Timestamp
    /// Recorded seconds in a real second.
    private let speed: Double
    private let clock: ClockReadings
    /// Boot time of the start; nil while the clock of an exercise stands, until the first message.
    private var startNanoseconds: Int64?
    private var flushedNanoseconds: Int64
    private var readyFilters = 0
    private var wasConnected = false
    /// Until when the broker was there; nil while it is.
    private var lostAt: Timestamp?
    /// Times at which the connection was lost for a while.
    private(set) var gaps = 0

    private static let flushNanoseconds: Int64 = 1_000_000_000
    private static let turnMilliseconds: Int32 = 100

    /// - Parameters:
    ///   - start: when the recording's header says that it begins.
    ///   - exerciseSpeed: nil records on the wall's clock; else that of an exercise, which stands at `start` until the first
    ///     message and then runs so many times as fast.
    init(
        session: MQTTSession, endpoint: MQTTEndpoint, filters: Int, writer: RecordingWriter, start: Timestamp,
        exerciseSpeed: Double? = nil, clock: ClockReadings
    ) {
        self.session = session
        self.endpoint = endpoint
        self.filters = filters
        self.writer = writer
        self.start = start
        self.clock = clock
        speed = exerciseSpeed ?? 1
        flushedNanoseconds = clock.bootNanoseconds()
        startNanoseconds = exerciseSpeed == nil ? flushedNanoseconds : nil
    }

    private var now: Timestamp {
        guard let startNanoseconds else { return start }
        let passed = Double(clock.bootNanoseconds() - startNanoseconds) * speed
        return start + Interval(nanoseconds: Int64(min(passed, 9e18)))
    }

    /// - Parameters:
    ///   - length: how long to record from the moment at which all filters are subscribed; nil: until `isStopped`.
    ///   - onReady: called once at that moment.
    /// - Throws: `CommandFailure` where the broker refuses; `RecordingFailure` where the file can't be written.
    mutating func run(for length: Interval?, isStopped: () -> Bool, onReady: () -> Void) throws {
        var end: Timestamp?
        var isReady = false
        while !isStopped(), end.map({ now < $0 }) ?? true {
            try turn()
            if !isReady, readyFilters == filters {
                isReady = true
                end = length.map { now + $0 }
                onReady()
            }
        }
        // What the socket holds already was sent before the end.
        try receive()
        try writer.finish(at: now)
        session.finish(now: clock.bootNanoseconds())
    }

    private mutating func turn() throws {
        session.advance(now: clock.bootNanoseconds())
        var waiting = pollfd(fd: session.pollDescriptor, events: session.pollEvents, revents: 0)
        _ = poll(&waiting, 1, BrokerRecorder.turnMilliseconds)
        session.advance(now: clock.bootNanoseconds())
        try receive()
        try handleEvents()
        let boot = clock.bootNanoseconds()
        if boot - flushedNanoseconds >= BrokerRecorder.flushNanoseconds {
            flushedNanoseconds = boot
            try writer.flush()
        }
    }

    private mutating func receive() throws {
        var failure: RecordingFailure?
        var isDrained = false
        while !isDrained {
            let at = now
            let before = writer.count
            isDrained =
                session.receive(maximumCount: 1_000) { message in
                    guard failure == nil else { return }
                    do throws(RecordingFailure) {
                        try writer.append(RecordedItem(at: at, line: .message(BrokerRecorder.recorded(message))))
                    } catch {
                        failure = error
                    }
                }.isDrained
            if let failure { throw failure }
            if startNanoseconds == nil, writer.count > before { startNanoseconds = clock.bootNanoseconds() }
            _ = session.acknowledge()
        }
    }

    private static func recorded(_ message: MQTTMessage) -> RecordedMessage {
        RecordedMessage(
            topic: Array(message.topic), payload: Array(message.payload), qos: message.quality,
            retained: message.isRetained, properties: message.properties.recorded)
    }

    private mutating func handleEvents() throws {
        while let event = session.nextEvent() {
            switch event {
            case .connected:
                wasConnected = true
                readyFilters = 0
                try endGap()
            case .connectFailed(let reason, _, _):
                // Once it was there it is waited for.
                if !wasConnected { throw CommandFailure.broker(endpoint, "\(reason)") }
            case .lost(let reason, _):
                lostAt = now
                Output.note("\(endpoint): \(reason)")
            case .takenOver: throw CommandFailure.broker(endpoint, "another client has taken our id")
            case .subscribed: readyFilters += 1
            case .subscriptionRefused(let filter, let reason):
                throw CommandFailure.broker(endpoint, "\(filter): \(reason)")
            case .takeOverSuspected, .brokerDropped, .brokerUptime, .brokerGoodbye, .published, .publishRefused,
                .publishUncertain, .statusRefused, .finished:
                break
            }
        }
    }

    /// The session keeps nothing: what was sent meanwhile is missing, and the recording says so.
    private mutating func endGap() throws(RecordingFailure) {
        guard let from = lostAt else { return }
        lostAt = nil
        gaps += 1
        let gap = IntakeGapInput(cause: .sessionLost, from: from, to: now, detail: "recorder")
        try writer.append(RecordedItem(at: now, line: .input(.intakeGap, json: InputJSON.encode(gap))))
    }
}
