import Telemetry

/// Builds an incident from its log entries, in order. What the entries say is all that it knows.
struct IncidentFold {
    var view: IncidentView?
    /// The gravest colour so far.
    private var peak: WarningColour?
    /// Orders that went to another department, or were decided against: not shown.
    var hidden: Set<String> = []

    /// Nil before the first entry.
    func finished() -> IncidentView? {
        guard var view else { return nil }
        view.departments.removeAll { hidden.contains($0.order) }
        view.held = view.alarms.contains { $0.state == .held }
        if view.clearedAt != nil { view.warningColour = peak }
        view.status = status(of: view)
        return view
    }

    private func status(of view: IncidentView) -> IncidentView.Status {
        if view.mergedInto != nil { return .merged }
        if view.closedAt != nil { return .closed }
        if view.clearedAt != nil { return .resolved }
        if view.held { return .held }
        if view.departments.contains(where: { $0.state.isMoving }) { return .underWay }
        if view.acknowledgedAt != nil { return .acknowledged }
        return view.reopenings > 0 ? .reopened : .raised
    }

    mutating func take(_ entry: IncidentView.TimelineEntry) {
        let record = LogRecord(number: entry.entry, at: entry.at, code: entry.code, fields: entry.fields)
        guard let code = LogCode(rawValue: entry.code) else { return count(record) }
        if view == nil { open(record, isHistory: code == .incidentFoundLate) }
        count(record)
        takeAlarms(code, record)
        takeOrders(code, record)
        takePeople(code, record)
        takeCalls(code, record)
        takeEvidence(code, record)
        takeRegrouping(code, record)
    }

    private mutating func count(_ record: LogRecord) {
        if let version = record.integer("incident_version") { view?.version = Int(version) }
    }

    private mutating func open(_ record: LogRecord, isHistory: Bool) {
        guard let id = record.incident, record.text("hazard") != nil else { return }
        let opened = IncidentView(
            id: id, hazard: record.text("hazard") ?? "", place: record.text("place") ?? "",
            district: record.text("district") ?? "", status: .raised, warningColour: nil, raisedAt: record.at,
            firstEventAt: record.time("event_time") ?? record.at, clearedAt: isHistory ? record.at : nil,
            history: isHistory, summary: bilingual(record, "summary"),
            duty: IncidentView.Duty(officer: "", toldAt: nil, acknowledgeBy: nil))
        view = opened
    }

    // MARK: Alarms

    private mutating func takeAlarms(_ code: LogCode, _ record: LogRecord) {
        switch code {
        case .incidentRaised, .alarmJoined, .incidentUpgraded, .incidentReopened:
            put(record, state: .on)
            takeColour(record)
            let summary = bilingual(record, "summary")
            view?.summary = summary
            if code == .incidentReopened {
                view?.clearedAt = nil
                view?.reopenings = Int(record.integer("reopenings") ?? 0)
            }
            if code == .incidentUpgraded || code == .incidentReopened || record.flag("rings") { unacknowledge() }
        case .incidentFoundLate, .alarmRaisedLate:
            takePast(record)
        case .alarmCleared:
            setState(record, .cleared)
            if (record.integer("remaining") ?? 0) > 0 { takeColour(record) }
        case .alarmHeld: setState(record, .held)
        case .alarmRestored: setState(record, .on)
        case .alarmRetracted:
            guard let position = alarm(record), isThisRaise(record, position) else { return }
            view?.alarms[position].retractedAt = record.at
        case .alarmRevised: revise(record)
        case .incidentCleared: view?.clearedAt = record.at
        default: return
        }
    }

    private func alarm(_ record: LogRecord) -> Int? {
        let alert = record.text("alert")
        let key = record.text("key")
        return view?.alarms.firstIndex { $0.alert == alert && $0.key == key }
    }

    private func isThisRaise(_ record: LogRecord, _ position: Int) -> Bool {
        record.time("previously_began") == view?.alarms[position].firstEventAt
    }

