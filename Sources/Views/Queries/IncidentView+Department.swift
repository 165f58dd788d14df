import Telemetry

extension IncidentView {
    /// One department and its order.
    package struct Department: Hashable, Sendable, Codable {
        package var id: String
        package var state: State
        /// When the next step of the ladder is due unless somebody acts; nil where nothing is awaited.
        @Nullable package var deadline: Timestamp?
        /// `O-2026-000045`.
        package var order: String
        package var orderVersion: Int
        /// `lead` or `linked`.
        package var role: String
        /// `auto`: issued at once. `propose`: waits for a person's decision.
        package var mode: String
        package var tasks: [Bilingual]
        @Nullable package var issuedAt: Timestamp?
        @Nullable package var handedOverAt: Timestamp?
        @Nullable package var acknowledgedAt: Timestamp?
        @Nullable package var acceptedAt: Timestamp?
        @Nullable package var enRouteAt: Timestamp?
        @Nullable package var onSceneAt: Timestamp?
        @Nullable package var underWayAt: Timestamp?
        /// The newest report of progress.
        @Nullable package var progressAt: Timestamp?
        @Nullable package var finishedAt: Timestamp?
        /// Whoever answered last.
        @Nullable package var person: String?
        @Nullable package var reason: String?
        /// Steps of the ladder told while it was late.
        package var stepsClimbed: Int

        package init(
            id: String, state: State, deadline: Timestamp? = nil, order: String, orderVersion: Int = 1,
            role: String = "linked", mode: String = "auto", tasks: [Bilingual] = [], issuedAt: Timestamp? = nil,
            handedOverAt: Timestamp? = nil, acknowledgedAt: Timestamp? = nil, acceptedAt: Timestamp? = nil,
            enRouteAt: Timestamp? = nil, onSceneAt: Timestamp? = nil, underWayAt: Timestamp? = nil,
            progressAt: Timestamp? = nil, finishedAt: Timestamp? = nil, person: String? = nil, reason: String? = nil,
            stepsClimbed: Int = 0
        ) {
            self.id = id
            self.state = state
            self.deadline = deadline
            self.order = order
            self.orderVersion = orderVersion
            self.role = role
            self.mode = mode
            self.tasks = tasks
            self.issuedAt = issuedAt
            self.handedOverAt = handedOverAt
            self.acknowledgedAt = acknowledgedAt
            self.acceptedAt = acceptedAt
            self.enRouteAt = enRouteAt
            self.onSceneAt = onSceneAt
            self.underWayAt = underWayAt
            self.progressAt = progressAt
            self.finishedAt = finishedAt
            self.person = person
            self.reason = reason
            self.stepsClimbed = stepsClimbed
        }

        private enum CodingKeys: String, CodingKey {
            case id, state, deadline, order
            case orderVersion = "order_version"
            case role, mode, tasks
            case issuedAt = "issued_at"
            case handedOverAt = "handed_over_at"
            case acknowledgedAt = "acknowledged_at"
            case acceptedAt = "accepted_at"
            case enRouteAt = "en_route_at"
            case onSceneAt = "on_scene_at"
            case underWayAt = "under_way_at"
            case progressAt = "progress_at"
            case finishedAt = "finished_at"
            case person, reason
            case stepsClimbed = "steps_climbed"
        }
    }

    /// How far a department is with its order.
    package enum State: String, Hashable, Sendable, CaseIterable, Encodable {
        /// Waits for a person's decision.
        case proposed
        /// Its order is on the way.
        case notified
        case handedOver = "handed_over"
        case acknowledged
        case accepted
        case declined
        case enRoute = "en_route"
        case onScene = "on_scene"
        case underWay = "under_way"
        case done
        case stoodDown = "stood_down"
        case reassigned
        case rejected

        /// On its way, at work or done.
        package var isMoving: Bool {
            switch self {
            case .enRoute, .onScene, .underWay, .done: true
            case .proposed, .notified, .handedOver, .acknowledged, .accepted, .declined, .stoodDown, .reassigned,
                .rejected:
                false
            }
        }
    }
}

extension IncidentView.State: Decodable {
    /// The core's word for `notified` is `issued`: both are read, one is written.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let word = try container.decode(String.self)
        guard let state = word == "issued" ? .notified : IncidentView.State(rawValue: word) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(word)” is not the state of an order.")
        }
        self = state
    }
}
