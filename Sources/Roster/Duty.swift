import Telemetry

/// A stretch of time in which the same person is on duty, or nobody.
package struct Duty: Hashable, Sendable {
    package var party: String
    package var from: Timestamp
    /// Exclusive.
    package var to: Timestamp
    /// Nil: a hole, or a time that need not be covered.
    package var person: String?
    /// Id of the layer, `override`, or empty where nobody is on duty.
    package var layer: String
    package var shift: Bilingual
    /// Of an override.
    package var reason: String

    package init(
        party: String, from: Timestamp, to: Timestamp, person: String? = nil, layer: String = "",
        shift: Bilingual = Bilingual(""), reason: String = ""
    ) {
        self.party = party
        self.from = from
        self.to = to
        self.person = person
        self.layer = layer
        self.shift = shift
        self.reason = reason
    }

    package static let overrideLayer = "override"

    func isSame(as other: Duty) -> Bool {
        person == other.person && layer == other.layer && shift == other.shift && reason == other.reason
    }
}

extension DutySchedule {
    /// Farthest that a stretch is followed to either side.
    package static let reach = Interval(seconds: 512 * 86_400)

    /// Who is on duty at a moment, from when until when; nil before the schedule begins. A stretch that goes on beyond
    /// `reach` is cut there.
    package func duty(at time: Timestamp, holidays: [Roster.Holiday]) -> Duty? {
        guard time >= begins else { return nil }
        var span = Interval(seconds: 2 * 86_400)
        while true {
            let from = max(begins, time - span)
            let through = time + span
            let found = duties(from: from, through: through, holidays: holidays).first {
                $0.from <= time && time < $0.to
            }
            guard let found else { return nil }
            let isWhole = (found.from > from || from == begins) && found.to < through
            if isWhole || span >= DutySchedule.reach { return found }
            span = Interval(nanoseconds: span.nanoseconds * 4)
        }
    }

    /// Who is on duty in a time, without a gap between the stretches: nobody is a stretch too. Cut at both ends; nothing before
    /// the schedule begins.
    package func duties(from: Timestamp, through end: Timestamp, holidays: [Roster.Holiday]) -> [Duty] {
        let start = max(from, begins)
        guard start < end else { return [] }
        let candidates = self.candidates(from: start, through: end, holidays: holidays)
        var bounds: Set<Timestamp> = [start, end]
        for candidate in candidates {
            if candidate.from > start { bounds.insert(candidate.from) }
            if candidate.to < end { bounds.insert(candidate.to) }
        }
        let times = bounds.sorted()
        // Candidates are in order of their precedence: the stronger paints over the weaker.
        var winners = [Int?](repeating: nil, count: times.count - 1)
        for (index, candidate) in candidates.enumerated() {
            var place = place(of: max(candidate.from, start), in: times)
            while place < winners.count, times[place] < candidate.to {
                winners[place] = index
                place += 1
            }
        }
        var result: [Duty] = []
        for (place, winner) in winners.enumerated() {
            var duty = winner.map { candidates[$0] } ?? Duty(party: party, from: start, to: end)
            (duty.from, duty.to) = (times[place], times[place + 1])
            if let last = result.indices.last, result[last].isSame(as: duty) {
                result[last].to = duty.to
            } else {
                result.append(duty)
            }
        }
        return result
    }

    /// Where a time stands, or would stand, in sorted ones.
    private func place(of time: Timestamp, in times: [Timestamp]) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Stretches in which nobody is on duty though somebody has to be, cut at both ends.
    package func gaps(from: Timestamp, through end: Timestamp, holidays: [Roster.Holiday]) -> [Duty] {
        let empty = duties(from: from, through: end, holidays: holidays).filter { $0.person == nil }
        guard let cover else { return empty }
        var result: [Duty] = []
        for gap in empty {
            let days = CivilDay.day(ofMinute: zone.civilMinute(at: gap.from)) - 1
            let last = CivilDay.day(ofMinute: zone.civilMinute(at: gap.to))
            for minutes in cover.minutes(onDays: days...max(days, last)) {
                let begin = max(gap.from, zone.instant(civilMinute: minutes.lowerBound))
                let finish = min(gap.to, zone.instant(civilMinute: minutes.upperBound))
                guard begin < finish else { continue }
                if let place = result.indices.last, result[place].to >= begin {
                    result[place].to = max(result[place].to, finish)
                } else {
                    result.append(Duty(party: party, from: begin, to: finish))
                }
            }
        }
        return result
    }

    /// Shifts and overrides that touch a time, weakest first.
    private func candidates(from: Timestamp, through end: Timestamp, holidays: [Roster.Holiday]) -> [Duty] {
        // A duty day's last shift may end two days after its date.
        let first = CivilDay.day(ofMinute: zone.civilMinute(at: from)) - 2
        let last = CivilDay.day(ofMinute: zone.civilMinute(at: end)) + 1
        var result: [Duty] = []
        for layer in layers {
            for day in max(first, layer.starts)...max(last, layer.starts) {
                for (index, shift) in layer.shifts.enumerated() {
                    guard let person = layer.person(day: day, shift: index, holidays: holidays) else { continue }
                    for minutes in pieces(of: layer.minutes(day: day, shift: index), hours: layer.hours) {
                        let begin = zone.instant(civilMinute: minutes.lowerBound)
                        let finish = zone.instant(civilMinute: minutes.upperBound)
                        guard begin < finish, begin < end, finish > from else { continue }
                        result.append(
                            Duty(
                                party: party, from: begin, to: finish, person: person, layer: layer.id,
                                shift: shift.name))
                    }
                }
            }
        }
        for replacement in overrides where replacement.from < end && replacement.to > from {
            result.append(
                Duty(
                    party: party, from: replacement.from, to: replacement.to, person: replacement.person,
                    layer: Duty.overrideLayer, reason: replacement.reason))
        }
        return result
    }

    private func pieces(of minutes: Range<Int64>, hours: Hours?) -> [Range<Int64>] {
        guard let hours else { return [minutes] }
        let day = CivilDay.day(ofMinute: minutes.lowerBound)
        let last = CivilDay.day(ofMinute: minutes.upperBound)
        return hours.minutes(onDays: day - 1...last).map { $0.clamped(to: minutes) }.filter { !$0.isEmpty }
    }
}

extension Roster {
    /// Who stands for a party at a moment; nil where the roster knows nothing of it then.
    package func duty(of party: String, at time: Timestamp) -> Duty? {
        schedule(of: party)?.duty(at: time, holidays: holidays)
    }

    /// What comes right after: it begins when the present stretch ends, and may be a hole.
    package func next(of party: String, at time: Timestamp) -> Duty? {
        guard let now = duty(of: party, at: time), now.to < time + DutySchedule.reach else { return nil }
        return duty(of: party, at: now.to)
    }

    /// Holes of all schedules, the earliest first.
    package func gaps(from: Timestamp, through end: Timestamp) -> [Duty] {
        schedules.flatMap { $0.gaps(from: from, through: end, holidays: holidays) }
            .sorted { ($0.from, $0.party) < ($1.from, $1.party) }
    }
}
