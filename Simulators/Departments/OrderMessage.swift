import Foundation

/// What a department reads in a message on `tocsin/departments/<id>/orders`. Members that it does not need are ignored.
package struct OrderMessage: Sendable, Decodable, Hashable {
    package enum Kind: String, Sendable, Decodable {
        case order
        case reminder
        case standDown = "stand_down"
        case recall
        case notice
    }

    package var kind: Kind
    /// Idempotency key: the same message may come twice.
    package var key: String
    package var order: String?
    package var version: Int?
    package var department: String?
    package var incident: String?
    package var hazard: String?
    /// 32 bytes as hexadecimal text; proves the answer.
    package var secret: String?

    package init(
        kind: Kind, key: String, order: String?, version: Int?, department: String? = nil, incident: String? = nil,
        hazard: String? = nil, secret: String?
    ) {
        self.kind = kind
        self.key = key
        self.order = order
        self.version = version
        self.department = department
        self.incident = incident
        self.hazard = hazard
        self.secret = secret
    }

    /// - Throws: `DecodingError` where the payload is no such message.
    package init(payload: [UInt8]) throws {
        self = try JSONDecoder().decode(OrderMessage.self, from: Data(payload))
    }
}