    mutating func put(_ record: LogRecord, state: IncidentView.Alarm.State) {
        let alarm = IncidentView.Alarm(
            alert: record.text("alert") ?? "?", key: record.text("key") ?? "", state: state,
            warningColour: record.colour("alarm_colour"), station: record.text("station") ?? "", raisedAt: record.at,
            firstEventAt: record.time("event_time") ?? record.at, endedAt: record.time("ended_at"),
            late: record.flag("late"), lifeSafety: record.flag("life_safety"), latching: record.flag("latching"),
            unverified: record.flag("unverified"), summary: bilingual(record, "summary"),
            quantity: record.text("quantity"), value: record.double("value"), unit: record.text("unit"),
            evidence: evidence(record))
        let known = self.alarm(record)
        if let position = known {
            view?.alarms[position] = alarm
        } else {
            view?.alarms.append(alarm)
        }
    }

    private mutating func takePast(_ record: LogRecord) {
        if alarm(record) == nil { put(record, state: .cleared) }
        if let began = record.time("event_time"), let first = view?.firstEventAt {
            view?.firstEventAt = min(first, began)
        }
        raisePeak(record.colour("colour"))
    }

    private mutating func setState(_ record: LogRecord, _ state: IncidentView.Alarm.State) {
        guard let position = alarm(record) else { return }
        view?.alarms[position].state = state
    }

    private mutating func revise(_ record: LogRecord) {
        if let position = alarm(record), isThisRaise(record, position), let began = record.time("event_time") {
            view?.alarms[position].firstEventAt = began
            view?.alarms[position].endedAt = record.time("ended_at")
            view?.alarms[position].late = true
        }
        let first = view?.alarms.filter { $0.retractedAt == nil }.map(\.firstEventAt).min()
        if let first { view?.firstEventAt = first }
    }

    mutating func takeColour(_ record: LogRecord) {
        view?.warningColour = record.colour("colour")
        raisePeak(record.colour("colour"))
    }

    private mutating func raisePeak(_ colour: WarningColour?) {
        guard let colour else { return }
        peak = peak.map { max($0, colour) } ?? colour
    }

    mutating func unacknowledge() {
        view?.acknowledgedAt = nil
        view?.acknowledgedBy = nil
    }

    private func evidence(_ record: LogRecord) -> [IncidentView.Alarm.Evidence] {
        guard case .object(let members) = record.fields["evidence"] else { return [] }
        return members.sorted { $0.key < $1.key }.map {
            IncidentView.Alarm.Evidence(name: $0.key, value: $0.value.plainText)
        }
    }

    private func bilingual(_ record: LogRecord, _ name: String) -> Bilingual {
        Bilingual(
            chinese: record.bilingual(name, .chinese) ?? "", english: record.bilingual(name, .english) ?? "")
    }

    // MARK: Orders

