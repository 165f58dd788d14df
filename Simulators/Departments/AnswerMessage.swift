import Crypto
import Foundation
import Telemetry

/// What a department may say about an order.
package enum SimulatedAnswerState: String, Sendable, Codable, CaseIterable {
    case acknowledged
    case accepted
    case declined
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
        guard let key = bytes(hexadecimal: secret) else { return nil }
        let text = "\(order)|\(version)|\(department)|\(state.rawValue)|\(person)"
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key))
        return code.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// JSON with sorted keys.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    private static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
        var result: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            result.append(byte)
        }
        return result
    }
}
