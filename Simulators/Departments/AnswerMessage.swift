import Crypto
import Foundation
import Telemetry

/// What a department may say about an order.
package enum SimulatedAnswerState: String, Sendable, Codable, CaseIterable {
    case acknowledged
    case accepted
    case declined
    case enRoute = "en_route"
    case onScene = "on_scene"
    case underWay = "under_way"
    case done
}

/// A message on `tocsin/departments/<id>/answers`.
package struct AnswerMessage: Sendable, Hashable, Codable {
    package var order: String
    package var version: Int
    package var state: SimulatedAnswerState
    /// Who answers.
    package var person: String
    package var reason: String?
    /// ISO 8601, by the department's clock.
    package var t: String?
    package var proof: String

    /// - Parameter secret: the order's, hexadecimal.
    /// - Returns: nil if the secret is not hexadecimal text.
    package init?(
        order: String, version: Int, department: String, state: SimulatedAnswerState, person: String, reason: String?,
        at time: Timestamp?, secret: String
    ) {
        guard
            let proof = AnswerMessage.proof(
                secret: secret, order: order, version: version, department: department, state: state, person: person)
        else { return nil }
        self.order = order
        self.version = version
        self.state = state
        self.person = person
        self.reason = reason
        self.t = time?.iso8601
        self.proof = proof
    }

    /// HMAC-SHA256 with the secret's bytes over `order|version|department|state|person`, as hexadecimal text.
    package static func proof(
        secret: String, order: String, version: Int, department: String, state: SimulatedAnswerState, person: String
    ) -> String? {
        guard let key = HexadecimalText.bytes(secret) else { return nil }
        let text = "\(order)|\(version)|\(department)|\(state.rawValue)|\(person)"
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key))
        return HexadecimalText.text(Array(code))
    }

    /// JSON with sorted keys.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
