import Telemetry

/// A department as a pure state machine: messages come in, answers with their times come out.
///
/// It answers in its manner: acknowledges, accepts (or declines), sets off and finishes; a newer version of an
/// order starts anew, the end of an incident stops what was planned, a repeated message changes nothing.
package struct SimulatedDepartment: Sendable {
    package typealias Manner = DepartmentManner

    /// An answer that is due.
    package struct PlannedAnswer: Sendable, Hashable {
        package var due: Timestamp
        package var answer: AnswerMessage
    }

    /// Keys remembered, so that a repeat is known; more than any queue of a broker would repeat.
    package static let rememberedKeys = 10_000

    package let id: String
    package let manner: Manner
    /// In the order of `due`.
    package private(set) var planned: [PlannedAnswer] = []
    private var seenKeys: Set<String> = []
    private var keysInOrder: [String] = []
    private var newestVersions: [String: Int] = [:]

    package init(id: String, manner: Manner) {
        self.id = id
        self.manner = manner
    }

    /// When `takeDue` has something to give; nil while nothing is planned.
    package var nextDue: Timestamp? { planned.first?.due }

    /// - Returns: false for a repeat.
    @discardableResult
    package mutating func receive(_ message: OrderMessage, at now: Timestamp) -> Bool {
        guard remember(message.key) else { return false }
        guard let order = message.order else { return true }
        switch message.kind {
        case .order:
            let version = message.version ?? 1
            guard version > newestVersions[order] ?? 0 else { return true }
            newestVersions[order] = version
            drop(order)
            plan(order: order, version: version, message: message, at: now)
        case .standDown, .recall:
            drop(order)
        case .reminder, .notice:
            // A late department is not made faster by being reminded.
            break
        }
        return true
    }

    /// Answers that are due, in order.
    package mutating func takeDue(at now: Timestamp) -> [AnswerMessage] {
        let count = planned.prefix { $0.due <= now }.count
        let due = planned.prefix(count).map(\.answer)
        planned.removeFirst(count)
        return due
    }

    private mutating func remember(_ key: String) -> Bool {
        guard seenKeys.insert(key).inserted else { return false }
        keysInOrder.append(key)
        if keysInOrder.count > SimulatedDepartment.rememberedKeys {
            seenKeys.remove(keysInOrder.removeFirst())
        }
        return true
    }

    private mutating func drop(_ order: String) {
        planned.removeAll { $0.answer.order == order }
    }

    private mutating func plan(order: String, version: Int, message: OrderMessage, at now: Timestamp) {
        guard let secret = message.secret else { return }
        let course = manner.course(department: id, order: order, version: version, hazard: message.hazard)
        for step in course {
            let due = now + step.after
            let answer = AnswerMessage(
                order: order, version: version, department: id, state: step.state, person: manner.person,
                reason: step.state == .declined ? "人员车辆均已派出 / all crews are out" : nil, at: due, secret: secret)
            if let answer { planned.append(PlannedAnswer(due: due, answer: answer)) }
        }
        planned.sort { ($0.due, $0.answer.order) < ($1.due, $1.answer.order) }
    }
}
