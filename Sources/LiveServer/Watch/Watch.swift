import Channels
import City
import CommandLog
import Delivery
import Glibc
import IncidentCommand
import MQTT
import Operations
import Store
import Telemetry

/// The thread that does everything in order: receive, fold, commit, acknowledge, tell. It alone owns both MQTT sessions,
/// the fold and the store's writer; everything else reaches it through the mailbox.
final class Watch {
    let shared: WatchShared
    let store: Store
    let sink: StoreSink
    let configuration: ServerConfiguration
    var fold: Fold
    var clock: WatchClock
    var encoder = JournalEncoder()
    var intake: MQTTSession
    var outgoing: MQTTPublisher
    var outbox = OutboxQueue()
    var orderKey = OrderKey("")
    /// Hands over what does not go by the broker, on threads of its own; its reports come by the mailbox.
    let channels: ChannelOffice
    var head: HeadKeeper
    /// Peeks at event times for the data clock.
    let peek = EventTimePeek()

    /// Boot time at which the open transaction began.
    var batchBegan: Int64 = 0
    /// How long an urgent batch may grow.
    var urgency = BatchUrgency()
    let wakefulness = ProcessorWakefulness()
    /// Answers that wait for the commit of what they are about.
    var replies: [() -> Void] = []
    /// The same, where the commit fails.
    var refusals: [(ServerError) -> Void] = []
    /// The first failure while a batch was taken; the batch is given up.
    var failure: (any Error)?
    var memory: MemoryWatch?
    var toldFromMemory = ToldFromMemory()
    var probing = ProbeInterval()
    /// Inputs of the watch's own — hand-overs, gaps, clock steps — that nobody sends again: those of the open batch, and
    /// those that wait for a store that can be written.
    var ownInputs = OwnInputs()
    /// What of the committed messages the broker may send again.
    var redeliveries = RedeliveryWindow()
    var backup: RunningBackup?
    /// The chain's end after the last commit: what is told outside is never more than what is stored.
    var committedHead: LogHead?
    var connection = ConnectionMemory()
    var brokerLife = BrokerLife()
    var signals = WatchSignals()
    var schedule = WatchSchedule()
    var stopAsked = false

    /// Readings of one batch at the most.
    static let batchInputs = 1_000
    /// How long a reading that causes nothing may wait for its commit: briefly, so that an alarm finds little to write.
    static let batchNanoseconds: Int64 = 5_000_000
    /// From so many inputs on a batch comes from a crowd, and the time of the commits themselves counts: it may take longer.
    static let crowdInputs = 64
    static let crowdNanoseconds: Int64 = 20_000_000

    init(
        shared: WatchShared, store: Store, sink: StoreSink, fold: Fold, configuration: ServerConfiguration,
        sessions: (intake: MQTTSession, outgoing: MQTTPublisher), channels: ChannelOffice, clock: WatchClock
    ) {
        self.shared = shared
        self.store = store
        self.sink = sink
        self.fold = fold
        self.configuration = configuration
        self.intake = sessions.intake
        self.outgoing = sessions.outgoing
        self.channels = channels
        self.clock = clock
        self.head = HeadKeeper(path: configuration.dataFolder + "/tocsin.head") { error in
            shared.report(.storeFailed, "\(error)")
        }
    }

    /// Runs until a stop was asked for and everything is put away.
    func run() {
        refillOutbox()
        while !stopAsked {
            wait()
            turn()
        }
        drain()
    }

    /// One round of everything. Never blocks, but for the disk.
    func turn() {
        let now = clock.bootNanoseconds()
        intake.advance(now: now)
        outgoing.advance(now: now)
        receive()
        handleIntakeEvents()
        handleOutgoing()
        if signals.mailbox { handleRequests() }
        signals = WatchSignals()
        tick()
        if shouldCommit() { commit() }
        stepBackup()
        pumpOutbox()
        houseKeep()
    }

