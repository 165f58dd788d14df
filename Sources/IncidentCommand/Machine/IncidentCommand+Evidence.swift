import Telemetry

/// What is known of an incident beside its alarms: how well it is founded, and what people found.
extension IncidentCommand {
    mutating func remember(_ witness: Witness, _ position: Int) {
        incidents[position].witnesses.removeAll { $0.source == witness.source }
        incidents[position].witnesses.append(witness)
        if incidents[position].witnesses.count > Witness.limit { incidents[position].witnesses.removeFirst() }
    }

    /// Independent sources that speak within the window make it corroborated.
    mutating func corroborate(_ position: Int, _ turn: inout Turn) {
        let incident = incidents[position]
        guard incident.evidence == .unverified, !incident.isClosed,
            let terms = linkage.hazard(incident.hazard)?.corroboration ?? linkage.corroboration
        else { return }
        let sources = incident.witnesses.filter { $0.at + terms.window >= turn.at }.map(\.source)
        guard sources.count >= terms.sources else { return }
        raiseEvidence(
            to: .corroborated, position,
            [
                Field("sources", .texts(sources)), Field("window", .interval(terms.window)), Field("by", .null),
                Field("note", .null),
            ], &turn)
    }

    /// Better evidence reads the matrix anew, as something worse does.
    private mutating func raiseEvidence(
        to evidence: Evidence, _ position: Int, _ fields: [Field], _ turn: inout Turn
    ) {
        let head = [
            Field("from", .text(incidents[position].evidence.rawValue)), Field("evidence", .text(evidence.rawValue)),
        ]
        incidents[position].evidence = evidence
        // Several sources, or a person, say against whoever called it false.
        let wasFalse = incidents[position].falseAlarm != nil
        incidents[position].falseAlarm = nil
        let calls = rereadMatrix(position) || wasFalse
        let tail = [
            Field("matrix_row", .optional(incidents[position].matrixRow)), Field("calls", .boolean(calls)),
        ]
        record("evidence_grew", position, placeFields(position) + head + fields + tail, &turn)
        guard calls else { return }
        let reason: TellReason = evidence == .confirmed ? .confirmed : .corroborated
        callDepartments(position, because: reason, &turn)
        unacknowledge(position)
        tellDutyOfficer(position, reason, &turn)
    }

    /// - Returns: whether another row than before is in force.
    private mutating func rereadMatrix(_ position: Int) -> Bool {
        if incidents[position].isClosed || incidents[position].isCleared { return false }
        let row = linkage.row(for: incidents[position].situation)?.name
        if row == incidents[position].matrixRow { return false }
        incidents[position].matrixRow = row
        return true
    }

    /// The commands that record what people know.
    mutating func carryOutRecord(
        _ kind: OfficerCommand.Kind, _ position: Int, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        switch kind {
        case .recall(_, let order, let reason): try recall(position, order, by, try required(reason), &turn)
        case .verify(_, let note): try verify(position, by, note?.bounded(2_000), &turn)
        case .falseAlarm(_, let reason): try markFalse(position, by, try required(reason), &turn)
        case .note(_, let text):
            if text.isBlank { throw CommandRefusal(.textMissing) }
            record(
                "note_added", position, [Field("by", .text(by)), Field("text", .text(text.bounded(4_000)))], &turn)
        case .addFigure(_, let figure, let amount, let source):
            try add(amount, to: figure, position, by, source?.bounded(500), &turn)
        case .decideGrade(_, let grade, let reason):
            try decideGrade(position, grade, by, try required(reason), &turn)
        case .decideResponse(_, let level, let reason):
            guard (1...4).contains(level) else { throw CommandRefusal(.scaleInvalid, subjects: [String(level)]) }
            let former = incidents[position].responseLevel
            incidents[position].responseLevel = level
            record(
                "response_decided", position,
                [
                    Field("level", .integer(Int64(level))), Field("from", former.map { .integer(Int64($0)) } ?? .null),
                    Field("by", .text(by)), Field("reason", .text(try required(reason))),
                ], &turn)
        case .acknowledge, .close, .reset, .approve, .reject, .standDown, .reassign, .declareCleared, .answer, .called,
            .merge, .undo, .split, .link, .unlink, .parent, .report:
            break
        }
    }

    private mutating func verify(
        _ position: Int, _ by: String, _ note: String?, _ turn: inout Turn
    ) throws(CommandRefusal) {
        if incidents[position].evidence == .confirmed {
            throw CommandRefusal(.alreadyConfirmed, subjects: [incidents[position].id])
        }
        raiseEvidence(
            to: .confirmed, position,
            [
                Field("sources", .texts([])), Field("window", .null), Field("by", .text(by)),
                Field("note", .optional(note)),
            ], &turn)
    }

    /// Nothing is there: the orders end, and everyone who was told is told so. The alarms stay as they are until their
    /// sources clear them; what gets worse rings again.
    private mutating func markFalse(
        _ position: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        if incidents[position].falseAlarm != nil {
            throw CommandRefusal(.alreadyFalse, subjects: [incidents[position].id])
        }
        incidents[position].falseAlarm = FalseAlarm(at: turn.at, by: by, reason: reason)
        incidents[position].evidence = .unverified
        incidents[position].witnesses = []
        record(
            "incident_false_alarm", position,
            placeFields(position) + [Field("by", .text(by)), Field("reason", .text(reason))], &turn)
        for slot in incidents[position].orders.indices where !incidents[position].orders[slot].state.isFinished {
            if incidents[position].orders[slot].state == .proposed {
                decideAgainst(position, slot, by, reason, &turn)
            } else {
                end(position, slot, as: .stoodDown, reason: reason, by: by, &turn)
            }
        }
        tellEveryoneTheEnd(position, by, reason, &turn)
        // Whoever says that nothing is there has seen it.
        if !incidents[position].isAcknowledged {
            incidents[position].acknowledgedAt = turn.at
            incidents[position].acknowledgedBy = by
        }
        stopDutyClock(position)
    }

