import Telemetry

/// How long departments took, from the command log alone: give it every entry in order.
package struct ResponseTimes: Sendable {
    /// A stretch of an order's way, named after its end.
    package enum Phase: String, Codable, CaseIterable, Sendable {
        /// From the order to its hand-over to the department's channel.
        case handedOver = "handed_over"
        /// From the hand-over to the acknowledgement.
        case acknowledged
        /// From the acknowledgement to setting off.
        case underWay = "under_way"
        /// From the hand-over to arrival.
        case onScene = "on_scene"
        /// From the hand-over to the end.
        case done
    }

    /// One order in one version.
    private struct Course: Sendable {
        var department: String
        var issued: Timestamp?
        var handedOver: Timestamp?
        var acknowledged: Timestamp?
        var ends: [Phase: Interval] = [:]
        var isDeclined = false
        var isMissed = false
    }

    private var courses: [String: Course] = [:]
    private var order: [String] = []

    package init() {}

    package mutating func take(_ record: LogRecord) {
        guard let id = record.text("order"), let department = record.text("department") else { return }
        let key = "\(id)/\(record.integer("version") ?? 1)"
        switch record.code {
        case "order_issued", "order_approved":
            update(key, department) { if $0.issued == nil { $0.issued = record.at } }
        case "order_handed_over":
            update(key, department) { course in
                guard course.handedOver == nil else { return }
                course.handedOver = record.at
                course.ends[.handedOver] = course.issued.map { record.at - $0 }
            }
        case "order_acknowledged", "order_accepted", "order_declined", "order_under_way", "order_en_route",
            "order_on_scene", "order_done":
            update(key, department) { ResponseTimes.answer(record, &$0) }
        case "deadline_missed" where record.text("missed") == "acknowledgement_missed":
            update(key, department) { $0.isMissed = true }
        default:
            break
        }
    }

    /// Whoever answers at all has acknowledged.
    private static func answer(_ record: LogRecord, _ course: inout Course) {
        let handedOver = course.handedOver ?? record.time("handed_over_at")
        if course.acknowledged == nil {
            course.acknowledged = record.at
            course.ends[.acknowledged] = handedOver.map { record.at - $0 }
        }
        switch record.code {
        case "order_declined": course.isDeclined = true
        case "order_under_way", "order_en_route":
            if course.ends[.underWay] == nil { course.ends[.underWay] = course.acknowledged.map { record.at - $0 } }
        case "order_on_scene":
            if course.ends[.onScene] == nil { course.ends[.onScene] = handedOver.map { record.at - $0 } }
        case "order_done":
            if course.ends[.done] == nil { course.ends[.done] = handedOver.map { record.at - $0 } }
        default: break
        }
    }

    private mutating func update(_ key: String, _ department: String, _ change: (inout Course) -> Void) {
        if courses[key] == nil { order.append(key) }
        change(&courses[key, default: Course(department: department)])
    }

    /// One a department, in the order in which they were first called.
    package func views(standards: [ResponseStandard]) -> [ResponseTimesView] {
        var departments: [String] = []
        var byDepartment: [String: [Course]] = [:]
        for key in order {
            guard let course = courses[key], course.issued != nil || course.handedOver != nil else { continue }
            if byDepartment[course.department] == nil { departments.append(course.department) }
            byDepartment[course.department, default: []].append(course)
        }
        return departments.map { id in
            let all = byDepartment[id] ?? []
            let phases = Phase.allCases.compactMap { phase -> ResponseTimesView.PhaseTimes? in
                let times = all.compactMap { $0.ends[phase] }.sorted()
                guard let longest = times.last else { return nil }
                return ResponseTimesView.PhaseTimes(
                    phase: phase, count: times.count, p50: ResponseTimes.percentile(50, of: times).seconds,
                    p90: ResponseTimes.percentile(90, of: times).seconds, maximum: longest.seconds,
                    standards: standards.filter { $0.applies(to: id, phase) }.map { standard in
                        let within = times.filter { $0 <= standard.within }.count
                        return ResponseTimesView.Comparison(
                            percent: standard.percent, within: standard.within.seconds,
                            reachedPercent: within * 100 / times.count, source: standard.source)
                    })
            }
            return ResponseTimesView(
                department: id, orders: all.count,
                unanswered: all.filter { $0.handedOver != nil && $0.acknowledged == nil }.count,
                declined: all.filter(\.isDeclined).count, late: all.filter(\.isMissed).count, phases: phases)
        }
    }

    /// By nearest rank: the smallest time that so many percent do not exceed.
    static func percentile(_ percent: Int, of sorted: [Interval]) -> Interval {
        let rank = (sorted.count * percent + 99) / 100
        return sorted.isEmpty ? .zero : sorted[max(0, rank - 1)]
    }
}
