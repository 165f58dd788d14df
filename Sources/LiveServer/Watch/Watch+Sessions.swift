import Delivery
import IncidentCommand
import MQTT
import Operations
import Store
import Telemetry

extension Watch {
    func handleIntakeEvents() {
        while let event = intake.nextEvent() {
            switch event {
            case .connected(let sessionPresent): intakeConnected(sessionPresent)
            case .connectFailed(let reason, _, _):
                connection.isConnected = false
                shared.updateLive { live in
                    live.broker = .lost
                    live.brokerDetail = reason.description
                }
                shared.brokerFailed(reason.description)
            case .lost(let reason, _): intakeLost(reason)
            case .takeOverSuspected:
                // It goes on trying: whoever holds our name is told from, so that a person can look.
                gap(.takenOver, from: connection.lastKnown, detail: IntakeGapInput.suspected)
            case .takenOver:
                connection.isTakenOver = true
                connection.isConnected = false
                shared.updateLive { $0.broker = .takenOver }
                gap(.takenOver, from: connection.lastKnown)
            case .subscribed:
                connection.readyFilters += 1
                if connection.readyFilters >= shared.filterCount { shared.becameReady() }
            case .subscriptionRefused(let filter, let reason):
                gap(.subscriptionRefused, from: clock.now(), detail: "\(filter): \(reason)")
                shared.brokerFailed("The broker refuses the subscription \(filter): \(reason).")
            case .brokerDropped(let total, let increase): brokerDropped(total: total, increase: increase)
            case .brokerGoodbye(let will): brokerLife.heard(goodbye: will)
            case .brokerUptime(let seconds, let isRetained): brokerSaysUptime(seconds, isRetained: isRetained)
            case .published, .publishRefused, .publishUncertain, .statusRefused, .finished: break
            }
        }
        if connection.isConnected {
            connection.lastKnown = clock.now()
            connection.aliveAt = clock.bootNanoseconds()
        }
    }

    private func intakeConnected(_ sessionPresent: Bool) {
        let wasLost = !connection.isConnected && connection.lastKnown > .distantPast
        connection.isConnected = true
        connection.readyFilters = 0
        shared.updateLive { live in
            live.broker = .connected
            live.brokerDetail = ""
        }
        brokerLife.connected(leaving: intake.will)
        remember(key: WatchKeys.brokerLife, value: brokerLife.encoded)
        connection.toldGap = !sessionPresent && connection.hadSession
        if connection.toldGap {
            gap(.sessionLost, from: max(connection.lastKnown, fold.start?.watchedUntil ?? .distantPast))
        } else if wasLost && connection.wasLossLogged {
            gap(.brokerBack, from: connection.lastKnown)
        }
        connection.wasLossLogged = false
        if !connection.hadSession {
            connection.hadSession = true
            remember(key: WatchKeys.hadSession, value: [1])
        }
    }

    private func intakeLost(_ reason: MQTTReason) {
        connection.isConnected = false
        connection.knownBeforeLoss = connection.lastKnown
        // Not when the next one is there: its first messages may come with the news of it.
        memory?.connectionEnded()
        shared.updateLive { live in
            live.broker = .lost
            live.brokerDetail = reason.description
        }
        brokerLife.lost(goodbye: reason.code == .brokerShutDown, lastKnown: brokerTime(of: connection.aliveAt))
        if reason.code == .brokerShutDown { remember(key: WatchKeys.brokerLife, value: brokerLife.encoded) }
        // A connection that we closed ourselves because a commit failed says nothing about the broker.
        guard reason.code != .abandoned, memory == nil else { return }
        gap(.brokerLost, from: connection.lastKnown, detail: reason.description)
        connection.wasLossLogged = true
    }

    private func brokerDropped(total: UInt64, increase: UInt64) {
        if increase > 0 {
            gap(.brokerDropped, from: connection.droppedCheckedAt, dropped: increase)
        }
        connection.droppedCheckedAt = clock.now()
        if increase > 0 || connection.droppedTotal != total {
            connection.droppedTotal = total
            var writer = ByteWriter()
            writer.write(unsigned: total)
            remember(key: WatchKeys.droppedTotal, value: writer.bytes)
        }
    }

    // MARK: The broker's own life

    /// Boot time as `BrokerLife` counts it: on from the wall clock as it stood when this process began.
    private func brokerTime(of bootNanoseconds: Int64) -> Int64 { bootNanoseconds &+ connection.wallMinusBoot }

    /// How often the broker saves what it has confirmed, by the configuration that we ship.
    static let brokerSaving = Interval(seconds: 10)

