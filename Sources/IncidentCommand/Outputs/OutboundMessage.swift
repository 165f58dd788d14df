import Telemetry

/// A message for the outbox. It holds no secret: the order's secret and the proof are put in by who delivers it.
package struct OutboundMessage: Hashable, Sendable {
    /// Idempotency key: order or incident, version, recipient, step. The same key is the same message.
    package var key: String
    package var kind: Kind
    package var recipient: Recipient
    /// Id of the channel; `feed` for what officers read at the desk.
    package var channel: String
    package var incident: String
    package var incidentVersion: Int
    package var order: String?
    package var orderVersion: Int?
    /// Life safety goes before everything else in the outbox.
    package var lifeSafety: Bool
    /// Members of the JSON body in the order they are written.
    package var body: [LogFact.Field]

    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// A department has to do something.
        case order
        /// An officer is told.
        case notice
        /// A department is reminded of an order by its ladder.
        case reminder
        /// It is over (解除): told to everyone who was told.
        case standDown = "stand_down"
        /// The order went to another department.
        case recall
        /// An officer is asked to ring somebody.
        case call
    }

    package enum Recipient: Hashable, Sendable, Codable {
        case department(String)
        case officer(String)

        package var id: String {
            switch self {
            case .department(let id), .officer(let id): id
            }
        }

        /// As the log spells it: `department`, `officer`.
        package var kindName: String {
            switch self {
            case .department: "department"
            case .officer: "officer"
            }
        }
    }

    package init(
        key: String, kind: Kind, recipient: Recipient, channel: String, incident: String, incidentVersion: Int,
        order: String?, orderVersion: Int?, lifeSafety: Bool, body: [LogFact.Field]
    ) {
        self.key = key
        self.kind = kind
        self.recipient = recipient
        self.channel = channel
        self.incident = incident
        self.incidentVersion = incidentVersion
        self.order = order
        self.orderVersion = orderVersion
        self.lifeSafety = lifeSafety
        self.body = body
    }
}
