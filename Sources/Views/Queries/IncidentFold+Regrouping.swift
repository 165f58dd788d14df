import Telemetry

extension IncidentFold {
    /// Incidents that people put together and took apart.
    mutating func takeRegrouping(_ code: LogCode, _ record: LogRecord) {
        switch code {
        case .incidentMerged:
            view?.mergedInto = record.text("into")
            view?.closedAt = record.at
            view?.closedBy = record.text("by")
            view?.closeReason = record.text("reason")
            view?.duty?.acknowledgeBy = nil
            remove(record)
        case .incidentTookOver: takeIn(record)
        case .incidentGaveBack:
            view?.merged.removeAll { $0 == record.text("to") }
            remove(record)
            if view?.clearedAt == nil { takeColour(record) }
        case .incidentSplit:
            remove(record)
            takeColour(record)
        case .incidentSplitOff:
            view?.splitFrom = record.text("from")
            if let evidence = record.text("evidence") { view?.evidence = evidence }
            takeColour(record)
        case .alarmMovedIn: putMoved(record)
        case .orderMovedIn: putMovedOrder(record)
        case .regroupingUndone: undo(record)
        case .incidentLinked: if let other = record.text("other") { view?.links.append(other) }
        case .incidentUnlinked: view?.links.removeAll { $0 == record.text("other") }
        case .parentSet: view?.parent = record.text("parent")
        case .childAdded: if let child = record.text("child") { view?.children.append(IncidentView.Child(id: child)) }
        case .childRemoved: view?.children.removeAll { $0.id == record.text("child") }
        default: return
        }
    }

    private mutating func takeIn(_ record: LogRecord) {
        if let from = record.text("from") { view?.merged.append(from) }
        if let first = record.time("first_event_at") { view?.firstEventAt = first }
        for officer in record.texts("told") { tell(officer) }
        let reopenings = Int(record.integer("reopenings") ?? 0)
        if reopenings > (view?.reopenings ?? 0) {
            view?.reopenings = reopenings
            view?.clearedAt = nil
        }
        if view?.clearedAt == nil { takeColour(record) }
        guard record.flag("rings") else { return }
        view?.linkageSatisfied = false
        unacknowledge()
    }

    /// A merge that is taken back opens the incident again; the other decisions have entries of their own.
    private mutating func undo(_ record: LogRecord) {
        guard record.text("regrouping") == "merge" else { return }
        view?.mergedInto = nil
        view?.closedAt = nil
        view?.closedBy = nil
        view?.closeReason = nil
        view?.clearedAt = record.time("cleared_at")
        if view?.clearedAt == nil {
            takeColour(record)
            view?.linkageSatisfied = false
        }
        if record.flag("rings") { unacknowledge() }
    }

    /// Takes out what went to another incident.
    private mutating func remove(_ record: LogRecord) {
        for alarm in record.fields["alarms"]?.elements ?? [] {
            let (alert, key) = (alarm["alert"]?.string, alarm["key"]?.string)
            view?.alarms.removeAll { $0.alert == alert && $0.key == key }
        }
        let orders = record.texts("orders")
        view?.departments.removeAll { orders.contains($0.order) }
        view?.calls.removeAll { $0.order.map(orders.contains) ?? false }
    }

    private mutating func putMoved(_ record: LogRecord) {
        let state = record.text("state").flatMap(IncidentView.Alarm.State.init(rawValue:)) ?? .on
        view?.alarms.removeAll { $0.alert == record.text("alert") && $0.key == record.text("key") }
        put(record, state: state)
        guard let position = view?.alarms.indices.last else { return }
        if let raised = record.time("raised_at") { view?.alarms[position].raisedAt = raised }
        view?.alarms[position].retractedAt = record.time("retracted_at")
    }

    private mutating func putMoved(_ call: JSONValue, of order: String?) {
        view?.calls.append(
            IncidentView.Call(
                recipient: call["recipient"]?.string ?? "?",
                recipientKind: call["recipient_kind"]?.string ?? "department", channel: call["channel"]?.string ?? "",
                address: call["address"]?.string, call: call["call"]?.string ?? "order", order: order,
                askedAt: call["asked_at"]?.string.flatMap { Timestamp(iso8601: $0) } ?? .distantPast,
                due: call["due"]?.string.flatMap { Timestamp(iso8601: $0) }))
    }

    private mutating func putMovedOrder(_ record: LogRecord) {
        let state = record.text("state").map { $0 == "issued" ? "notified" : $0 }
            .flatMap(IncidentView.State.init(rawValue:))
        begin(record, state ?? .notified, deadline: record.time("deadline"))
        change(record) { order in
            order.issuedAt = record.time("issued_at")
            order.handedOverAt = record.time("handed_over_at")
            order.acknowledgedAt = record.time("acknowledged_at")
            order.acceptedAt = record.time("accepted_at")
            order.enRouteAt = record.time("en_route_at")
            order.onSceneAt = record.time("on_scene_at")
            order.underWayAt = record.time("under_way_at")
            order.progressAt = record.time("progress_at")
            order.finishedAt = record.time("finished_at")
            order.person = record.text("person")
            order.reason = record.text("reason")
            order.stepsClimbed = Int(record.integer("steps") ?? 0)
        }
        if state == .rejected || state == .reassigned { hidden.insert(record.text("order") ?? "") }
        for call in record.fields["calls"]?.elements ?? [] { putMoved(call, of: record.text("order")) }
        view?.departments.sort { ($0.order.utf8.count, $0.order) < ($1.order.utf8.count, $1.order) }
    }
}
