import AlarmManagement
import CommandLog
import Glibc
import IncidentCommand
import MQTT
import Operations
import Store
import Telemetry

extension Watch {
    func handleRequests() {
        for request in shared.mailbox.takeAll() {
            switch request {
            case .command(let command, let reply): handle(command, reply: reply)
            case .alarmCommand(let command, let reply): handle(command, reply: reply)
            case .peopleCommand(let command, let reply):
                carryOut(.peopleCommand(InputJSON.encode(command)), reply: reply) { _ in () }
            case .alarms(let limit, let reply):
                let management = fold.alarmManagement ?? AlarmManagement(rules: .none)
                reply(.success(management.overview(limit: limit)))
            case .reload(let city, let reply): handle(city, reply: reply)
            case .backup(let directory, let reply): beginBackup(to: directory, reply: reply)
            case .unknownRules(let limit, let reply):
                reply(.success(fold.engine?.unknowns(at: fold.at, limit: limit) ?? (0, [])))
            case .handOver(let finished): take(finished)
            case .stateSheet(let failure): take(stateSheet: failure)
            case .stop: stopAsked = true
            }
        }
    }

    private func handle(
        _ command: OfficerCommand, reply: @escaping @Sendable (Result<CommandOutcome, ServerError>) -> Void
    ) {
        carryOut(.command(InputJSON.encode(command)), reply: reply) { outcome in
            // Resetting the alarm of a stolen client id is the decision to try again.
            if connection.isTakenOver, outcome == .accepted, case .reset = command.kind {
                connection.isTakenOver = false
                intake.restart(now: clock.bootNanoseconds())
            }
            return outcome
        }
    }

    private func handle(
        _ command: AlarmCommand, reply: @escaping @Sendable (Result<AlarmCommandOutcome, ServerError>) -> Void
    ) {
        carryOut(.alarmCommand(InputJSON.encode(command)), reply: reply) { _ in fold.alarmOutcome }
    }

    /// Takes a person's command; its outcome is told when it is committed.
    ///
    /// - Parameter outcome: what came of it, from what the fold returned.
    private func carryOut<Outcome: Sendable>(
        _ input: JournalInput, reply: @escaping @Sendable (Result<Outcome, ServerError>) -> Void,
        outcome: (CommandOutcome?) -> Outcome?
    ) {
        if let memory {
            reply(.failure(.storeFull(memory.reason)))
            return
        }
        guard failure == nil else {
            reply(.failure(.storeFull("\(String(describing: failure))")))
            return
        }
        do {
            guard let outcome = outcome(try take(.other(input))) else {
                reply(.failure(.failed("The command had no outcome.")))
                return
            }
            replies.append { reply(.success(outcome)) }
            refusals.append { reply(.failure($0)) }
        } catch {
            failure = error
            refusals.append { reply(.failure($0)) }
        }
    }

    private func handle(_ city: LoadedCity, reply: @escaping @Sendable (Result<Bool, ServerError>) -> Void) {
        if let memory {
            reply(.failure(.storeFull(memory.reason)))
            return
        }
        if fold.loaded?.sha256 == city.sha256 {
            reply(.success(false))
            return
        }
        takeConfiguration(city)
        let shared = shared
        let configure = configureChannels
        replies.append {
            shared.updateCity(city)
            configure(city)
            reply(.success(true))
        }
        refusals.append { reply(.failure($0)) }
    }

    /// Stores a configuration and journals that it holds from here on.
    func takeConfiguration(_ city: LoadedCity) {
        guard failure == nil, let hash = LogHash(hex: city.sha256) else { return }
        sink.remember(city)
        do {
            try beginBatchIfNeeded()
            try store.putConfiguration(
                sha256: hash, at: fold.stamp(now: clock.now()), name: city.city.id, blob: city.bundle.canonicalBytes)
            try take(.other(.configuration(sha256: city.sha256)))
        } catch {
            failure = error
        }
    }

    // MARK: Stopping