    private mutating func recall(
        _ position: Int, _ wanted: String, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let slot = try slot(of: wanted, position)
        try check(.recall, position, slot)
        end(position, slot, as: .stoodDown, telling: .recall, reason: reason, by: by, &turn)
    }

    // MARK: Figures and scales

    /// Largest total: a mistyped loss is no reason to overflow.
    private static let largestTotal: Int64 = 1_000_000_000_000_000

    private mutating func add(
        _ amount: Int64, to figure: Figure, _ position: Int, _ by: String, _ source: String?, _ turn: inout Turn
    ) throws(CommandRefusal) {
        guard amount != 0, amount.magnitude <= UInt64(IncidentCommand.largestTotal),
            (0...IncidentCommand.largestTotal).contains(total(of: figure, position).total + amount)
        else { throw CommandRefusal(.amountInvalid, subjects: [String(amount)]) }
        addFigure(amount, to: figure, position, by, source, &turn)
    }

    private func total(of figure: Figure, _ position: Int) -> FigureTotal {
        incidents[position].figures.first { $0.figure == figure } ?? FigureTotal(figure: figure)
    }

    /// Adds what can be added: never below nothing, nor above the largest total.
    mutating func addFigure(
        _ wanted: Int64, to figure: Figure, _ position: Int, _ by: String, _ source: String?, _ turn: inout Turn
    ) {
        var total = total(of: figure, position)
        let amount = min(max(wanted, -total.total), IncidentCommand.largestTotal - total.total)
        if amount == 0 { return }
        total.total += amount
        total.additions += 1
        if let known = incidents[position].figures.firstIndex(where: { $0.figure == figure }) {
            incidents[position].figures[known] = total
        } else {
            incidents[position].figures.append(total)
        }
        record(
            "figure_added", position,
            [
                Field("figure", .text(figure.rawValue)), Field("amount", .integer(amount)),
                Field("total", .integer(total.total)), Field("by", .text(by)), Field("source", .optional(source)),
            ], &turn)
        proposeGrade(position, &turn)
    }

    /// The scale's grade for the totals; a person decides.
    private mutating func proposeGrade(_ position: Int, _ turn: inout Turn) {
        let incident = incidents[position]
        guard let id = linkage.hazard(incident.hazard)?.gradeScale,
            let scale = linkage.gradeScales.first(where: { $0.id == id })
        else { return }
        let proposal = scale.grade(of: incident.figures)
        guard proposal?.grade != incident.proposedGrade else { return }
        incidents[position].proposedGrade = proposal?.grade
        record(
            "grade_proposed", position,
            [
                Field("grade", proposal.map { .integer(Int64($0.grade)) } ?? .null),
                Field("from", incident.proposedGrade.map { .integer(Int64($0)) } ?? .null),
                Field("figures", .texts(proposal?.because.map(\.rawValue) ?? [])), Field("scale", .text(id)),
                Field("source", .text(scale.source)), Field("date", .text(scale.date)),
            ], &turn)
    }

    private mutating func decideGrade(
        _ position: Int, _ grade: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        guard (1...4).contains(grade) else { throw CommandRefusal(.scaleInvalid, subjects: [String(grade)]) }
        let former = incidents[position].grade
        incidents[position].grade = grade
        let calls = rereadMatrix(position)
        record(
            "grade_decided", position,
            [
                Field("grade", .integer(Int64(grade))), Field("from", former.map { .integer(Int64($0)) } ?? .null),
                Field("proposed", incidents[position].proposedGrade.map { .integer(Int64($0)) } ?? .null),
                Field("by", .text(by)), Field("reason", .text(reason)),
                Field("matrix_row", .optional(incidents[position].matrixRow)), Field("calls", .boolean(calls)),
            ], &turn)
        if calls { callDepartments(position, because: .graded, &turn) }
    }

    // MARK: Satisfaction

    /// Says once a call that as many have taken it over as the row asks; it stops nobody's clock.
    mutating func checkSatisfaction(_ position: Int, _ turn: inout Turn) {
        guard let satisfaction = incidents[position].satisfaction, !incidents[position].isSatisfied else { return }
        let called = incidents[position].orders.filter { $0.wasTold && !$0.state.isWithdrawn }
        let taken = called.filter { $0.state == .accepted || $0.state.isMoving }
        let needed: Int
        switch satisfaction {
        case .all: needed = called.count
        case .atLeast(let count): needed = count
        }
        guard needed > 0, taken.count >= needed else { return }
        incidents[position].isSatisfied = true
        record(
            "linkage_satisfied", position,
            placeFields(position) + [
                Field("matrix_row", .optional(incidents[position].matrixRow)), Field("needed", .integer(Int64(needed))),
                Field("called", .integer(Int64(called.count))), Field("departments", .texts(taken.map(\.department))),
            ], &turn)
    }
}