    private mutating func takeOrders(_ code: LogCode, _ record: LogRecord) {
        switch code {
        case .orderProposed: begin(record, .proposed, deadline: record.time("decide_by"))
        case .orderIssued:
            begin(record, .notified, deadline: record.time("hand_over_by"))
            change(record) { $0.issuedAt = record.at }
        case .orderChannelChanged:
            guard record.text("kind") == "order" else { return }
            change(record) { order in
                if order.state == .notified { order.deadline = record.time("hand_over_by") }
            }
        case .orderRejected:
            hidden.insert(record.text("order") ?? "")
        case .orderHandedOver:
            change(record) { order in
                order.handedOverAt = record.at
                guard order.state == .notified else { return }
                order.state = .handedOver
                order.deadline = record.time("acknowledge_by")
            }
        case .orderAcknowledged: answer(record, .acknowledged)
        case .orderAccepted: answer(record, .accepted) { $0.acceptedAt = record.at }
        case .orderDeclined: answer(record, .declined)
        case .orderEnRoute: answer(record, .enRoute) { $0.enRouteAt = record.at }
        case .orderOnScene: answer(record, .onScene) { $0.onSceneAt = record.at }
        case .orderUnderWay: answer(record, .underWay) { $0.underWayAt = $0.underWayAt ?? record.at }
        case .orderProgress:
            answer(record, .underWay) { order in
                order.underWayAt = order.underWayAt ?? record.at
                order.progressAt = record.at
            }
        case .orderDone: answer(record, .done) { $0.finishedAt = record.at }
        case .escalated:
            change(record) { $0.stepsClimbed = max($0.stepsClimbed, Int(record.integer("step") ?? 0)) }
        case .orderReassigned:
            hidden.insert(record.text("order") ?? "")
        case .standDownIssued, .orderRecalled:
            change(record) { order in
                guard order.state != .done, order.state != .stoodDown else { return }
                order.state = .stoodDown
                order.deadline = nil
                order.finishedAt = record.at
                order.reason = record.text("reason")
                order.stepsClimbed = 0
            }
        default: return
        }
    }

    /// A new order, or the next version of one: the last version's times are over.
    mutating func begin(_ record: LogRecord, _ state: IncidentView.State, deadline: Timestamp?) {
        let tasks = (record.fields["tasks"]?.elements ?? []).map { task in
            Bilingual(chinese: task["zh"]?.string ?? "", english: task["en"]?.string ?? "")
        }
        let order = IncidentView.Department(
            id: record.text("department") ?? "?", state: state, deadline: deadline, order: record.text("order") ?? "?",
            orderVersion: Int(record.integer("version") ?? 1), role: record.text("role") ?? "linked",
            mode: record.text("mode") ?? "auto", tasks: tasks)
        hidden.remove(order.order)
        if let position = view?.departments.firstIndex(where: { $0.order == order.order }) {
            view?.departments[position] = order
        } else {
            view?.departments.append(order)
        }
    }

    private mutating func answer(
        _ record: LogRecord, _ state: IncidentView.State, _ body: (inout IncidentView.Department) -> Void = { _ in }
    ) {
        change(record) { order in
            order.state = state
            order.deadline = record.time("feedback_by")
            order.person = record.text("person")
            order.reason = record.text("note")
            if order.acknowledgedAt == nil { order.acknowledgedAt = record.at }
            if state != .declined { order.stepsClimbed = 0 }
            body(&order)
        }
    }

    mutating func change(_ record: LogRecord, _ body: (inout IncidentView.Department) -> Void) {
        let order = record.text("order")
        guard let position = view?.departments.firstIndex(where: { $0.order == order }),
            var department = view?.departments[position]
        else { return }
        body(&department)
        view?.departments[position] = department
    }

    // MARK: People

    private mutating func takePeople(_ code: LogCode, _ record: LogRecord) {
        switch code {
        case .officerTold:
            tell(record.text("officer"))
            let deadline = record.time("acknowledge_by")
            // A deadline of its own begins the officer's clock; what is told besides leaves it as it runs.
            guard let deadline, deadline != view?.duty?.acknowledgeBy else { return }
            view?.duty = IncidentView.Duty(
                officer: record.text("officer") ?? "", toldAt: record.at, acknowledgeBy: deadline)
        case .escalated:
            if record.text("whom_kind") == "officer" { tell(record.text("whom")) }
        case .incidentAcknowledged:
            view?.acknowledgedAt = record.at
            view?.acknowledgedBy = record.text("by")
            view?.duty?.acknowledgeBy = nil
        case .incidentClosed:
            view?.closedAt = record.at
            view?.closedBy = record.text("by")
            view?.closeReason = record.text("reason")
            view?.duty?.acknowledgeBy = nil
        default: return
        }
    }

    mutating func tell(_ officer: String?) {
        guard let officer, view?.toldOfficers.contains(officer) == false else { return }
        view?.toldOfficers.append(officer)
    }
}