    /// Sleeps until a socket, a request or a timer wants something.
    private func wait() {
        let now = clock.bootNanoseconds()
        var due = now + 1_000_000_000
        if let deadline = intake.nextDeadlineNanoseconds { due = min(due, deadline) }
        if let deadline = outgoing.nextDeadlineNanoseconds { due = min(due, deadline) }
        if store.isInTransaction { due = min(due, batchDue) }
        if let timer = clock.realNanoseconds(until: memory?.fold.nextDue ?? fold.nextDue) {
            due = min(due, now + timer)
        }
        if let retry = outbox.nextRetryNanoseconds { due = min(due, retry) }
        if let release = wakefulness.releaseDue { due = min(due, release) }
        if !connection.isDrained || backup != nil { due = now }
        var descriptors = [
            // What nobody takes must not wake the loop again and again.
            pollfd(fd: memory?.isFull == true ? -1 : intake.pollDescriptor, events: intake.pollEvents, revents: 0),
            pollfd(fd: outgoing.pollDescriptor, events: outgoing.pollEvents, revents: 0),
            pollfd(fd: shared.mailbox.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // Rounded up to milliseconds: waking early would only turn once more for nothing.
        let milliseconds = (max(0, due - now) + 999_999) / 1_000_000
        guard poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds)) >= 0 else { return }
        signals.outgoing = descriptors[1].fd < 0 || descriptors[1].revents != 0
        signals.mailbox = descriptors[2].fd < 0 || descriptors[2].revents != 0
    }

    // MARK: Inputs

    func beginBatchIfNeeded() throws {
        if store.isInTransaction { return }
        try store.begin()
        batchBegan = clock.bootNanoseconds()
    }

    /// Stamps an input, journals it and folds it.
    @discardableResult
    func take(_ view: JournalInputView, packet: UInt16 = 0) throws -> CommandOutcome? {
        try beginBatchIfNeeded()
        let stamp = Fold.stamp(after: max(fold.at, fold.firedThrough), now: clock.now())
        encoder.append(view, at: stamp, packet: packet)
        return try encoder.withCurrentRecord { record in
            try fold.apply(view, at: stamp, record: record, sink: sink)
        }
    }

    /// As `take` for an input of the watch's own: a failure gives up the batch, and the input waits for the next.
    func takeOrFail(_ input: JournalInput) {
        guard failure == nil, memory == nil else {
            ownInputs.wait(input)
            if let memory { takeIntoMemory(.other(input), memory) }
            return
        }
        ownInputs.taken(input)
        do { try take(.other(input)) } catch { failure = error }
    }

    private func receive() {
        if let memory {
            receiveIntoMemory(memory)
            return
        }
        let room = Watch.batchInputs - encoder.count
        guard room > 0, failure == nil else { return }
        let receipt = intake.receive(maximumCount: room) { message in
            guard failure == nil else { return }
            do { try take(message) } catch { failure = error }
            if fold.isUrgent, urgency.isRipe(now: clock.bootNanoseconds()) { intake.endReceive() }
        }
        connection.isDrained = receipt.isDrained
    }

    private func take(_ message: MQTTMessage) throws {
        let topic = UnsafeRawBufferPointer(message.topic)
        clock.messageArrived(eventTime: peekedEventTime(topic, message.payload))
        redeliveries.follow(connection: intake.connectionNumber, sessionPresent: intake.isSessionPresent)
        if redeliveries.take(message.packetIdentifier, topic: topic, payload: message.payload) {
            // It is committed; with the next commit it is acknowledged.
            return try beginBatchIfNeeded()
        }
        try take(
            .message(topic: topic, payload: message.payload, qos: message.quality, retained: message.isRetained),
            packet: message.packetIdentifier)
    }

    func peekedEventTime(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) -> Timestamp? {
        guard clock.mode == .data else { return nil }
        return peek.latestEventTime(topic: topic, payload: payload, limits: fold.intake.limits)
    }

    /// Fires what is due. Nothing is journalled: the log does not depend on how often one ticks.
    private func tick() {
        let now = clock.now()
        if let step = clock.takeStep() {
            let record = ClockStepInput(by: step, wallClock: clock.wallTime())
            takeOrFail(.clockStep(InputJSON.encode(record)))
        }
        if let memory {
            tickMemory(memory, now)
            return
        }
        guard failure == nil else { return }
        // On a clock that stands, a timer may lie before the last stamp: it is due all the same.
        let moment = max(now, fold.firedThrough)
        guard fold.nextDue < moment else { return }
        do {
            try beginBatchIfNeeded()
            try fold.advance(to: moment, sink: sink)
        } catch {
            failure = error
        }
    }

    private func shouldCommit() -> Bool {
        if memory != nil { return false }
        if failure != nil { return true }
        guard store.isInTransaction else { return false }
        return fold.isUrgent || !replies.isEmpty || encoder.count >= Watch.batchInputs
            || clock.bootNanoseconds() >= batchDue
    }

    /// Boot time at which the open batch is committed at the latest.
    private var batchDue: Int64 {
        batchBegan + (encoder.count < Watch.crowdInputs ? Watch.batchNanoseconds : Watch.crowdNanoseconds)
    }
}
