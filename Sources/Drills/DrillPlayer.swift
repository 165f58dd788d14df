import CommandLog
import Configuration
import IncidentCommand
import Intake
import Operations
import Recordings
import Store
import Telemetry

/// Folds a drill's inputs and commits them in batches. With the city's rules, orders are taken as handed over at once: a
/// drill has no channel. As recorded, what became of them is in the recording.
struct DrillPlayer {
    /// Gone with the player, where it is not kept.
    private let folder: DrillFolder
    /// In a folder that is kept, the state is kept after so many inputs: any moment is found again from the one before it.
    var snapshotInputs = StoreOptions().milestoneInputs
    private var lastSnapshot: Int64 = 0
    private var store: Store { folder.store }
    private let sink: DrillSink
    private var fold = Fold()
    private var encoder = JournalEncoder()
    /// What the log says as it grows: what the report says is what the log proves.
    private(set) var trace = RunTrace()
    private var isAsRecorded = false
    /// Inputs that take the stamp of the first message: a recording begins with its first message.
    private var pending: [JournalInput] = []
    private var answers = 0
    private var expectations: [Expectation] = []
    /// Series of the next messages, by their place in the batch modulo the ring's length.
    private var ahead = [SeriesID?](repeating: nil, count: ringLength)
    private var channelFailures: [ChannelFailure] = []
    /// Who answers by a script; made when the run begins.
    private var departments: SimulatedDepartments?
    private let script: DepartmentScript?
    /// The recorded run's where the recording says it, so that its departments' proofs hold.
    private var orderKey = String(repeating: "0", count: 64)

    /// - Parameter script: who answers orders; nil: those who did in the recording.
    init(_ folder: DrillFolder, script: DepartmentScript? = nil) {
        self.folder = folder
        self.script = script
        sink = folder.sink
    }

    var pendingInputs: Int { encoder.count }
    /// Hash of the newest entry of the log, in hex.
    var logHead: String { fold.chain.head.hex }

    /// Every input meets this city's rules.
    mutating func begin(_ city: LoadedCity) throws {
        sink.remember(city)
        try store.begin()
        if let hash = LogHash(hex: city.sha256) {
            try store.putConfiguration(
                sha256: hash, at: Timestamp(nanoseconds: 0), name: city.city.id, blob: city.bundle.canonicalBytes)
        }
        pending = [.configuration(sha256: city.sha256)]
    }

    /// The first inputs take the stamp of the first that is played.
    private mutating func startRun(at now: Timestamp) throws {
        let inputs = pending
        pending = []
        departments = script.map { SimulatedDepartments(script: $0, orderKey: orderKey) }
        let start = StartInput(
            identity: "drill", epoch: 1, exercise: true, orderKey: orderKey, watchedUntil: nil, previousEnd: nil,
            restoredFrom: nil, version: "drill")
        for input in [.started(InputJSON.encode(start))] + inputs { try apply(.other(input), now: now) }
    }

    /// Every input is as the recording holds it.
    mutating func beginAsRecorded() throws {
        isAsRecorded = true
        try store.begin()
    }

    /// How many messages ahead of the one played the three steps of fetching memory are taken.
    private static let namesAhead = 12
    private static let statesAhead = 8
    private static let historiesAhead = 4
    /// Length of the ring; a power of two.
    private static let ringLength = 16

    /// Takes one item of a batch.
    mutating func take(_ batch: PlayedBatch, _ index: Int) throws {
        let lines = batch.lines
        if let topic = lines.topic(index + DrillPlayer.namesAhead) { fold.prefetchName(topic) }
        if let topic = lines.topic(index + DrillPlayer.statesAhead) {
            ahead[(index + DrillPlayer.statesAhead) % DrillPlayer.ringLength] = fold.prefetchState(topic)
        }
        if let series = ahead[(index + DrillPlayer.historiesAhead) % DrillPlayer.ringLength] {
            fold.prefetchHistory(series)
            sink.prefetch(series)
        }
        try take(lines.view(index), at: lines.time(index), readAhead: batch.readAhead?.message(index))
    }

