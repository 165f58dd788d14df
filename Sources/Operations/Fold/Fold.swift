import AlarmManagement
import CommandLog
import IncidentCommand
import Intake
import QualityControl
import Roster
import RuleEngine
import Store
import Telemetry

/// The whole state of a city as a fold over its journal: the same inputs give the same incidents and the same log, byte for
/// byte, at any speed, in any batching, in any process. Reads no clock, file, random number or environment.
package struct Fold {
    /// Stamp of the last input; the next one's is later.
    package internal(set) var at = Timestamp.distantPast
    /// Timers due before this have fired.
    package internal(set) var firedThrough = Timestamp.distantPast
    /// When the next timer is due; `distantFuture` where none is. Kept, because it is asked for with every reading.
    package private(set) var nextDue = Timestamp.distantFuture
    /// Inputs so far; the number of the last one.
    package internal(set) var sequence: Int64 = 0
    package internal(set) var counters = StoreCursor.start.counters
    /// The newest start; nil before the first.
    package internal(set) var start: StartInput?
    /// Nil before the first configuration.
    package internal(set) var loaded: LoadedCity?
    package internal(set) var chain = LogChain(exercise: false)
    package internal(set) var intake = Intake(registry: .empty)
    package internal(set) var quality = QualityControl()
    package internal(set) var engine: RuleEngine?
    /// What of the rules' alarms is told; nil before the first configuration.
    package internal(set) var alarmManagement: AlarmManagement?
    package internal(set) var incidentCommand: IncidentCommand?
    /// Holes of the roster that come; nil before the first configuration.
    package internal(set) var rosterWatch: RosterWatch?
    /// What became of the newest alarm command; stays when other inputs follow.
    package private(set) var alarmOutcome: AlarmCommandOutcome?
    var segments = JournalSegmentHasher()

    // Reused between inputs: the hot path allocates nothing.
    let parsed = ParsedMessage()
    var output = IntakeOutput()
    var changes: [AlarmChange] = []
    var actions: [IncidentAction] = []
    var managed = AlarmManagement.Output()
    var rosterFacts: [LogFact] = []
    /// Who stands for a party, until the next hand-over: found again from the roster, so in no snapshot. Only looked up.
    var duties: [String: Duty] = [:]
    var stored: [StoredRevision] = []
    /// Flags that the present input changed afterwards.
    var requalified: [RequalifiedReading] = []
    /// Registered devices that were never heard are waited for.
    var isExpecting = false
    /// Whether registered devices that were never heard are waited for at all; not where only some of them are played.
    package var expectsDevices = true
    /// Whether anything but readings came of the inputs since the owner asked last: such a batch is committed at once.
    package var isUrgent = false

    package init() {}

    package var isExercise: Bool { start?.exercise ?? false }

    /// The stamp of an input that arrives when the clock says `now`: stamps only grow, whatever the clock does.
    package func stamp(now: Timestamp) -> Timestamp {
        Fold.stamp(after: max(at, firedThrough), now: now)
    }

    /// The same from two of a fold's times: whoever holds the fold in an object would copy the whole of it to ask.
    package static func stamp(after last: Timestamp, now: Timestamp) -> Timestamp {
        max(last + Interval(nanoseconds: 1), now)
    }

    /// Fires every timer due before `moment`, each at its own due time; at equality the input that comes wins.
    ///
    /// - Throws: `StoreError` of the sink.
    package mutating func advance(to moment: Timestamp, sink: some FoldSink) throws {
        if nextDue < moment { try fire(before: moment, sink: sink) }
        firedThrough = max(firedThrough, moment)
    }

    private mutating func fire(before moment: Timestamp, sink: some FoldSink) throws {
        defer { lookAhead() }
        while true {
            lookAhead()
            let due = nextDue
            guard due < moment else { return }
            firedThrough = max(firedThrough, due)
            // On a tie the rules go first: what they find may be what an order waits for.
            if let engine, engine.nextDue == due {
                engine.fireNextTimer(into: &changes)
                try settleChanges(at: due, sink: sink)
            } else if alarmManagement?.nextDue == due {
                alarmManagement?.fireNextTimer(into: &managed)
                try settleManaged(at: due, sink: sink)
            } else if incidentCommand?.nextDue == due {
                incidentCommand?.fireNextTimer(into: &actions)
                try settleActions(at: due, sink: sink)
            } else {
                rosterWatch?.fireNextTimer(into: &rosterFacts)
                try settleRoster(at: due, sink: sink)
            }
        }
    }

    /// Finds `nextDue` again, after whatever may have set or taken out a timer.
    mutating func lookAhead() {
        var due = engine?.nextDue ?? .distantFuture
        due = min(due, alarmManagement?.nextDue ?? .distantFuture)
        due = min(due, incidentCommand?.nextDue ?? .distantFuture)
        nextDue = min(due, rosterWatch?.nextDue ?? .distantFuture)
    }

    /// Applies one input.
    ///
    /// - Parameters:
    ///   - record: its bytes as the journal holds them.
    ///   - stamp: later than every stamp before.
    ///   - readAhead: the message as somebody has read it already, for others as well; nil: it is read here.
    /// - Returns: what became of a command; nil for every other input.
    /// - Throws: `StoreError` of the sink, `CodingFault`, or what a stored configuration is wrong by.
    @discardableResult
    package mutating func apply(
        _ view: JournalInputView, at stamp: Timestamp, record: UnsafeRawBufferPointer,
        readAhead: ParsedBatch.Message? = nil, sink: some FoldSink
    ) throws -> CommandOutcome? {
        try advance(to: try lastMoment(before: view, at: stamp), sink: sink)
        defer { lookAhead() }
        at = stamp
        firedThrough = max(firedThrough, stamp)
        sequence += 1
        let segment = segments.append(record: record)
        // The data clock stands at the beginning of time until its first message: devices are waited for from there.
        if !isExpecting, hasBegun { try expectDevices(sink: sink) }
        var outcome: CommandOutcome?
        switch view {
        case .message(let topic, let payload, let qos, let retained):
            try applyMessage(
                topic: topic, payload: payload, qos: qos, retained: retained, readAhead: readAhead, sink: sink)
        case .other(let input):
            outcome = try apply(input, sink: sink)
        }
        if let segment { try log(segment.fact, at: stamp, sink: sink) }
        return outcome
    }

    /// Up to when timers fire before an input: its stamp. Before a start, the moment until which the server watched; what
    /// became of the timers in the gap after it, the start decides itself.
    private func lastMoment(before view: JournalInputView, at stamp: Timestamp) throws -> Timestamp {
        guard case .other(.started(let bytes)) = view else { return stamp }
        return try InputJSON.decode(StartInput.self, from: bytes).watchedUntil ?? stamp
    }

    private mutating func apply(_ input: JournalInput, sink: some FoldSink) throws -> CommandOutcome? {
        switch input {
        case .message(let topic, let payload, let qos, let retained):
            try topic.withUnsafeBytes { topicBytes in
                try payload.withUnsafeBytes { payloadBytes in
                    try applyMessage(topic: topicBytes, payload: payloadBytes, qos: qos, retained: retained, sink: sink)
                }
            }
        case .command(let bytes):
            isUrgent = true
            let command = try InputJSON.decode(OfficerCommand.self, from: bytes)
            let outcome = incidentCommand?.apply(command, at: at, into: &actions)
            try settleActions(at: at, sink: sink)
            return outcome
        case .alarmCommand(let bytes):
            isUrgent = true
            let command = try InputJSON.decode(AlarmCommand.self, from: bytes)
            alarmOutcome = alarmManagement?.apply(command, at: at, into: &managed)
            try settleManaged(at: at, sink: sink)
        case .peopleCommand(let bytes):
            try log(try InputJSON.decode(PeopleCommand.self, from: bytes).fact, at: at, sink: sink)
        case .delivery(let bytes):
            let report = try InputJSON.decode(HandOverReport.self, from: bytes)
            try sink.handedOver(key: report.key, report: report, at: at)
            incidentCommand?.apply(report, at: at, into: &actions)
            try settleActions(at: at, sink: sink)
        case .configuration(let sha256):
            try applyConfiguration(sha256, sink: sink)
        case .started(let bytes):
            try applyStart(try InputJSON.decode(StartInput.self, from: bytes), sink: sink)
        case .intakeGap(let bytes):
            try applyIntakeGap(try InputJSON.decode(IntakeGapInput.self, from: bytes), sink: sink)
        case .clockStep(let bytes):
            let step = try InputJSON.decode(ClockStepInput.self, from: bytes)
            let fields = [
                LogFact.Field("by", .interval(step.by)), LogFact.Field("wall_clock", .time(step.wallClock)),
            ]
            try log(LogFact("clock_stepped", fields: fields), at: at, sink: sink)
        case .repeated(let count):
            counters.messages += count
            counters.duplicates += count
        case .stopped:
            try log(LogFact("watch_stopped", fields: []), at: at, sink: sink)
        }
        return nil
    }

    // MARK: What inputs cause

    /// Hands alarm changes through alarm management to incident command, and what that causes to the sink.
    mutating func settleChanges(at moment: Timestamp, sink: some FoldSink) throws {
        if changes.isEmpty { return }
        let batch = changes
        changes.removeAll(keepingCapacity: true)
        for change in batch {
            sink.observe(change)
            if alarmManagement == nil { managed.told.append(change) }
            alarmManagement?.apply(change, into: &managed)
        }
        try settleManaged(at: moment, sink: sink)
    }

    mutating func settleManaged(at moment: Timestamp, sink: some FoldSink) throws {
        for fact in managed.facts { try log(fact, at: moment, sink: sink) }
        for change in managed.told { incidentCommand?.apply(change, into: &actions) }
        managed.facts.removeAll(keepingCapacity: true)
        managed.told.removeAll(keepingCapacity: true)
        try settleActions(at: moment, sink: sink)
    }

    mutating func settleActions(at moment: Timestamp, sink: some FoldSink) throws {
        if actions.isEmpty { return }
        isUrgent = true
        let batch = actions
        actions.removeAll(keepingCapacity: true)
        var latches: [AlarmID] = []
        for action in batch {
            switch action {
            case .log(var fact):
                addDuty(to: &fact, at: moment)
                try log(fact, at: moment, sink: sink)
            case .deliver(var message):
                addDuty(to: &message, at: moment)
                try sink.deliver(message, at: moment)
            case .resetLatch(let alarm): latches.append(alarm)
            case .changed(let id):
                if let incident = incidentCommand?.incident(id) { try sink.changed(incident, at: moment) }
            }
        }
        for alarm in latches where engine?.resetLatch(alarm: alarm, at: moment, into: &changes) != true {
            if let cleared = ServerAlarm.cleared(alarm, at: moment) { changes.append(cleared) }
        }
        try settleChanges(at: moment, sink: sink)
    }

    mutating func log(_ fact: LogFact, at moment: Timestamp, sink: some FoldSink) throws {
        isUrgent = true
        try sink.append(chain.append(fact, at: moment))
    }
}
