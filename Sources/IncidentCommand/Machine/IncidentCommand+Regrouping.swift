import Telemetry

/// Incidents that people put together and take apart.
extension IncidentCommand {
    /// - Returns: the incident that a split has opened.
    mutating func regroup(
        _ kind: OfficerCommand.Kind, _ position: Int, _ by: String, _ turn: inout Turn
    ) throws(CommandRefusal) -> String? {
        switch kind {
        case .merge(_, let other, let reason): try merge(position, into: other, by, try required(reason), &turn)
        case .undo(_, let reason): try undo(position, by, try required(reason), &turn)
        case .split(_, let alarms, let reason): return try split(position, alarms, by, try required(reason), &turn)
        case .link(_, let other, let reason):
            let second = try linked(other, position, is: false)
            keep(.link(with: other), position)
            setLink(position, second, true, by, reason, &turn)
        case .unlink(_, let other, let reason):
            let second = try linked(other, position, is: true)
            keep(.unlink(from: other), position)
            setLink(position, second, false, by, reason, &turn)
        case .parent(_, let parent, let reason):
            let former = incidents[position].parent
            try setParent(position, parent, by, reason, &turn)
            keep(.parent(former: former), position)
        case .acknowledge, .close, .reset, .approve, .reject, .standDown, .reassign, .declareCleared, .answer, .called,
            .recall, .verify, .falseAlarm, .note, .addFigure, .decideGrade, .decideResponse, .report:
            break
        }
        return nil
    }

    /// What can be taken back later.
    mutating func keep(_ regrouping: Regrouping, _ position: Int) {
        incidents[position].regroupings.append(regrouping)
        if incidents[position].regroupings.count > Regrouping.limit { incidents[position].regroupings.removeFirst() }
    }

    // MARK: Taking back

    /// Takes back the newest; what came after it and stands in the way is named.
    private mutating func undo(
        _ position: Int, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        // What was split off and has come home ended by somebody else's decision.
        guard let newest = incidents[position].regroupings.last,
            incidents[position].mergedInto == nil || newest == .merge(into: incidents[position].mergedInto ?? "")
        else {
            throw CommandRefusal(.nothingToUndo, subjects: [incidents[position].id])
        }
        switch newest {
        case .merge: try separate(position, by, reason, &turn)
        case .split(let other): try unsplit(position, other, by, reason, &turn)
        case .link(let other):
            let second = try linked(other, position, is: true)
            recordUndone(newest, position, other, by, reason, &turn)
            setLink(position, second, false, by, reason, &turn)
        case .unlink(let other):
            let second = try linked(other, position, is: false)
            recordUndone(newest, position, other, by, reason, &turn)
            setLink(position, second, true, by, reason, &turn)
        case .parent(let former):
            let parent = incidents[position].parent
            try checkParent(position, former)
            recordUndone(newest, position, parent, by, reason, &turn)
            try setParent(position, former, by, reason, &turn)
        }
        incidents[position].regroupings.removeLast()
    }

    /// What was split off comes back as a merge does.
    private mutating func unsplit(
        _ position: Int, _ other: String, _ by: String, _ reason: String, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let second = try otherIncident(other, than: position)
        try check(.merge, second)
        try checkMerge(second, into: position)
        recordUndone(.split(off: other), position, other, by, reason, &turn)
        join(second, into: position, isTakingBack: true, by, reason, &turn)
    }

    private mutating func recordUndone(
        _ regrouping: Regrouping, _ position: Int, _ other: String?, _ by: String, _ reason: String, _ turn: inout Turn
    ) {
        record(
            "regrouping_undone", position,
            [
                Field("regrouping", .text(regrouping.word)), Field("other", .optional(other)), Field("by", .text(by)),
                Field("reason", .text(reason)),
            ], &turn)
    }

    // MARK: Links

    /// The other incident of a link.
    ///
    /// - Parameter wanted: whether they have to be linked, or not to be.
    private func linked(_ other: String, _ position: Int, is wanted: Bool) throws(CommandRefusal) -> Int {
        let second = try otherIncident(other, than: position)
        try check(wanted ? .unlink : .link, second)
        if incidents[position].links.contains(other) != wanted {
            throw CommandRefusal(wanted ? .notLinked : .alreadyLinked, subjects: [other])
        }
        return second
    }

    private mutating func setLink(
        _ first: Int, _ second: Int, _ isLinked: Bool, _ by: String, _ reason: String?, _ turn: inout Turn
    ) {
        for (position, other) in [(first, incidents[second].id), (second, incidents[first].id)] {
            if isLinked {
                incidents[position].links.append(other)
            } else {
                incidents[position].links.removeAll { $0 == other }
            }
            record(
                isLinked ? "incident_linked" : "incident_unlinked", position,
                [
                    Field("other", .text(other)), Field("by", .text(by)),
                    Field("reason", .optional(reason?.bounded(2_000))),
                ], &turn)
        }
    }

    // MARK: Parent and children

    private func checkParent(_ position: Int, _ parent: String?) throws(CommandRefusal) {
        guard let parent else { return }
        try check(.takeChild, try otherIncident(parent, than: position))
        var above: String? = parent
        while let id = above {
            if id == incidents[position].id { throw CommandRefusal(.parentCycle, subjects: [parent]) }
            above = incident(id)?.parent
        }
    }

    private mutating func setParent(
        _ position: Int, _ parent: String?, _ by: String, _ reason: String?, _ turn: inout Turn
    ) throws(CommandRefusal) {
        let former = incidents[position].parent
        if former == parent { throw CommandRefusal(.alreadyLinked, subjects: [parent ?? "–"]) }
        try checkParent(position, parent)
        let child = incidents[position].id
        incidents[position].parent = parent
        let why = [Field("by", .text(by)), Field("reason", .optional(reason?.bounded(2_000)))]
        record(
            "parent_set", position,
            [Field("parent", .optional(parent)), Field("former", .optional(former))] + why, &turn)
        if let former = former.flatMap(index(ofIncident:)) {
            incidents[former].children.removeAll { $0 == child }
            record("child_removed", former, [Field("child", .text(child))] + why, &turn)
        }
        if let above = parent.flatMap(index(ofIncident:)) {
            incidents[above].children.append(child)
            record("child_added", above, [Field("child", .text(child))] + why, &turn)
        }
    }

    /// Ids of its children that are not closed.
    func openChildren(_ position: Int) -> [String] {
        incidents[position].children.filter { incident($0)?.isClosed == false }
    }

    // MARK: Parts

    func otherIncident(_ id: String, than position: Int) throws(CommandRefusal) -> Int {
        guard let other = index(ofIncident: id) else {
            throw CommandRefusal(.unknownIncident, subjects: [id.bounded(200)])
        }
        if other == position { throw CommandRefusal(.sameIncident, subjects: [id]) }
        return other
    }
}
