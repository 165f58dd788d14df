import Telemetry

/// What a department says of its order.
package enum AnswerState: String, Sendable, CaseIterable, Codable {
    case acknowledged
    case accepted
    case declined
    case enRoute = "en_route"
    case onScene = "on_scene"
    case underWay = "under_way"
    /// How it goes, while it is under way: as often as there is something to say.
    case progress
    case done
}

/// A department's answer as it came by its channel. Operations has checked the proof; all else is checked here.
package struct DepartmentAnswer: Hashable, Sendable {
    package var order: String
    package var version: Int
    /// The department whose topic or address it came from, never one that the answer itself claims.
    package var department: String
    package var state: AnswerState
    /// The person who answers.
    package var person: String
    package var reason: String?
    /// The time that the answer itself claims; shown, never reckoned with.
    package var claimedAt: Timestamp?
    package var proof: Proof
    /// Channel: `mqtt`.
    package var via: String

    package enum Proof: String, Sendable, CaseIterable {
        case verified
        case failed
        case missing
    }

    package init(
        order: String, version: Int, department: String, state: AnswerState, person: String, reason: String? = nil,
        claimedAt: Timestamp? = nil, proof: Proof, via: String = "mqtt"
    ) {
        self.order = order
        self.version = version
        self.department = department
        self.state = state
        self.person = person
        self.reason = reason
        self.claimedAt = claimedAt
        self.proof = proof
        self.via = via
    }
}