    private func brokerSaysUptime(_ seconds: Int64, isRetained: Bool) {
        let before = brokerLife
        let now = clock.bootNanoseconds()
        // Behind a crowd of messages the value is older than it looks.
        let isExact = !isRetained && connection.isDrained
        let verdict = brokerLife.heard(uptime: seconds, isExact: isExact, now: brokerTime(of: now))
        if case .unannounced(let began) = verdict, !connection.toldGap, memory == nil {
            // On the wall clock until the new broker began; what it confirmed itself it has.
            let after = configuration.clock == .wall ? Timestamp(nanoseconds: began) : clock.now()
            let known = connection.knownBeforeLoss
            let hasWatched = known > .distantPast + Interval(seconds: 86_400)
            gap(.brokerRestarted, from: hasWatched ? known - Watch.brokerSaving : .distantPast, through: after)
        }
        if verdict != .same { connection.toldGap = false }
        if brokerLife != before { remember(key: WatchKeys.brokerLife, value: brokerLife.encoded) }
    }

    private func gap(
        _ cause: IntakeGapInput.Cause, from: Timestamp, through: Timestamp? = nil, dropped: UInt64? = nil,
        detail: String = ""
    ) {
        let now = clock.now()
        let end = min(through ?? now, now)
        let record = IntakeGapInput(
            cause: cause, from: from == .distantPast ? end : min(from, end), to: end, dropped: dropped, detail: detail)
        takeOrFail(.intakeGap(InputJSON.encode(record)))
    }

    /// Stores a small thing of the watch's own with the batch.
    private func remember(key: String, value: [UInt8]) {
        guard failure == nil, memory == nil else { return }
        do {
            try beginBatchIfNeeded()
            try store.setValue(value, forKey: key)
        } catch {
            failure = error
        }
    }

    // MARK: The outgoing session

    func handleOutgoing() {
        if signals.outgoing || outgoing.inFlightCount > 0 { outgoing.receive() }
        while let event = outgoing.nextEvent() {
            switch event {
            case .connected: schedule.heartbeatWanted()
            case .published(let token):
                if let item = outbox.published(token: token) { report(item, .handedOver(evidence: "puback")) }
            case .publishRefused(let token, let reason):
                if let item = outbox.refused(token: token, nowNanoseconds: clock.bootNanoseconds()) {
                    report(item, .failed(reason: reason.description))
                } else {
                    shared.tallies.countRetry(Channel.mqtt.id)
                }
            case .publishUncertain(let token):
                outbox.uncertain(token: token)
                shared.tallies.countRetry(Channel.mqtt.id)
            case .takenOver:
                // Who took over our other name as well is told of by the intake session's alarm; this one only tells.
                outgoing.restart(now: clock.bootNanoseconds())
            case .connectFailed, .lost, .takeOverSuspected, .subscribed, .subscriptionRefused, .brokerDropped,
                .brokerUptime, .brokerGoodbye, .statusRefused,
                .finished:
                break
            }
        }
    }

    private func report(_ item: OutboxQueue.Item, _ outcome: HandOverReport.Outcome) {
        var finished = item.report
        finished.outcome = outcome
        shared.tallies.count(outcome, of: finished.channel)
        take(FinishedDelivery(report: finished, isRecorded: item.isRecorded))
    }

    func pumpOutbox() {
        let now = clock.bootNanoseconds()
        while let (token, item) = outbox.next(nowNanoseconds: now) {
            do {
                switch try outgoing.publish(
                    token: token, topic: item.message.topic, payload: item.message.payload, retained: false)
                {
                case .queued: continue
                case .full, .notConnected:
                    outbox.postponed(token: token)
                    return
                }
            } catch {
                // The library can't send it at all; trying again would not help.
                _ = outbox.published(token: token)
                report(item, .failed(reason: "\(error)"))
            }
        }
        guard memory == nil else { return }
        if outbox.hasOverflowed && outbox.count < OutboxQueue.limit / 2 || channels.takeRefill() { refillOutbox() }
    }

    /// Reads what the database says is still to be told: after a start, and after the queue had overflowed.
    func refillOutbox() {
        outbox.refilled()
        guard let rows = try? store.pendingOutbox(limit: OutboxQueue.limit + ChannelQueue.limit) else { return }
        for row in rows {
            guard let pending = OutboxCodec.pending(row) else {
                shared.report(.storeFailed, "The message \(row.key) of the outbox can't be read and is not told.")
                continue
            }
            enqueue(pending.report, body: pending.body, lifeSafety: pending.lifeSafety)
        }
    }

    func publishHeartbeat() {
        let open = (memory?.fold ?? fold).incidentCommand?.incidents.count { !$0.isClosed }
        outgoing.publishStatus(
            ServiceStatus(
                state: .online, at: clock.wallTime(), clientIdentifier: shared.clientIdentifier,
                isExercise: fold.isExercise, incidentsOpen: open,
                logHead: committedHead.map { ServiceStatus.LogHead(entries: UInt64($0.entries), hash: $0.hash.hex) }))
    }
}

/// Keys of the watch's own small values in the store.
enum WatchKeys {
    static let hadSession = "broker_session"
    static let droppedTotal = "broker_dropped_total"
    static let brokerLife = "broker_life"
    static let ended = "watch_ended"
}
