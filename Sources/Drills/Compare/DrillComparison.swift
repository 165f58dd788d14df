import Telemetry

/// How two runs of the same recording differ. Pure: from two traces.
package struct DrillComparison: Sendable {
    package enum Change: String, Sendable, CaseIterable {
        /// Only in the second run.
        case gained
        /// Only in the first run.
        case lost
        /// In both, at other times.
        case moved
    }

    /// An alarm that is not the same in both runs.
    package struct AlarmDifference: Sendable {
        package var change: Change
        package var first: RunTrace.Alarm?
        package var second: RunTrace.Alarm?
        /// How much later the second run raises it; nil where only one does.
        package var raisedLater: Interval?
        /// How much later the second run clears it; nil where one does not.
        package var clearedLater: Interval?
    }

    package struct IncidentDifference: Sendable {
        package var change: Change
        package var first: RunTrace.Incident?
        package var second: RunTrace.Incident?
        package var raisedLater: Interval?
        package var clearedLater: Interval?
    }

    /// Tellings of one kind to one party about one place, where their number or first time differs.
    package struct NoticeDifference: Sendable {
        package var code: String
        package var hazard: String
        package var place: String
        package var party: String
        package var firstCount: Int
        package var secondCount: Int
        /// How much later the second run tells it for the first time; nil where one never does.
        package var later: Interval?
    }

    package var alarms: [AlarmDifference] = []
    package var incidents: [IncidentDifference] = []
    package var notices: [NoticeDifference] = []
    package var firstRate: (peak: Int, mean: Double)
    package var secondRate: (peak: Int, mean: Double)
    package var firstAlarmCount: Int
    package var secondAlarmCount: Int

    package var isEmpty: Bool { alarms.isEmpty && incidents.isEmpty && notices.isEmpty }

    package init(_ first: RunTrace, _ second: RunTrace) {
        firstRate = first.alarmsPerTenMinutes
        secondRate = second.alarmsPerTenMinutes
        firstAlarmCount = first.alarms.count
        secondAlarmCount = second.alarms.count
        alarms = DrillComparison.alarms(first, second)
        incidents = DrillComparison.incidents(first, second)
        notices = DrillComparison.notices(first, second)
    }

    // MARK: Alarms and incidents

    private static func alarms(_ first: RunTrace, _ second: RunTrace) -> [AlarmDifference] {
        let pairs = matched(
            first.alarms, second.alarms, key: { "\($0.alert)\u{1F}\($0.key)" }, begin: \.raisedAt, end: \.clearedAt)
        return pairs.compactMap { a, b -> AlarmDifference? in
            guard let a, let b else {
                return AlarmDifference(change: a == nil ? .gained : .lost, first: a, second: b)
            }
            let raised = later(a.raisedAt, b.raisedAt)
            let cleared = later(a.clearedAt, b.clearedAt)
            if raised == .zero, isSame(a.clearedAt, b.clearedAt) { return nil }
            return AlarmDifference(change: .moved, first: a, second: b, raisedLater: raised, clearedLater: cleared)
        }.sorted {
            ($0.first?.raisedAt ?? $0.second?.raisedAt) ?? .distantPast
                < ($1.first?.raisedAt ?? $1.second?.raisedAt) ?? .distantPast
        }
    }

    private static func incidents(_ first: RunTrace, _ second: RunTrace) -> [IncidentDifference] {
        let pairs = matched(
            first.incidents, second.incidents, key: { "\($0.hazard)\u{1F}\($0.place)" }, begin: \.raisedAt,
            end: \.clearedAt)
        return pairs.compactMap { a, b -> IncidentDifference? in
            guard let a, let b else {
                return IncidentDifference(change: a == nil ? .gained : .lost, first: a, second: b)
            }
            let raised = later(a.raisedAt, b.raisedAt)
            if raised == .zero, isSame(a.clearedAt, b.clearedAt) { return nil }
            return IncidentDifference(
                change: .moved, first: a, second: b, raisedLater: raised,
                clearedLater: later(a.clearedAt, b.clearedAt))
        }.sorted {
            ($0.first?.raisedAt ?? $0.second?.raisedAt) ?? .distantPast
                < ($1.first?.raisedAt ?? $1.second?.raisedAt) ?? .distantPast
        }
    }

    /// Stamps of inputs of one instant are a nanosecond apart each, and two runs hand over different numbers of messages:
    /// what is less apart than this is at the same time.
    private static let instantNanoseconds: UInt64 = 1_000_000

    /// Zero at the same time; nil where one has none.
    private static func later(_ first: Timestamp?, _ second: Timestamp?) -> Interval? {
        guard let first, let second else { return nil }
        let apart = second - first
        return apart.nanoseconds.magnitude < instantNanoseconds ? .zero : apart
    }

    private static func isSame(_ first: Timestamp?, _ second: Timestamp?) -> Bool {
        first == second || later(first, second) == .zero
    }

    /// Episodes further apart than this are two, not one that moved.
    private static let reach = Interval(seconds: 6 * 3_600)

    /// Pairs the episodes of the two runs: of one key, in order, where they overlap or lie near each other.
    private static func matched<Item>(
        _ first: [Item], _ second: [Item], key: (Item) -> String, begin: (Item) -> Timestamp,
        end: (Item) -> Timestamp?
    ) -> [(Item?, Item?)] {
        let left = Dictionary(grouping: first, by: key)
        let right = Dictionary(grouping: second, by: key)
        var result: [(Item?, Item?)] = []
        for name in Set(left.keys).union(right.keys).sorted() {
            let ours = (left[name] ?? []).sorted { begin($0) < begin($1) }
            let theirs = (right[name] ?? []).sorted { begin($0) < begin($1) }
            var i = 0
            var j = 0
            while i < ours.count || j < theirs.count {
                if i == ours.count {
                    result.append((nil, theirs[j]))
                    j += 1
                } else if j == theirs.count {
                    result.append((ours[i], nil))
                    i += 1
                } else if isNear(begin(ours[i]), end(ours[i]), begin(theirs[j]), end(theirs[j])) {
                    result.append((ours[i], theirs[j]))
                    i += 1
                    j += 1
                } else if begin(ours[i]) < begin(theirs[j]) {
                    result.append((ours[i], nil))
                    i += 1
                } else {
                    result.append((nil, theirs[j]))
                    j += 1
                }
            }
        }
        return result
    }

    private static func isNear(
        _ begin: Timestamp, _ end: Timestamp?, _ otherBegin: Timestamp, _ otherEnd: Timestamp?
    ) -> Bool {
        let overlaps = (end.map { otherBegin <= $0 } ?? true) && (otherEnd.map { begin <= $0 } ?? true)
        let distance = max(begin, otherBegin) - min(begin, otherBegin)
        return overlaps || distance <= reach
    }

    // MARK: Notices

    private struct NoticeKey: Hashable {
        var code: String
        var hazard: String
        var place: String
        var party: String
    }

    private static func notices(_ first: RunTrace, _ second: RunTrace) -> [NoticeDifference] {
        func grouped(_ trace: RunTrace) -> [NoticeKey: [Timestamp]] {
            var result: [NoticeKey: [Timestamp]] = [:]
            for notice in trace.notices {
                result[
                    NoticeKey(code: notice.code, hazard: notice.hazard, place: notice.place, party: notice.party),
                    default: []
                ].append(notice.at)
            }
            return result
        }
        let left = grouped(first)
        let right = grouped(second)
        let keys = Set(left.keys).union(right.keys).sorted {
            ($0.hazard, $0.place, $0.code, $0.party) < ($1.hazard, $1.place, $1.code, $1.party)
        }
        return keys.compactMap { key in
            let ours = left[key] ?? []
            let theirs = right[key] ?? []
            if ours.count == theirs.count, zip(ours, theirs).allSatisfy({ isSame($0, $1) }) { return nil }
            return NoticeDifference(
                code: key.code, hazard: key.hazard, place: key.place, party: key.party, firstCount: ours.count,
                secondCount: theirs.count, later: later(ours.first, theirs.first))
        }
    }
}