    /// Takes one line.
    private mutating func take(
        _ view: RecordingDecoder.View, at: Timestamp, readAhead: ParsedBatch.Message?
    ) throws {
        switch view {
        case .message(let topic, let payload, let qos, let retained):
            if AnswerReader.isAnswer(topic: topic) {
                // By a script departments answer otherwise than they did.
                if script != nil { return }
                answers += 1
            }
            try take(
                .message(topic: topic, payload: payload, qos: qos, retained: retained), now: at, readAhead: readAhead)
        case .other(let line): try take(line, at: at)
        }
    }

    private mutating func take(_ line: RecordedLine, at: Timestamp) throws {
        switch line {
        case .message: return
        case .channelFailure(let json):
            if !isAsRecorded { channelFailures.append(try ChannelFailure(json: json, at: at)) }
        case .bundle(let sha256, let bytes): try remember(sha256, bytes, at: at)
        case .expectation(let json):
            let expectation = try Expectation(json: json, at: at)
            if case .logged(let code) = expectation.kind { trace.keep(code) }
            expectations.append(expectation)
        case .end:
            // What was due until then is part of the run.
            guard fold.start != nil else { return }
            if !isAsRecorded { try catchUp(to: at) }
            if !store.isInTransaction { try store.begin() }
            try fold.advance(to: at, sink: sink)
            try handOver()
        case .input(let kind, let json):
            if kind == .started, !isAsRecorded, !pending.isEmpty {
                orderKey = try InputJSON.decode(StartInput.self, from: json).orderKey
            }
            guard let input = try DrillPlayer.input(kind, json, isAsRecorded: isAsRecorded) else { return }
            if case .command(let bytes) = input, let word = DrillPlayer.word(bytes) {
                if script != nil { return }
                if word == .answer { answers += 1 }
            }
            try take(.other(input), now: at)
        }
    }

    /// - Returns: nil for an input that belongs to the recorded run and not to a run with other rules.
    private static func input(
        _ kind: RecordedInputKind, _ json: [UInt8], isAsRecorded: Bool
    ) throws(DrillError) -> JournalInput? {
        switch kind {
        case .command: return .command(json)
        case .alarmCommand: return .alarmCommand(json)
        case .peopleCommand: return isAsRecorded ? .peopleCommand(json) : nil
        case .intakeGap: return .intakeGap(json)
        case .clockStep: return .clockStep(json)
        case .delivery: return isAsRecorded ? .delivery(json) : nil
        case .stopped: return isAsRecorded ? .stopped : nil
        case .repeated:
            guard isAsRecorded, let count = Int64(String(decoding: json, as: UTF8.self)), count > 0 else { return nil }
            return .repeated(count: count)
        case .started: return isAsRecorded ? .started(json) : nil
        case .configuration:
            guard isAsRecorded else { return nil }
            let text = String(decoding: json, as: UTF8.self).filter { $0 != "\"" }
            guard LogHash(hex: text) != nil else {
                throw DrillError(
                    message: "A line of the recording names a configuration by what is no SHA-256: \(text.prefix(80))")
            }
            return .configuration(sha256: text)
        }
    }

    /// Commands that say what departments said, or that they were rung: by a script both go otherwise.
    private enum Word: String {
        case answer
        case called
    }

    private static func word(_ command: [UInt8]) -> Word? {
        guard let read = try? InputJSON.decode(OfficerCommand.self, from: command) else { return nil }
        return Word(rawValue: read.name)
    }

