import Telemetry

/// Alarms, orders, witnesses and figures that go from one incident to another, with their clocks.
extension IncidentCommand {
    /// Takes alarms over as they are; the other incident's hazard ranks them.
    ///
    /// - Parameters:
    ///   - slots: ascending.
    ///   - change: what is different about each from now on.
    mutating func moveAlarms(
        _ slots: [Int], from source: Int, to target: Int, change: (inout IncidentAlarm) -> Void
    ) -> [IncidentAlarm] {
        var moved = slots.map { incidents[source].alarms[$0] }
        for slot in slots.reversed() { incidents[source].alarms.remove(at: slot) }
        for place in moved.indices {
            moved[place].kindRank = linkage.kindRank(hazard: incidents[target].hazard, alert: moved[place].id.alert)
            if pinnedSerials[moved[place].id] == incidents[source].serial { pinnedSerials[moved[place].id] = nil }
            change(&moved[place])
            let alarm = moved[place]
            if alarm.isActive { alarmSerials[alarm.id] = incidents[target].serial }
            if alarm.isPinned { pinnedSerials[alarm.id] = incidents[target].serial }
            // What is left there of an earlier raise gives way.
            incidents[target].alarms.removeAll { $0.id == alarm.id }
            incidents[target].alarms.append(alarm)
        }
        return moved
    }

    /// Takes orders over with their ids, versions and clocks, and the calls that are due about them.
    ///
    /// - Parameters:
    ///   - slots: ascending.
    ///   - change: what is different about each from now on.
    mutating func moveOrders(
        _ slots: [Int], from source: Int, to target: Int, change: (inout Order) -> Void
    ) -> [Order] {
        if slots.isEmpty { return [] }
        var moved = slots.map { incidents[source].orders[$0] }
        for slot in slots.reversed() { incidents[source].orders.remove(at: slot) }
        for place in moved.indices {
            change(&moved[place])
            let order = moved[place]
            orderSerials[order.id] = incidents[target].serial
            incidents[target].orders.append(order)
            incidents[target].calls += incidents[source].calls.filter { $0.order == order.id }
            incidents[source].calls.removeAll { $0.order == order.id }
        }
        // Ids grow with time: the newest order of a department is the last one, wherever it came from.
        incidents[target].orders.sort { ($0.id.utf8.count, $0.id) < ($1.id.utf8.count, $1.id) }
        timers.retarget(timerTargets(source).merging(timerTargets(target)) { $1 })
        return moved
    }

    /// Timers know an order by its place in the list.
    private func timerTargets(_ position: Int) -> [Int64: TimerTarget] {
        var targets: [Int64: TimerTarget] = [:]
        for slot in incidents[position].orders.indices {
            let order = incidents[position].orders[slot]
            let timers: [(TimerTarget.Kind, Int64?)] = [
                (.handOver, order.handOverTimer), (.acknowledgement, order.acknowledgementTimer),
                (.decision, order.decisionTimer), (.climb, order.climbTimer), (.feedback, order.feedbackTimer),
            ]
            for case (let kind, let id?) in timers { targets[id] = target(kind, position, slot) }
        }
        return targets
    }

    /// Adds an incident's figures to another's, or takes them away again as far as they are there: a correction may have been
    /// made since.
    mutating func moveFigures(
        of source: Int, to target: Int, takingAway: Bool, _ by: String, _ turn: inout Turn
    ) {
        for figure in incidents[source].figures where figure.total != 0 {
            addFigure(
                takingAway ? -figure.total : figure.total, to: figure.figure, target, by, incidents[source].id, &turn)
        }
    }

    // MARK: Entries

    /// The alarm is in this incident from now on, and in no other.
    mutating func recordMoved(_ alarm: IncidentAlarm, from source: Int, to target: Int, _ turn: inout Turn) {
        record(
            "alarm_moved_in", target,
            placeFields(target) + alarmFields(alarm) + [
                Field("from", .text(incidents[source].id)), Field("state", .text(alarm.state.rawValue)),
                Field("raised_at", .time(alarm.raisedAt)), Field("event_time", .time(alarm.eventTime)),
                Field("ended_at", .optional(alarm.endedAt)), Field("retracted_at", .optional(alarm.retractedAt)),
                Field("late", .boolean(alarm.isLate)), Field("latching", .boolean(alarm.latching)),
                Field("life_safety", .boolean(alarm.lifeSafety)), Field("unverified", .boolean(alarm.unverified)),
                Field("summary", .bilingual(alarm.summary)),
            ], &turn)
    }

    /// The order is in this incident from now on, with all that its department has said.
    mutating func recordMoved(_ moved: Order, from source: Int, to target: Int, _ turn: inout Turn) {
        guard let slot = incidents[target].orders.firstIndex(where: { $0.id == moved.id }) else { return }
        let order = incidents[target].orders[slot]
        let calls = incidents[target].calls.filter { $0.order == order.id }.map { call in
            LogValue.object([
                Field("recipient", .text(call.recipient.id)), Field("recipient_kind", .text(call.recipient.kindName)),
                Field("channel", .text(call.channel)), Field("address", .optional(call.address)),
                Field("call", .text(call.kind.rawValue)), Field("asked_at", .time(call.askedAt)),
                Field("due", .optional(call.due)),
            ])
        }
        let times = [
            Field("issued_at", .optional(order.issuedAt)), Field("handed_over_at", .optional(order.handedOverAt)),
            Field("acknowledged_at", .optional(order.acknowledgedAt)),
            Field("accepted_at", .optional(order.acceptedAt)), Field("en_route_at", .optional(order.enRouteAt)),
            Field("on_scene_at", .optional(order.onSceneAt)), Field("under_way_at", .optional(order.underWayAt)),
            Field("progress_at", .optional(order.progressAt)), Field("finished_at", .optional(order.finishedAt)),
        ]
        recordOrder(
            "order_moved_in", target, slot,
            [
                Field("from", .text(incidents[source].id)), Field("role", .text(order.role.rawValue)),
                Field("mode", .text(order.mode.rawValue)),
                Field("tasks", .list(order.tasks.map(LogValue.bilingual))), Field("state", .text(order.state.rawValue)),
                Field("deadline", .optional(order.deadline)), Field("person", .optional(order.person)),
                Field("reason", .optional(order.reason)),
                Field("steps", .integer(Int64(order.climb?.toldSteps ?? 0))), Field("calls", .list(calls)),
            ] + times, &turn)
    }

    func alarmNames(_ alarms: [IncidentAlarm]) -> LogValue {
        .list(
            alarms.map { alarm in
                .object([Field("alert", .text(alarm.id.alert)), Field("key", .text(alarm.id.key))])
            })
    }
}

extension Incident {
    /// The merged incidents by which an alarm of this hazard and place comes; empty for its own.
    func way(of change: AlarmChange) -> [String] {
        takenOver.first { $0.hazard == change.hazard && $0.place == change.place }?.way ?? []
    }
}
