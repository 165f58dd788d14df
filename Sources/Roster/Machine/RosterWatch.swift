import Telemetry

/// Watches the roster for holes that come: a pure machine that says each of them once ahead, once on the day, and when it has
/// begun. Facts are log entries of the code `roster_gap`.
package struct RosterWatch: Hashable, Sendable {
    package private(set) var roster: Roster
    /// Holes that are not over, by party and beginning.
    package private(set) var gaps: [KnownGap] = []
    /// Until where holes were looked for; nil before time has begun.
    private var lookedThrough: Timestamp?
    /// When something is to be told or looked for next; `distantFuture` where nothing is.
    package private(set) var nextDue = Timestamp.distantFuture

    package struct KnownGap: Hashable, Sendable {
        package var party: String
        package var from: Timestamp
        package var to: Timestamp
        /// The newest stage that was told; nil: none.
        package var told: Stage?
    }

    package enum Stage: String, Sendable, CaseIterable, Comparable {
        case ahead
        /// On the day.
        case soon
        case begun

        package static func < (left: Stage, right: Stage) -> Bool { left.rank < right.rank }

        var rank: Int {
            switch self {
            case .ahead: 0
            case .soon: 1
            case .begun: 2
            }
        }
    }

    /// Holes that were told and are not over.
    package var toldGaps: [KnownGap] { gaps.filter { $0.told != nil } }

    /// Holes are looked for so far at a time beyond what is warned of.
    private static let span = Interval(seconds: 7 * 86_400)

    package init(roster: Roster) {
        self.roster = roster
    }

    /// From here on time runs; also called when the watch went on after a gap. What came due in the gap is told now.
    package mutating func begin(at now: Timestamp, into facts: inout [LogFact]) {
        if lookedThrough == nil || nextDue < now { look(at: now, into: &facts) }
    }

    /// Another roster from here on. A hole that it has too is not told again.
    package mutating func replaceRoster(_ next: Roster, at now: Timestamp, into facts: inout [LogFact]) {
        if next == roster { return }
        roster = next
        let known = gaps
        gaps = []
        let hadBegun = lookedThrough != nil
        lookedThrough = nil
        nextDue = .distantFuture
        guard hadBegun else { return }
        search(at: now)
        for place in gaps.indices {
            gaps[place].told =
                known.first {
                    $0.party == gaps[place].party
                        && ($0.from == gaps[place].from || $0.from <= now && gaps[place].from <= now)
                }?.told
        }
        tell(at: now, into: &facts)
    }

    /// Fires what is due at `nextDue`.
    package mutating func fireNextTimer(into facts: inout [LogFact]) {
        look(at: nextDue, into: &facts)
    }

    private mutating func look(at now: Timestamp, into facts: inout [LogFact]) {
        search(at: now)
        tell(at: now, into: &facts)
    }

    /// Finds holes of the time that was not looked at before.
    private mutating func search(at now: Timestamp) {
        guard let warning = roster.warning else {
            lookedThrough = now
            return
        }
        gaps.removeAll { $0.to <= now }
        let needed = now + warning.ahead
        if let lookedThrough, lookedThrough > needed { return }
        let through = needed + RosterWatch.span
        for schedule in roster.schedules {
            var from = max(lookedThrough ?? now, now)
            // A hole that is there already is known by its true beginning.
            if lookedThrough == nil, let present = schedule.duty(at: now, holidays: roster.holidays),
                present.person == nil, schedule.cover == nil
            {
                from = present.from
            }
            for gap in schedule.gaps(from: from, through: through, holidays: roster.holidays) {
                if let place = gaps.firstIndex(where: { $0.party == gap.party && $0.to == gap.from }) {
                    gaps[place].to = gap.to
                } else {
                    gaps.append(KnownGap(party: gap.party, from: gap.from, to: gap.to))
                }
            }
        }
        gaps.sort { ($0.from, $0.party) < ($1.from, $1.party) }
        lookedThrough = through
    }

    private mutating func tell(at now: Timestamp, into facts: inout [LogFact]) {
        guard let warning = roster.warning, let lookedThrough else { return }
        var next = lookedThrough - warning.ahead
        for place in gaps.indices {
            let gap = gaps[place]
            let moments = [
                (Stage.ahead, gap.from - warning.ahead), (.soon, gap.from - warning.again), (.begun, gap.from),
            ]
            if let stage = moments.last(where: { $0.1 <= now })?.0, gap.told.map({ $0 < stage }) ?? true {
                gaps[place].told = stage
                facts.append(fact(gap, stage))
            }
            for (_, moment) in moments where moment > now { next = min(next, moment) }
        }
        // Never at once again: time has to pass between two looks.
        nextDue = max(next, now + Interval(nanoseconds: 1))
    }

    private func fact(_ gap: KnownGap, _ stage: Stage) -> LogFact {
        // Where the search ended the hole may go on.
        let isOpen = gap.to == lookedThrough
        return LogFact(
            "roster_gap",
            fields: [
                LogFact.Field("party", .text(gap.party)), LogFact.Field("stage", .text(stage.rawValue)),
                LogFact.Field("from", .time(gap.from)),
                LogFact.Field("to", isOpen ? .null : .time(gap.to)),
            ])
    }

    // MARK: Snapshot

    package func encodeSnapshot(into writer: inout ByteWriter) {
        writer.write(lookedThrough != nil)
        writer.write(lookedThrough ?? .distantPast)
        writer.write(nextDue)
        writer.write(gaps.count)
        for gap in gaps {
            writer.write(gap.party)
            writer.write(gap.from)
            writer.write(gap.to)
            writer.write(gap.told?.rawValue ?? "")
        }
    }

    package mutating func restoreSnapshot(from reader: inout ByteReader) throws(CodingFault) {
        let hasBegun = try reader.readBool()
        let looked = try reader.readTimestamp()
        lookedThrough = hasBegun ? looked : nil
        nextDue = try reader.readTimestamp()
        gaps = []
        for _ in 0..<(try reader.readCount()) {
            gaps.append(
                KnownGap(
                    party: try reader.readString(), from: try reader.readTimestamp(), to: try reader.readTimestamp(),
                    told: Stage(rawValue: try reader.readString())))
        }
    }
}