    private mutating func remember(_ sha256: String, _ bytes: [UInt8], at: Timestamp) throws {
        guard isAsRecorded else { return }
        guard let hash = LogHash(hex: sha256), LogHash.of(bytes) == hash else {
            throw DrillError(
                message: "The configuration \(sha256.prefix(16))… in the recording is not the one that its hash names: "
                    + "the file was changed.")
        }
        if !store.isInTransaction { try store.begin() }
        try store.putConfiguration(sha256: hash, at: at, name: "recorded", blob: bytes)
    }

    private mutating func take(
        _ view: JournalInputView, now: Timestamp, readAhead: ParsedBatch.Message? = nil
    ) throws {
        if !pending.isEmpty { try startRun(at: now) }
        if !isAsRecorded { try catchUp(to: now) }
        try apply(view, now: now, readAhead: readAhead)
    }

    /// What timers order before `moment` is handed over when they order it, and what departments answer by a script comes
    /// in its time: at a timer's own moment the answer is in time.
    private mutating func catchUp(to moment: Timestamp) throws {
        while true {
            let timer = fold.nextDue
            if let deed = departments?.takeDue(by: min(timer, moment)) {
                if deed.isAnswer { answers += 1 }
                try apply(.other(deed.input), now: deed.due)
            } else if timer < moment {
                if !store.isInTransaction { try store.begin() }
                try fold.advance(to: timer + Interval(nanoseconds: 1), sink: sink)
                try handOver()
            } else {
                return
            }
        }
    }

    private mutating func apply(
        _ view: JournalInputView, now: Timestamp, readAhead: ParsedBatch.Message? = nil
    ) throws {
        if !store.isInTransaction { try store.begin() }
        let stamp = Fold.stamp(after: max(fold.at, fold.firedThrough), now: now)
        encoder.append(view, at: stamp)
        let sink = sink
        try encoder.withCurrentRecord { record in
            try fold.apply(view, at: stamp, record: record, readAhead: readAhead, sink: sink)
        }
        try handOver()
    }

    private mutating func handOver() throws {
        guard sink.hasMessages else { return }
        let messages = sink.takeMessages()
        let calls = sink.takeCalls()
        if isAsRecorded { return }
        for call in calls { departments?.receive(call.message, at: call.at) }
        for message in messages {
            let failure = channelFailures.first { $0.concerns(message, at: fold.firedThrough) }
            let outcome =
                failure.map { HandOverReport.Outcome.failed(reason: $0.reason) } ?? .handedOver(evidence: "drill")
            let report = HandOverReport(on: message, outcome: outcome)
            try apply(.other(.delivery(InputJSON.encode(report))), now: fold.at)
            if failure == nil { departments?.receive(message, at: fold.at) }
        }
    }

    mutating func commit(_ onEntry: (Int64, [UInt8]) throws -> Void) throws {
        guard store.isInTransaction else { return }
        if encoder.count > 0 {
            try encoder.bytes.withUnsafeBytes { bytes in
                try store.appendJournal(
                    first: fold.sequence - Int64(encoder.count) + 1, count: encoder.count, at: fold.at, blob: bytes)
            }
        }
        if folder.isKept, fold.sequence / snapshotInputs > lastSnapshot / snapshotInputs {
            try store.putSnapshot(of: fold)
            lastSnapshot = fold.sequence
        }
        try store.setCursor(fold.cursor)
        try store.commit()
        encoder.reset()
        for entry in sink.takeEntries() {
            trace.note(entry.line)
            try onEntry(entry.seq, entry.line)
        }
        try store.maintain()
    }

    func report(lines: Int) -> DrillReport {
        var report = DrillReport(
            lines: lines, inputs: fold.sequence, counters: fold.counters, logEntries: fold.chain.entries,
            logHead: logHead, incidents: fold.incidentCommand?.incidents ?? [],
            alarms: trace.alarms.map(DrillAlarm.init))
        report.answers = answers
        report.isAnsweredByScript = script != nil
        report.verdicts = expectations.map {
            ExpectationVerdict(name: $0.name, finding: $0.finding(in: trace, until: fold.firedThrough))
        }
        return report
    }
}