    /// Intake first, store last: what was received is committed and acknowledged, what was ordered is told as far as the
    /// broker takes it within a few seconds; the rest stays in the outbox for the next start.
    func drain() {
        shared.updateLive { $0.isStopping = true }
        // Watched until now: the gap begins here.
        if memory == nil { commitCursor() }
        cancelBackup("The server stops.")
        channels.close()
        let now = clock.bootNanoseconds()
        if memory == nil && intake.unacknowledgedCount == 0 {
            intake.finish(now: now)
        } else {
            intake.abandon(now: now)
        }
        let refusedLater = drainOutgoing(until: now + Watch.drainNanoseconds)
        channels.abandon()
        if memory == nil {
            takeOrFail(.stopped)
            commit()
        }
        endStore()
        head.flush()
        shared.feed.finish()
        store.close()
        for request in refusedLater { refuse(request) }
        putAway()
    }

    /// The last thing: whoever waits is answered, and nobody else comes in.
    func putAway() {
        for request in shared.mailbox.close() { refuse(request) }
        shared.stopped()
    }

    static let drainNanoseconds: Int64 = 3_000_000_000

    /// - Returns: requests that came meanwhile and are no channel's report.
    private func drainOutgoing(until deadline: Int64) -> [WatchRequest] {
        var others: [WatchRequest] = []
        while clock.bootNanoseconds() < deadline,
            !outbox.isEmpty && outgoing.isConnected || channels.attemptsUnderWay > 0
        {
            takeReports(&others)
            turnOutgoing()
        }
        takeReports(&others)
        outgoing.finish(now: clock.bootNanoseconds())
        var finished = false
        while !finished, clock.bootNanoseconds() < deadline + Watch.drainNanoseconds {
            outgoing.advance(now: clock.bootNanoseconds())
            outgoing.receive()
            while let event = outgoing.nextEvent() {
                if case .finished = event { finished = true }
                if case .published(let token) = event { _ = outbox.published(token: token) }
            }
            if !finished { pollOutgoing() }
        }
        return others
    }

    private func takeReports(_ others: inout [WatchRequest]) {
        for request in shared.mailbox.takeAll() {
            if case .handOver(let finished) = request { take(finished) } else { others.append(request) }
        }
        if store.isInTransaction { commit() }
    }

    private func turnOutgoing() {
        outgoing.advance(now: clock.bootNanoseconds())
        pumpOutbox()
        pollOutgoing()
        handleOutgoing()
        if store.isInTransaction { commit() }
    }

    /// Waits a little for the outgoing session alone.
    private func pollOutgoing() {
        var descriptors = [pollfd(fd: outgoing.pollDescriptor, events: outgoing.pollEvents, revents: 0)]
        _ = poll(&descriptors, 1, 20)
    }

    /// Says that the watch ended in order, and leaves a snapshot for the next start.
    func endStore() {
        guard memory == nil else { return }
        do {
            try store.begin()
            try store.setValue(Array("stopped".utf8), forKey: WatchKeys.ended)
            if fold.sequence > 0 { try writeSnapshot() }
            try store.setCursor(fold.cursor)
            try store.commit()
            head.changed(fold.chain.headRecord(at: fold.at, identity: identity, epoch: epoch))
        } catch {
            store.rollback()
            shared.report(.storeFailed, "\(error)")
        }
    }

    private func refuse(_ request: WatchRequest) {
        switch request {
        case .command(_, let reply): reply(.failure(.stopping))
        case .alarmCommand(_, let reply): reply(.failure(.stopping))
        case .peopleCommand(_, let reply): reply(.failure(.stopping))
        case .alarms(_, let reply): reply(.failure(.stopping))
        case .reload(_, let reply): reply(.failure(.stopping))
        case .backup(_, let reply): reply(.failure(.stopping))
        case .unknownRules(_, let reply): reply(.failure(.stopping))
        case .handOver, .stateSheet, .stop: break
        }
    }
}
